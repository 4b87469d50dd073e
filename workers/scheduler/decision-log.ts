import type { ObjectKey } from "../apimachinery/object.ts";
import type { Milliseconds } from "../base/units.ts";
import type { Cluster } from "./cache/cache.ts";
import type { NodeInfo } from "./cache/node-info.ts";
import type { PodInfo } from "./cache/pod-info.ts";
import type { Framework } from "./framework/framework.ts";
import type { Refusal } from "./framework/status.ts";
import type { ScheduleResult } from "./scheduling-algorithm.ts";
import type { NodeScores } from "./node-scorer.ts";

/** Why the scheduler chose, or could not choose: one attempt, as the page is told. */
export interface SchedulingRecord {
  readonly at: Milliseconds;
  readonly pod: ObjectKey;
  readonly chosen?: string;
  /** The text of the FailedScheduling event when no node was found. */
  readonly message?: string;
  readonly nodes: readonly NodeRecord[];
}

export interface NodeRecord {
  readonly node: string;
  /** Empty when every filter passed. */
  readonly refusals: readonly { readonly plugin: string; readonly reason: string }[];
  readonly scores: readonly { readonly plugin: string; readonly score: number; readonly weight: number }[];
  readonly total?: number;
}

/** An attempt that has just ended. */
export interface Attempt {
  readonly at: Milliseconds;
  readonly pod: PodInfo;
  readonly framework: Framework;
  readonly cluster: Cluster;
  /** Missing when there was nothing to place the pod on. */
  readonly result?: ScheduleResult;
  readonly message?: string;
}

/** An attempt as it is kept: references and plain numbers, from which the record is made when somebody asks. */
export interface Decision {
  readonly pod: ObjectKey;
  record(): SchedulingRecord;
}

/** Clusters up to this size are recorded node by node; of larger ones, the best nodes are. */
const smallCluster = 64;
const bestRecorded = 20;
const attemptsPerPod = 5;
const mostPods = 1000;

/** The last attempts of the last pods. */
export class DecisionLog {
  readonly #byPod = new Map<ObjectKey, Decision[]>();

  add(attempt: Attempt): Decision {
    const decision = decisionOf(attempt);
    const decisions = this.#byPod.get(decision.pod) ?? [];
    this.#byPod.delete(decision.pod);
    if (decisions.length === attemptsPerPod) decisions.shift();
    decisions.push(decision);
    this.#byPod.set(decision.pod, decisions);
    if (this.#byPod.size > mostPods) this.#byPod.delete(this.#byPod.keys().next().value!);
    return decision;
  }

  /** The attempts of a pod, oldest first. */
  of(pod: ObjectKey): readonly SchedulingRecord[] {
    return this.#byPod.get(pod)?.map((decision) => decision.record()) ?? [];
  }
}

interface NodeRefusals {
  readonly node: string;
  readonly refusals: readonly { readonly plugin: string; readonly refusal: Refusal }[];
}

interface Scored {
  readonly nodes: readonly string[];
  readonly byPlugin: readonly { readonly plugin: string; readonly weight: number; readonly scores: Float64Array }[];
  readonly totals: Float64Array | undefined;
}

function decisionOf(attempt: Attempt): Decision {
  const { at, pod, cluster, result, message } = attempt;
  const chosen = message === undefined ? result?.node?.name : undefined;
  const small = cluster.nodes.length <= smallCluster;
  const refused = result !== undefined && small ? refusedNodes(attempt, result) : [];
  const scored = result === undefined ? noScores : small ? scoredNodes(result, result.feasible.keys()) : scoredNodes(result, best(result));
  const { key } = pod;
  return {
    pod: key,
    record: () => ({
      at,
      pod: key,
      ...(chosen !== undefined && { chosen }),
      ...(message !== undefined && { message }),
      nodes: [...scored.nodes.map((_, index) => scoredRecord(scored, index)), ...refused.map(refusedRecord)].sort((a, b) => (a.node < b.node ? -1 : 1)),
    }),
  };
}

const noScores: Scored = { nodes: [], byPlugin: [], totals: undefined };

/** Upstream stops at the first filter that refuses a node; people want to know them all. */
function refusedNodes({ pod, framework, cluster }: Attempt, { feasible, refusals, state, preFilterMessage }: ScheduleResult): readonly NodeRefusals[] {
  const passed = new Set(feasible);
  const first = [...refusals.plugins][0] ?? "";
  return cluster.nodes.filter((node) => !passed.has(node)).map((node: NodeInfo) => {
    const found = preFilterMessage === undefined ? framework.refusals(pod, node, state) : [];
    return { node: node.name, refusals: found.length > 0 ? found : [{ plugin: first, refusal: refusals.of(node) }] };
  });
}

/** The scores' arrays serve the next cycle too, so what is kept is copied. */
function scoredNodes({ feasible, scores }: ScheduleResult, kept: Iterable<number>): Scored {
  const indexes = [...kept];
  const pick = (numbers: Float64Array) => Float64Array.from(indexes, (index) => numbers[index]!);
  const nodes = indexes.map((index) => feasible[index]!.name);
  if (scores === undefined) return { ...noScores, nodes };
  return { nodes, totals: pick(scores.totals), byPlugin: scores.byPlugin.map(({ plugin, weight, scores: all }) => ({ plugin, weight, scores: pick(all) })) };
}

/** The best nodes and the chosen one. */
function best({ feasible, scores, node }: ScheduleResult): readonly number[] {
  if (scores === undefined) return [...feasible.keys()].slice(0, bestRecorded);
  const indexes = topOf(scores);
  const chosen = node === undefined ? -1 : feasible.indexOf(node);
  return chosen < 0 || indexes.includes(chosen) ? indexes : [chosen, ...indexes];
}

/** Indexes of the highest totals, without sorting all of them. */
function topOf({ totals }: NodeScores): readonly number[] {
  const top: number[] = [];
  let worst = -Infinity;
  for (let index = 0; index < totals.length; index++) {
    if (top.length === bestRecorded && totals[index]! <= worst) continue;
    top.push(index);
    top.sort((a, b) => totals[b]! - totals[a]!);
    if (top.length > bestRecorded) top.pop();
    worst = totals[top.at(-1)!]!;
  }
  return top;
}

function scoredRecord({ nodes, byPlugin, totals }: Scored, index: number): NodeRecord {
  const scores = byPlugin.map(({ plugin, weight, scores: all }) => ({ plugin, weight, score: all[index]! }));
  return { node: nodes[index]!, refusals: [], scores, ...(totals !== undefined && { total: totals[index]! }) };
}

const refusedRecord = ({ node, refusals }: NodeRefusals): NodeRecord => ({
  node,
  refusals: refusals.map(({ plugin, refusal: { detail, reasons } }) => ({ plugin, reason: detail ?? reasons.join(", ") })),
  scores: [],
});
