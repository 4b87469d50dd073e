import type { Random } from "../sim/random.ts";
import type { Cluster } from "./cache/cache.ts";
import type { NodeInfo } from "./cache/node-info.ts";
import type { PodInfo } from "./cache/pod-info.ts";
import type { CycleState } from "./framework/cycle-state.ts";
import { type Framework, outsideOf } from "./framework/framework.ts";
import { Refusals } from "./framework/refusals.ts";
import { type Refusal, type Verdict, isRejection } from "./framework/status.ts";
import { NodeScorer, type NodeScores, pickBest } from "./node-scorer.ts";

/** Pods that are nominated to nodes: they count there for pods that are not more important. */
export interface Nominations {
  on(nodeName: string): readonly PodInfo[];
}

/** What an attempt to find a node has brought. */
export interface ScheduleResult {
  readonly state: CycleState;
  /** The chosen node; undefined when none fits. */
  readonly node: NodeInfo | undefined;
  readonly feasible: readonly NodeInfo[];
  readonly refusals: Refusals;
  /** The pod itself was refused, whatever the node. */
  readonly preFilterMessage?: string;
  /** Missing when at most one node was feasible. */
  readonly scores?: NodeScores;
  /** Something is broken: the pod is not to blame. */
  readonly error?: Refusal;
}

const fewestNodesToFind = 100;
const leastPercentage = 5;

/** In large clusters enough good nodes are good enough: the more nodes, the smaller the share that is looked for. */
export function nodesToFind(allNodes: number, percentage: number): number {
  if (allNodes < fewestNodesToFind) return allNodes;
  const share = percentage === 0 ? Math.max(leastPercentage, 50 - Math.trunc(allNodes / 125)) : percentage;
  return Math.max(fewestNodesToFind, Math.trunc((allNodes * share) / 100));
}

/** Finds the best node for a pod: filters the nodes, scores those that are left, and picks. */
export class SchedulingAlgorithm {
  readonly #cluster: Cluster;
  readonly #nominations: Nominations;
  readonly #random: Random;
  readonly #scorer = new NodeScorer();
  /** Where the last search ended: so all nodes get their turn, not only the first. */
  #start = 0;

  constructor(cluster: Cluster, nominations: Nominations, random: Random) {
    this.#cluster = cluster;
    this.#nominations = nominations;
    this.#random = random;
  }

  schedulePod(framework: Framework, pod: PodInfo): ScheduleResult {
    const { state, refusal, refusedBy, nodeNames, narrowedBy } = framework.preFilter(pod, this.#cluster);
    const refusals = new Refusals();
    for (const plugin of narrowedBy) refusals.plugins.add(plugin);
    if (refusal !== undefined) return refusedAtOnce(state, refusals, refusal, refusedBy ?? "");
    if (nodeNames !== undefined) refusals.absent = outsideOf(narrowedBy);
    const search = new Search({ framework, pod, state, nominations: this.#nominations }, refusals);
    const feasible = this.#nominated(search) ?? this.#search(search, nodeNames);
    return search.error === undefined ? this.#choose(search, feasible) : { state, node: undefined, feasible, refusals, error: search.error };
  }

  /** The node that room was made on is tried before all others. */
  #nominated(search: Search): readonly NodeInfo[] | undefined {
    const name = search.context.pod.pod.status.nominatedNodeName ?? "";
    const node = name === "" ? undefined : this.#cluster.node(name);
    if (node === undefined) return undefined;
    if (search.accepts(node)) return [node];
    search.refusals.nodes.length = 0;
    search.refusals.given.length = 0;
    return undefined;
  }

  #search(search: Search, nodeNames: ReadonlySet<string> | undefined): readonly NodeInfo[] {
    const all = this.#cluster.nodes;
    const nodes = nodeNames === undefined ? all : named(this.#cluster, nodeNames);
    const enough = search.context.framework.scorers.length === 0 ? 1 : nodesToFind(nodes.length, search.context.framework.percentageOfNodesToScore);
    const feasible: NodeInfo[] = [];
    for (let index = 0; index < nodes.length && feasible.length < enough && search.error === undefined; index++) {
      const node = nodes[(this.#start + index) % nodes.length]!;
      if (search.accepts(node)) feasible.push(node);
    }
    this.#start = (this.#start + feasible.length + search.refusals.size) % all.length;
    return feasible;
  }

  #choose({ context: { framework, pod, state }, refusals }: Search, feasible: readonly NodeInfo[]): ScheduleResult {
    if (feasible.length <= 1) return { state, node: feasible[0], feasible, refusals };
    const scores = this.#scorer.score(framework, pod, feasible, this.#cluster);
    return { state, node: feasible[pickBest(scores.totals, this.#random)], feasible, refusals, scores };
  }
}

/** The search for nodes that one pod fits on. */
class Search {
  readonly context: FilterContext;
  readonly refusals: Refusals;
  error: Refusal | undefined;

  constructor(context: FilterContext, refusals: Refusals) {
    this.context = context;
    this.refusals = refusals;
  }

  accepts(node: NodeInfo): boolean {
    const refusal = filterWithNominated(this.context, node);
    if (refusal === undefined) return true;
    if (!isRejection(refusal)) {
      this.error = refusal;
      return false;
    }
    this.refusals.add(node, refusal);
    this.refusals.plugins.add(this.context.state.refuser);
    return false;
  }
}

export interface FilterContext {
  readonly framework: Framework;
  readonly pod: PodInfo;
  readonly state: CycleState;
  readonly nominations: Nominations;
}

/**
 * The filters with the node as it is and as it will be when the pods that are nominated to it have come. They may
 * come or not, so the pod has to fit either way: without them, affinity to them would be satisfied by hope.
 */
export function filterWithNominated({ framework, pod, state, nominations }: FilterContext, node: NodeInfo): Verdict {
  const nominated = nominations.on(node.name);
  if (nominated.length > 0) {
    const refusal = filterWithAdded({ framework, pod, state, nominations }, node, nominated);
    if (refusal !== undefined) return refusal;
  }
  return framework.filter(pod, node, state);
}

function filterWithAdded({ framework, pod, state }: FilterContext, node: NodeInfo, nominated: readonly PodInfo[]): Verdict {
  const coming = nominated.filter(({ uid, priority }) => uid !== pod.uid && priority >= pod.priority);
  if (coming.length === 0) return undefined;
  const crowded = node.copy();
  const copy = state.copy();
  for (const other of coming) {
    crowded.addPod(other);
    for (const { plugin, state: own } of copy.filters) plugin.podAdded?.(own, pod, other, crowded);
  }
  const refusal = framework.filter(pod, crowded, copy);
  state.refuser = copy.refuser;
  return refusal;
}

function refusedAtOnce(state: CycleState, refusals: Refusals, refusal: Refusal, plugin: string): ScheduleResult {
  if (!isRejection(refusal)) return { state, node: undefined, feasible: [], refusals, error: refusal };
  refusals.absent = refusal;
  refusals.plugins.add(plugin);
  return { state, node: undefined, feasible: [], refusals, preFilterMessage: refusal.reasons.join(", ") };
}

/** Names come from the pod, so they may name no node. */
function named(cluster: Cluster, names: ReadonlySet<string>): readonly NodeInfo[] {
  const nodes: NodeInfo[] = [];
  for (const name of names) {
    const node = cluster.node(name);
    if (node !== undefined) nodes.push(node);
  }
  return nodes;
}
