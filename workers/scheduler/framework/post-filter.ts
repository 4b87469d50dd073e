import type { Cluster } from "../cache/cache.ts";
import type { NodeInfo } from "../cache/node-info.ts";
import type { PodInfo } from "../cache/pod-info.ts";
import type { CycleState } from "./cycle-state.ts";
import type { Plugin } from "./plugin.ts";
import type { Refusals } from "./refusals.ts";
import type { Refusal, Verdict } from "./status.ts";

/** What the post filter plugins need to find out what would help. */
export interface PostFilterContext {
  readonly state: CycleState;
  readonly cluster: Cluster;
  /** Why each node was refused. */
  readonly refusals: Refusals;
  /** All filters once more, on a node that may be a copy. */
  filter(node: NodeInfo, state: CycleState): Verdict;
}

export interface PostFilterAnswer {
  /** The node that the pod is nominated to; empty to take the nomination away, undefined to leave it as it is. */
  readonly nominatedNodeName?: string;
  readonly refusal?: Refusal;
}

export interface PostFilterPlugin extends Plugin {
  /** No node fits: can something be done about it? */
  postFilter(pod: PodInfo, context: PostFilterContext): PostFilterAnswer;
}
