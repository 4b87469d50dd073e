/** How a plugin refuses. */
export type RefusalCode =
  /** Not now: pods that leave the node may help. */
  | "unschedulable"
  /** Not on this node as it is: preemption cannot help. */
  | "unresolvable"
  /** Something is broken; the pod is tried again after a while. */
  | "error"
  /** Only from permit: not yet. */
  | "wait";

/** Why a plugin does not let a pod pass. Plugins make theirs once where they can: one is handed out per refused node. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly reasons: readonly string[];
  /** What the decision record shows in place of the reasons, where there is more to say than an event has room for. */
  readonly detail?: string;
}

/** The verdict of a plugin: a refusal, or nothing to say against it. */
export type Verdict = Refusal | undefined;

/** Nothing speaks against it. */
export const fits: Verdict = undefined;

export const unschedulable = (...reasons: readonly string[]): Refusal => ({ code: "unschedulable", reasons });

export const unresolvable = (...reasons: readonly string[]): Refusal => ({ code: "unresolvable", reasons });

export const failed = (...reasons: readonly string[]): Refusal => ({ code: "error", reasons });

/** The plugin has nothing to do for this pod: it is not asked about any node. */
export const skip = "skip";
export type Skip = typeof skip;

/** Is the pod rejected, as opposed to something being broken? */
export const isRejection = ({ code }: Refusal) => code === "unschedulable" || code === "unresolvable";
