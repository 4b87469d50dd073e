import type { AnyResource } from "../../api/resource.ts";

export interface GroupVersions {
  readonly group: string;
  /** The preferred version first. */
  readonly versions: readonly { readonly version: string; readonly resources: readonly AnyResource[] }[];
}

/** The order in which discovery lists the groups of Kubernetes; clients that search a short name take the first. */
const order: readonly string[] = [
  "", "apiregistration.k8s.io", "apps", "events.k8s.io", "authentication.k8s.io", "authorization.k8s.io", "autoscaling", "batch", "certificates.k8s.io",
  "networking.k8s.io", "policy", "rbac.authorization.k8s.io", "storage.k8s.io", "admissionregistration.k8s.io", "apiextensions.k8s.io", "scheduling.k8s.io",
  "coordination.k8s.io", "node.k8s.io", "discovery.k8s.io", "flowcontrol.apiserver.k8s.io", "resource.k8s.io",
];

/** All groups with their versions and resources, in the order of discovery. */
export function groupsOf(resources: readonly AnyResource[]): readonly GroupVersions[] {
  const groups = new Map<string, Map<string, AnyResource[]>>();
  for (const resource of resources) {
    const versions = groups.get(resource.group) ?? new Map<string, AnyResource[]>();
    groups.set(resource.group, versions);
    versions.set(resource.version, [...(versions.get(resource.version) ?? []), resource]);
  }
  return [...groups]
    .sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1))
    .map(([group, versions]) => ({ group, versions: [...versions].sort(([a], [b]) => compareVersions(a, b)).map(([version, found]) => ({ version, resources: found })) }));
}

const rank = (group: string) => (order.includes(group) ? order.indexOf(group) : order.length);

/** v2 before v1 before v1beta2 before v1beta1 before v1alpha1 before anything else. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [versionRank(a), versionRank(b)];
  for (let index = 0; index < left.length; index++) if (left[index] !== right[index]) return (right[index] ?? 0) - (left[index] ?? 0);
  return a < b ? -1 : a > b ? 1 : 0;
}

const stages: readonly string[] = ["alpha", "beta"];

function versionRank(version: string): readonly number[] {
  const parts = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version);
  if (parts === null) return [-1, 0, 0];
  return [parts[2] === undefined ? 2 : stages.indexOf(parts[2]), Number(parts[1]), Number(parts[3] ?? 0)];
}
