import { notFound } from "../../apimachinery/status.ts";
import type { DownwardAPIVolumeFile, KeyToPath, VolumeProjection } from "../../api/generated/core/v1.ts";
import { decodeBase64 } from "../environment/base64.ts";
import { podField } from "../environment/pod-fields.ts";
import { resourceField } from "../environment/resource-field.ts";
import { findContainer } from "../pods/pod-containers.ts";
import { payloadOf, type Payload } from "./payload.ts";
import type { MountContext } from "./volume-plugin.ts";

const regularFile = 0o644;
const nothing: Payload = new Map();

interface NamedSource {
  readonly name?: string;
  readonly items?: readonly KeyToPath[];
  readonly optional?: boolean;
  readonly defaultMode?: number;
}

const namespaceOf = ({ facts }: MountContext) => facts.pod.metadata.namespace ?? "default";

/** The files of a ConfigMap. */
export async function configMapPayload({ name = "", items, optional = false, defaultMode = regularFile }: NamedSource, context: MountContext): Promise<Payload> {
  const configMap = await context.objects.configMap(namespaceOf(context), name);
  if (configMap === undefined) return missing("configmap", name, optional);
  const binary = Object.entries(configMap.binaryData ?? {}).map(([key, encoded]) => [key, decodeBase64(encoded)] as const);
  const data = { ...configMap.data, ...Object.fromEntries(binary) };
  return payloadOf(data, { ...(items && { items }), defaultMode, optional }, "configmap references non-existent config key");
}

/** The files of a Secret. */
export async function secretPayload({ name = "", items, optional = false, defaultMode = regularFile }: NamedSource, context: MountContext): Promise<Payload> {
  const secret = await context.objects.secret(namespaceOf(context), name);
  if (secret === undefined) return missing("secret", name, optional);
  const data = Object.fromEntries(Object.entries(secret.data ?? {}).map(([key, encoded]) => [key, decodeBase64(encoded)]));
  return payloadOf(data, { ...(items && { items }), defaultMode, optional }, "references non-existent secret key");
}

/** What the pod may know about itself, as files. */
export function downwardPayload(files: readonly DownwardAPIVolumeFile[] | undefined, defaultMode: number, context: MountContext): Payload {
  return new Map((files ?? []).map((file) => [file.path, { content: downwardValue(file, context), mode: file.mode ?? defaultMode }]));
}

/** The files of one source of a projected volume. */
export async function projectionPayload(source: VolumeProjection, defaultMode: number, context: MountContext): Promise<Payload> {
  if (source.configMap !== undefined) return configMapPayload({ ...source.configMap, defaultMode }, context);
  if (source.secret !== undefined) return secretPayload({ ...source.secret, defaultMode }, context);
  if (source.downwardAPI !== undefined) return downwardPayload(source.downwardAPI.items, defaultMode, context);
  if (source.serviceAccountToken !== undefined) {
    const { audience, expirationSeconds = 3600, path } = source.serviceAccountToken;
    const content = await context.tokens.token({ pod: context.facts.pod, audience, expirationSeconds });
    return new Map([[path, { content, mode: defaultMode }]]);
  }
  throw new Error(`projected volumes with a ${Object.keys(source)[0] ?? "nameless"} source are not supported by this kubelet`);
}

function missing(resource: string, name: string, optional: boolean): Payload {
  if (optional) return nothing;
  throw notFound({ group: "", resource }, name);
}

function downwardValue({ fieldRef, resourceFieldRef }: DownwardAPIVolumeFile, { facts, allocatable }: MountContext): string {
  if (fieldRef !== undefined) return podField(facts, fieldRef.fieldPath);
  if (resourceFieldRef === undefined) return "";
  const container = findContainer(facts.pod, resourceFieldRef.containerName ?? "")?.container;
  if (container === undefined) throw new Error(`container ${resourceFieldRef.containerName} not found`);
  return resourceField(facts.pod, container, resourceFieldRef, allocatable);
}
