import type { Pod } from "../../api/generated/core/v1.ts";

export const configSource = "kubernetes.io/config.source";
export const configHash = "kubernetes.io/config.hash";
export const configSeen = "kubernetes.io/config.seen";
export const configMirror = "kubernetes.io/config.mirror";

/** Does the pod come from a manifest on the node, rather than from the API server? */
export const isStaticPod = ({ metadata: { annotations } }: Pod) => {
  const source = annotations?.[configSource];
  return source !== undefined && source !== "api" && annotations?.[configMirror] === undefined;
};

/** Is it the reflection of a static pod in the API server? */
export const isMirrorPod = ({ metadata: { annotations } }: Pod) => annotations?.[configMirror] !== undefined;

const systemCritical = 2_000_000_000;

/** Pods that the node cannot do without: they are admitted first and evicted never. */
export const isCriticalPod = (pod: Pod) => isStaticPod(pod) || isMirrorPod(pod) || (pod.spec.priority ?? 0) >= systemCritical;

export const isTerminalPhase = (phase: string | undefined) => phase === "Failed" || phase === "Succeeded";
