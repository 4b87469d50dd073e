import type { Cluster } from "../cache/cache.ts";
import type { NodeInfo } from "../cache/node-info.ts";
import type { PodInfo } from "../cache/pod-info.ts";
import type { QueueEntry } from "../queue/queued-pod.ts";
import type { Wake } from "./cluster-event.ts";
import type { CycleValues } from "./cycle-values.ts";
import type { Refusal, Skip, Verdict } from "./status.ts";

/**
 * The extension points of the scheduling framework. A plugin implements those that it needs. What it works out once
 * per pod, in `preFilter` and `preScore`, is handed back to it for each node as `state`.
 */
export interface Plugin {
  readonly name: string;
  /** The events after which pods that this plugin refused are worth another try. */
  readonly wakesUpOn?: readonly Wake[];
}

export interface PreEnqueuePlugin extends Plugin {
  /** May the pod enter the queue of pods to schedule? */
  preEnqueue(pod: PodInfo): Verdict;
}

export interface QueueSortPlugin extends Plugin {
  before(a: QueueEntry, b: QueueEntry): boolean;
}

/** What a look at the pod alone has brought. */
export type PreFilterAnswer<S> = { readonly state: S; /** Only these can fit. */ readonly nodeNames?: ReadonlySet<string> } | { readonly refusal: Refusal } | Skip;

export interface PreFilterPlugin<S = unknown> extends Plugin {
  preFilter(pod: PodInfo, cluster: Cluster): PreFilterAnswer<S>;
}

export interface FilterPlugin<S = unknown> extends Plugin {
  preFilter?(pod: PodInfo, cluster: Cluster): PreFilterAnswer<S>;
  filter(pod: PodInfo, node: NodeInfo, state: S): Verdict;
  /** A state of the same content that `podAdded` and `podRemoved` may change; for plugins that look beyond the node. */
  copyState?(state: S): S;
  /** What if this pod were on the node, too? */
  podAdded?(state: S, pod: PodInfo, added: PodInfo, node: NodeInfo): void;
  podRemoved?(state: S, pod: PodInfo, removed: PodInfo, node: NodeInfo): void;
}

export interface ScorePlugin<S = unknown> extends Plugin {
  /** Raw scores of any range are brought to 0–100, the highest or the lowest being best. */
  readonly best?: "highest" | "lowest";
  preScore?(pod: PodInfo, nodes: readonly NodeInfo[], cluster: Cluster): { readonly state: S } | Skip;
  score(pod: PodInfo, node: NodeInfo, state: S, cluster: Cluster): number;
  /** In place of `best`: brings the scores of the nodes to 0–100 in a way of its own. */
  normalize?(scores: Float64Array, nodes: readonly NodeInfo[], state: S): void;
}

export interface ReservePlugin extends Plugin {
  reserve(values: CycleValues, pod: PodInfo, nodeName: string): Verdict;
  unreserve(values: CycleValues, pod: PodInfo, nodeName: string): void;
}

export interface PermitPlugin extends Plugin {
  /** A refusal with code "wait" holds the pod until it is allowed, rejected, or the time is over. */
  permit(values: CycleValues, pod: PodInfo, nodeName: string): { readonly verdict: Verdict; readonly timeout?: number };
}

export interface PreBindPlugin extends Plugin {
  preBind(values: CycleValues, pod: PodInfo, nodeName: string): Promise<Verdict>;
}

export interface BindPlugin extends Plugin {
  /** Binds the pod, refuses, or leaves it to the next plugin. */
  bind(pod: PodInfo, nodeName: string, cause: number | undefined): Promise<Verdict | Skip>;
}

export interface PostBindPlugin extends Plugin {
  postBind(values: CycleValues, pod: PodInfo, nodeName: string): void;
}
