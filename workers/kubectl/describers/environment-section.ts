import type { ConfigMapKeySelector, Container, EnvFromSource, EnvVar, Pod, SecretKeySelector } from "../../api/generated/core/v1.ts";
import type { Description } from "./description.ts";
import { resourceFieldText } from "./resource-field.ts";

/** Environment variables of a container, and where they come from. `pod` is undefined in a template: then fields have no values yet. */
export function writeEnvironment(into: Description, container: Container, pod: Pod | undefined): void {
  writeSources(into, container.envFrom ?? []);
  const variables = container.env ?? [];
  into.write(variables.length === 0 ? "Environment:\t<none>\n" : "Environment:\n", 2);
  for (const variable of variables) writeVariable(into, variable, { container, pod });
}

function writeSources(into: Description, sources: readonly EnvFromSource[]): void {
  if (sources.length === 0) return;
  into.line("Environment Variables from:", 2);
  for (const { configMapRef, secretRef, prefix = "" } of sources) {
    const { name = "", optional = false } = configMapRef ?? secretRef ?? {};
    const kind = configMapRef !== undefined ? "ConfigMap" : secretRef !== undefined ? "Secret" : "";
    into.row([name, prefix === "" ? kind : `${kind} with prefix '${prefix}'`, `Optional: ${optional}`], 3);
  }
}

interface Surroundings {
  readonly container: Container;
  readonly pod: Pod | undefined;
}

function writeVariable(into: Description, { name, value = "", valueFrom }: EnvVar, { container, pod }: Surroundings): void {
  if (valueFrom === undefined) {
    value.split("\n").forEach((line, index) => into.row([index === 0 ? `${name}:` : "", line], 3));
    return;
  }
  const { fieldRef, resourceFieldRef, secretKeyRef, configMapKeyRef } = valueFrom;
  if (fieldRef !== undefined) into.field(name, `${podField(pod, fieldRef.fieldPath)} (${fieldRef.apiVersion ?? "v1"}:${fieldRef.fieldPath})`, 3);
  else if (resourceFieldRef !== undefined) into.field(name, `${resourceFieldText(resourceFieldRef, container)} (${resourceFieldRef.resource})`, 3);
  else if (secretKeyRef !== undefined) writeKey(into, name, { source: "in secret", key: secretKeyRef });
  else if (configMapKeyRef !== undefined) writeKey(into, name, { source: "of config map", key: configMapKeyRef });
}

const writeKey = (into: Description, name: string, { source, key }: { readonly source: string; readonly key: SecretKeySelector | ConfigMapKeySelector }) =>
  into.row([`${name}:`, `<set to the key '${key.key}' ${source} '${key.name ?? ""}'>`, `Optional: ${key.optional ?? false}`], 3);

/** What the downward API says at a path; nothing for what only the kubelet knows. */
function podField(pod: Pod | undefined, path: string): string {
  if (pod === undefined) return "";
  const { metadata } = pod;
  const entry = /^metadata\.(labels|annotations)\['(.*)'\]$/.exec(path);
  if (entry !== null) return metadata[entry[1] as "labels" | "annotations"]?.[entry[2] ?? ""] ?? "";
  if (path === "metadata.labels" || path === "metadata.annotations") return mapText(path === "metadata.labels" ? metadata.labels : metadata.annotations);
  if (path === "metadata.name") return metadata.name;
  if (path === "metadata.namespace") return metadata.namespace ?? "";
  return path === "metadata.uid" ? metadata.uid : "";
}

const mapText = (map: Readonly<Record<string, string>> | undefined) =>
  Object.entries(map ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => `${key}=${JSON.stringify(value)}`).join("\n");
