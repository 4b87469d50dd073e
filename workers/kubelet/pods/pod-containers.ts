import { fnv1a } from "../../base/hash.ts";
import type { Container, EphemeralContainer, Pod } from "../../api/generated/core/v1.ts";

export type ContainerKind = "init" | "regular" | "ephemeral";

/** A native sidecar: an init container that goes on running beside the others. */
export const isSidecar = ({ restartPolicy }: Container) => restartPolicy === "Always";

/** All containers of the pod in the order of the spec: init, regular, ephemeral. */
export function* containersOf({ spec }: Pod): Generator<{ readonly container: Container | EphemeralContainer; readonly kind: ContainerKind }> {
  for (const container of spec.initContainers ?? []) yield { container, kind: "init" };
  for (const container of spec.containers) yield { container, kind: "regular" };
  for (const container of spec.ephemeralContainers ?? []) yield { container, kind: "ephemeral" };
}

/** The container of that name, whichever kind it is. */
export function findContainer(pod: Pod, name: string) {
  for (const found of containersOf(pod)) if (found.container.name === name) return found;
  return undefined;
}

/** How the pod's messages name it: `web-1_default(7d…)`. */
export const formatPod = ({ metadata: { name, namespace, uid } }: Pod) => `${name}_${namespace}(${uid})`;

/** namespace/name of the pod. Of two pods with one such name only one may run. */
export const fullName = ({ metadata: { name, namespace } }: Pod) => `${namespace}/${name}`;

/** A container with another hash is another container: it has to be started anew. */
export const containerHash = ({ name, image }: Pick<Container, "name" | "image">) => fnv1a(`${name}\n${image}`);

/** May the container be started again after this exit? A container's own rules come before the pod's policy. */
export function restartsAfterExit(pod: Pod, container: Container, exitCode: number): boolean {
  const rule = container.restartPolicyRules?.find(({ exitCodes }) => matchesExitCode(exitCodes, exitCode));
  if (rule !== undefined) return rule.action === "Restart";
  const policy = container.restartPolicy ?? pod.spec.restartPolicy ?? "Always";
  return policy === "Always" || (policy === "OnFailure" && exitCode !== 0);
}

/** Is it restarted whatever happens to it, so that a pod waits for it rather than fails? */
export function restartsOnFailure(pod: Pod, container: Container): boolean {
  return (container.restartPolicy ?? pod.spec.restartPolicy ?? "Always") !== "Never";
}

function matchesExitCode(rule: { readonly operator: string; readonly values?: readonly number[] } | undefined, exitCode: number): boolean {
  if (rule === undefined) return false;
  const listed = rule.values?.includes(exitCode) === true;
  return rule.operator === "NotIn" ? !listed : listed;
}
