import type { EnvFromSource, EnvVar, Pod, Volume } from "../../api/generated/core/v1.ts";
import { containersOf } from "../pods/pod-containers.ts";

/** Names of the ConfigMaps and Secrets in the pod's namespace that the pod uses. */
export interface PodReferences {
  readonly configMaps: ReadonlySet<string>;
  readonly secrets: ReadonlySet<string>;
}

/** What the pod's containers and volumes refer to. */
export function referencesOf(pod: Pod): PodReferences {
  const found = { configMaps: new Set<string>(), secrets: new Set<string>() };
  for (const { name } of pod.spec.imagePullSecrets ?? []) addName(found.secrets, name);
  for (const { container } of containersOf(pod)) {
    for (const from of container.envFrom ?? []) fromEnvironmentSource(found, from);
    for (const variable of container.env ?? []) fromVariable(found, variable);
  }
  for (const volume of pod.spec.volumes ?? []) fromVolume(found, volume);
  return found;
}

interface Found {
  readonly configMaps: Set<string>;
  readonly secrets: Set<string>;
}

const addName = (into: Set<string>, name: string | undefined) => (name === undefined || name === "" ? undefined : into.add(name));

function fromEnvironmentSource(found: Found, { configMapRef, secretRef }: EnvFromSource): void {
  addName(found.configMaps, configMapRef?.name);
  addName(found.secrets, secretRef?.name);
}

function fromVariable(found: Found, { valueFrom }: EnvVar): void {
  addName(found.configMaps, valueFrom?.configMapKeyRef?.name);
  addName(found.secrets, valueFrom?.secretKeyRef?.name);
}

function fromVolume(found: Found, { configMap, secret, projected }: Volume): void {
  addName(found.configMaps, configMap?.name);
  addName(found.secrets, secret?.secretName);
  for (const source of projected?.sources ?? []) {
    addName(found.configMaps, source.configMap?.name);
    addName(found.secrets, source.secret?.name);
  }
}
