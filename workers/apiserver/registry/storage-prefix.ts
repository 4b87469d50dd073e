import type { AnyResource } from "../../api/resource.ts";

/** Where kinds lie whose name in etcd differs from their plural, for historical reasons. */
const historical: Readonly<Record<string, string>> = {
  nodes: "minions",
  services: "services/specs",
  endpoints: "services/endpoints",
  ingresses: "ingress",
  ingressclasses: "ingressclasses",
  replicationcontrollers: "controllers",
};

/** Everything of the API server lies below this prefix in etcd. */
export const registryPrefix = "/registry/";

/** Where objects of a resource lie in etcd, with a slash at the end. Groups outside of Kubernetes keep their name apart. */
export function storagePrefix({ group, plural }: Pick<AnyResource, "group" | "plural">): string {
  if (isBuiltIn(group)) return `${registryPrefix}${historical[plural] ?? plural}/`;
  return `${registryPrefix}${group}/${plural}/`;
}

/** The key of an object below its resource's prefix. */
export const storageKey = (prefix: string, namespace: string, name: string) => (namespace === "" ? prefix + name : `${prefix}${namespace}/${name}`);

const isBuiltIn = (group: string) => !group.includes(".") || (group.endsWith(".k8s.io") && !separate.has(group));

/** Groups of Kubernetes whose storage carries the group's name. */
const separate: ReadonlySet<string> = new Set(["apiextensions.k8s.io", "apiregistration.k8s.io"]);
