import type { Pod } from "../../api/generated/core/v1.ts";

/** What the downward API may tell about the pod besides its object. */
export interface PodFacts {
  readonly pod: Pod;
  readonly podIps: readonly string[];
  readonly hostIps: readonly string[];
}

const subscript = /^([^[]*)\['([^']*)'\]$/;

/** The value of a field that `fieldRef` may name, as text; throws for any other. */
export function podField({ pod, podIps, hostIps }: PodFacts, fieldPath: string): string {
  const { metadata, spec } = pod;
  switch (fieldPath) {
    case "metadata.name":
      return metadata.name;
    case "metadata.namespace":
      return metadata.namespace ?? "";
    case "metadata.uid":
      return metadata.uid;
    case "metadata.labels":
      return formatMap(metadata.labels);
    case "metadata.annotations":
      return formatMap(metadata.annotations);
    case "spec.nodeName":
      return spec.nodeName ?? "";
    case "spec.serviceAccountName":
      return spec.serviceAccountName ?? "";
    case "status.hostIP":
      return hostIps[0] ?? "";
    case "status.hostIPs":
      return hostIps.join(",");
    case "status.podIP":
      return podIps[0] ?? "";
    case "status.podIPs":
      return podIps.join(",");
    default:
      return subscripted(pod, fieldPath);
  }
}

function subscripted({ metadata }: Pod, fieldPath: string): string {
  const [, path, key] = subscript.exec(fieldPath) ?? [];
  if (path === "metadata.labels") return metadata.labels?.[key ?? ""] ?? "";
  if (path === "metadata.annotations") return metadata.annotations?.[key ?? ""] ?? "";
  throw new Error(`unsupported fieldPath: ${fieldPath}`);
}

/** One `key="value"` line per entry, keys in order. */
const formatMap = (map: Readonly<Record<string, string>> = {}) =>
  Object.keys(map)
    .sort()
    .map((key) => `${key}=${JSON.stringify(map[key])}`)
    .join("\n");
