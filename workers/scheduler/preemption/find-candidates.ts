import type { PodDisruptionBudget } from "../../api/generated/policy/v1.ts";
import type { Milliseconds } from "../../base/units.ts";
import type { Random } from "../../sim/random.ts";
import type { NodeInfo } from "../cache/node-info.ts";
import type { PodInfo } from "../cache/pod-info.ts";
import type { CycleState } from "../framework/cycle-state.ts";
import type { PostFilterContext } from "../framework/post-filter.ts";
import { Refusals } from "../framework/refusals.ts";
import { failed, type Refusal, unresolvable } from "../framework/status.ts";
import type { Candidate } from "./candidate.ts";
import { splitByBudgets } from "./disruption-budgets.ts";
import { byImportance } from "./importance.ts";

/** How many candidates are enough: a share of the nodes in question, but not too few. */
export interface CandidateLimits {
  readonly minCandidateNodesPercentage: number;
  readonly minCandidateNodesAbsolute: number;
}

export interface Search {
  readonly pod: PodInfo;
  readonly context: PostFilterContext;
  readonly budgets: readonly PodDisruptionBudget[];
  readonly limits: CandidateLimits;
  readonly random: Random;
  readonly now: Milliseconds;
}

export interface Found {
  readonly candidates: readonly Candidate[];
  /** Why other nodes are none. */
  readonly refusals: Refusals;
}

const noVictims = unresolvable("No preemption victims found for incoming pod");
const notHelpful = unresolvable("Preemption is not helpful for scheduling");

/** Looks for nodes where the pod would fit if less important pods went, until there are enough. */
export function findCandidates(search: Search): Found {
  const { cluster, refusals: why } = search.context;
  const nodes = why.nodesWith("unschedulable", cluster.nodes);
  const refusals = new Refusals();
  refusals.absent = notHelpful;
  if (nodes.length === 0) return { candidates: [], refusals };
  if (search.pod.priority <= cluster.lowestPriority()) return { candidates: [], refusals: nobodyToEvict(nodes, refusals) };
  const enough = candidatesToFind(nodes.length, search.limits);
  const offset = search.random.integer(0, nodes.length - 1);
  const candidates: Candidate[] = [];
  for (let index = 0; index < nodes.length; index++) {
    const node = nodes[(offset + index) % nodes.length]!;
    const outcome = victimsOn(node, search);
    if ("code" in outcome) refusals.add(node, outcome);
    else candidates.push(outcome);
    if (candidates.length >= enough && candidates.some(({ violations }) => violations === 0)) break;
  }
  return { candidates, refusals };
}

/** The common case, known without a look at any pod. */
function nobodyToEvict(nodes: readonly NodeInfo[], refusals: Refusals): Refusals {
  for (const node of nodes) refusals.add(node, noVictims);
  return refusals;
}

export function candidatesToFind(nodes: number, { minCandidateNodesPercentage, minCandidateNodesAbsolute }: CandidateLimits): number {
  return Math.min(nodes, Math.max(minCandidateNodesAbsolute, Math.trunc((nodes * minCandidateNodesPercentage) / 100)));
}

/** The fewest and least important pods that have to leave the node, or why none would help. */
function victimsOn(node: NodeInfo, search: Search): Candidate | Refusal {
  const potential = [...node.pods.values()].filter(({ priority }) => priority < search.pod.priority).sort(byImportance(search.now));
  if (potential.length === 0) return noVictims;
  const trial = new Trial(node, search);
  for (const victim of potential) trial.remove(victim);
  const refusal = trial.filter();
  if (refusal !== undefined) return refusal;

  const { violating, nonViolating } = splitByBudgets(potential, search.budgets);
  const condemned = violating.filter((pod) => !trial.reprieve(pod));
  const others = nonViolating.filter((pod) => !trial.reprieve(pod));
  const victims = [...condemned, ...others].sort(byImportance(search.now));
  return victims.length === 0 ? failed(`expected at least one victim pod on node "${node.name}"`) : { nodeName: node.name, victims, violations: condemned.length };
}

/** A node from which pods can be taken away to see what happens. */
class Trial {
  readonly #node: NodeInfo;
  readonly #state: CycleState;
  readonly #search: Search;

  constructor(node: NodeInfo, search: Search) {
    this.#node = node.copy();
    this.#state = search.context.state.copy();
    this.#search = search;
  }

  remove(pod: PodInfo): void {
    this.#node.removePod(pod.uid);
    for (const { plugin, state } of this.#state.filters) plugin.podRemoved?.(state, this.#search.pod, pod, this.#node);
  }

  filter(): Refusal | undefined {
    return this.#search.context.filter(this.#node, this.#state);
  }

  /** Lets the pod stay if the new one fits nevertheless. */
  reprieve(pod: PodInfo): boolean {
    this.#node.addPod(pod);
    for (const { plugin, state } of this.#state.filters) plugin.podAdded?.(state, this.#search.pod, pod, this.#node);
    if (this.filter() === undefined) return true;
    this.remove(pod);
    return false;
  }
}
