import type { Selector } from "../../apimachinery/labels.ts";
import type { Node } from "../../api/core/node.ts";
import type { TopologySpreadConstraint } from "../../api/generated/core/v1.ts";
import type { Cluster } from "../cache/cache.ts";
import type { DomainCounts, NodeCounts } from "../cache/node-counts.ts";
import type { NodeInfo } from "../cache/node-info.ts";
import type { PodInfo } from "../cache/pod-info.ts";
import { countsOf, isCounted, type SpreadConstraint, spreadConstraints } from "../cache/spread-constraint.ts";
import type { Change } from "../framework/cluster-event.ts";
import type { FilterPlugin, ScorePlugin } from "../framework/plugin.ts";
import { fits, skip, unresolvable, unschedulable } from "../framework/status.ts";

const reason = "node(s) didn't match pod topology spread constraints";
const skewRefusal = unschedulable(reason);
const missingLabelRefusal = unresolvable(`${reason} (missing required label)`);

const hostname = "kubernetes.io/hostname";

/** What pods that state no constraints are spread by, gently, unless a profile states its own list. */
const systemDefaults: readonly TopologySpreadConstraint[] = [
  { topologyKey: hostname, maxSkew: 3, whenUnsatisfiable: "ScheduleAnyway" },
  { topologyKey: "topology.kubernetes.io/zone", maxSkew: 5, whenUnsatisfiable: "ScheduleAnyway" },
];

export interface PodTopologySpreadArgs {
  /** In place of the system's own. */
  readonly defaultConstraints?: readonly TopologySpreadConstraint[];
  /** The pods that default constraints count: those of the services and of the owner that the pod belongs to. */
  readonly defaultSelector?: (pod: PodInfo) => Selector | undefined;
}

/** A hard constraint with the counts of its domains. */
interface HardConstraint {
  readonly constraint: SpreadConstraint;
  /** Of domains that hold at least one pod; the state of a what-if holds empty ones too. */
  readonly counts: DomainCounts;
  readonly domains: number;
  /** Of the domain that holds fewest; undefined when it has to be worked out anew. */
  fewest: number | undefined;
}

interface SoftConstraint {
  readonly constraint: SpreadConstraint;
  readonly onNode: NodeCounts | undefined;
  readonly inDomain: DomainCounts | undefined;
  /** The more domains, the more a pod more or less in one of them weighs. */
  readonly weight: number;
}

interface SoftState {
  readonly constraints: readonly SoftConstraint[];
  readonly needsAllLabels: boolean;
}

/** Spreads pods over topology domains as evenly as their constraints demand or prefer. */
export function podTopologySpread({ defaultConstraints, defaultSelector }: PodTopologySpreadArgs = {}): FilterPlugin<readonly HardConstraint[]> & ScorePlugin<SoftState> {
  const constraintsOf = (pod: PodInfo, when: TopologySpreadConstraint["whenUnsatisfiable"]) => {
    const own = pod.pod.spec.topologySpreadConstraints ?? [];
    if (own.length > 0) return spreadConstraints(pod, own.filter(({ whenUnsatisfiable }) => whenUnsatisfiable === when));
    const defaults = (defaultConstraints ?? systemDefaults).filter(({ whenUnsatisfiable }) => whenUnsatisfiable === when);
    const selector = defaults.length === 0 ? undefined : defaultSelector?.(pod);
    return selector === undefined ? [] : spreadConstraints(pod, defaults, selector);
  };

  return {
    name: "PodTopologySpread",
    wakesUpOn: [
      { on: ["AssignedPod/Add", "AssignedPod/UpdateLabel", "AssignedPod/Delete"], pod: (pod, change) => changesCounts(pod, change, constraintsOf(pod, "DoNotSchedule")) },
      { on: ["Node/Add", "Node/Delete", "Node/UpdateLabel", "Node/UpdateTaint"], node: (pod, change) => changesDomains(change, constraintsOf(pod, "DoNotSchedule")) },
      "TargetPod/UpdateLabel",
    ],

    preFilter(pod, cluster) {
      const constraints = constraintsOf(pod, "DoNotSchedule");
      return constraints.length === 0 ? skip : { state: hardState(constraints, pod, cluster) };
    },

    filter(_, { labels }, state) {
      for (const hard of state) {
        const { constraint, counts } = hard;
        const domain = labels[constraint.topologyKey];
        if (domain === undefined) return missingLabelRefusal;
        const skew = (counts.get(domain) ?? 0) + constraint.selfMatch - fewestIn(hard);
        if (skew > constraint.maxSkew) return skewRefusal;
      }
      return fits;
    },

    copyState: (state) => state.map((hard) => ({ ...hard, counts: new Map(hard.counts) })),
    podAdded: (state, pod, added, node) => change(state, pod, { other: added, node }, 1),
    podRemoved: (state, pod, removed, node) => change(state, pod, { other: removed, node }, -1),

    preScore(pod, nodes, cluster) {
      const constraints = constraintsOf(pod, "ScheduleAnyway");
      if (constraints.length === 0) return skip;
      const needsAllLabels = (pod.pod.spec.topologySpreadConstraints ?? []).length > 0 || defaultConstraints !== undefined;
      return { state: softState(constraints, pod, { nodes, cluster, needsAllLabels }) };
    },

    score(_, node, { constraints, needsAllLabels }) {
      let sum = 0;
      for (const { constraint, onNode, inDomain, weight } of constraints) {
        const domain = node.labels[constraint.topologyKey];
        if (domain !== undefined) sum += (onNode?.on(node) ?? inDomain?.get(domain) ?? 0) * weight + constraint.maxSkew - 1;
        else if (needsAllLabels) return ignored;
      }
      return Math.round(sum);
    },

    normalize: fewestIsBest,
  };
}

/** Marks nodes that lack a label and so take no part. */
const ignored = -1;

/** Counts live in the cache, ready summed up, unless some nodes do not count for this pod. */
function hardState(constraints: readonly SpreadConstraint[], { namespace }: PodInfo, cluster: Cluster): readonly HardConstraint[] {
  const all = constraints.every(({ includes, topologyKey }) => includes === undefined && (constraints.length === 1 || cluster.covers(topologyKey)));
  if (!all) return constraints.map((constraint) => ({ constraint, fewest: undefined, ...countIncluded(constraints, constraint, namespace, cluster) }));
  return constraints.map((constraint) => {
    const counts = countsOf(cluster, namespace, constraint).by(constraint.topologyKey);
    const domains = cluster.domains(constraint.topologyKey).size;
    return { constraint, counts, domains, fewest: counts.size < domains ? 0 : undefined };
  });
}

/** Only nodes with the labels of all constraints count, and of those the ones that the constraint includes. */
function countIncluded(constraints: readonly SpreadConstraint[], { topologyKey, selector, includes, ...rest }: SpreadConstraint, namespace: string, cluster: Cluster) {
  const counts = new Map<string, number>();
  const onNodes = countsOf(cluster, namespace, { topologyKey, selector, includes, ...rest });
  for (const node of cluster.nodes) {
    const domain = node.labels[topologyKey];
    if (domain === undefined || !hasLabels(node, constraints) || includes?.(node) === false) continue;
    counts.set(domain, (counts.get(domain) ?? 0) + onNodes.on(node));
  }
  return { counts, domains: counts.size };
}

const hasLabels = ({ labels }: NodeInfo, constraints: readonly SpreadConstraint[]) => constraints.every(({ topologyKey }) => labels[topologyKey] !== undefined);

/** With fewer domains than wanted, a domain that does not exist yet is taken to hold none. */
function fewestIn(hard: HardConstraint): number {
  if (hard.domains < hard.constraint.minDomains) return 0;
  return (hard.fewest ??= smallest(hard.counts));
}

function smallest(counts: DomainCounts): number {
  let smallest = Infinity;
  for (const count of counts.values()) if (count < smallest) smallest = count;
  return smallest === Infinity ? 0 : smallest;
}

function change(state: readonly HardConstraint[], pod: PodInfo, { other, node }: { readonly other: PodInfo; readonly node: NodeInfo }, delta: 1 | -1): void {
  if (other.namespace !== pod.namespace || other.terminating) return;
  if (!state.every(({ constraint }) => node.labels[constraint.topologyKey] !== undefined)) return;
  for (const hard of state) {
    const { constraint, counts } = hard;
    if (constraint.includes?.(node) === false || !isCounted(constraint.selector, other)) continue;
    const domain = node.labels[constraint.topologyKey]!;
    (counts as Map<string, number>).set(domain, (counts.get(domain) ?? 0) + delta);
    hard.fewest = counts.size < hard.domains ? 0 : undefined;
  }
}

/** Has a pod come or gone, or come to be, that the constraints count? */
function changesCounts({ namespace }: PodInfo, { before, after }: Change<PodInfo>, constraints: readonly SpreadConstraint[]): boolean {
  const counts = (pod: PodInfo | undefined, { selector }: SpreadConstraint) => pod !== undefined && pod.namespace === namespace && isCounted(selector, pod);
  return constraints.some((constraint) => counts(before, constraint) !== counts(after, constraint));
}

/** Has a node that has all the labels come or gone, or moved to another domain, or changed its taints? */
function changesDomains({ before, after }: Change<Node>, constraints: readonly SpreadConstraint[]): boolean {
  const keys = constraints.map(({ topologyKey }) => topologyKey);
  const counts = (node: Node | undefined) => node !== undefined && keys.every((key) => node.metadata.labels?.[key] !== undefined);
  if (counts(before) !== counts(after)) return true;
  if (!counts(after)) return false;
  return before?.spec.taints !== after?.spec.taints || keys.some((key) => before?.metadata.labels?.[key] !== after?.metadata.labels?.[key]);
}

interface Candidates {
  readonly nodes: readonly NodeInfo[];
  readonly cluster: Cluster;
  readonly needsAllLabels: boolean;
}

function softState(constraints: readonly SpreadConstraint[], { namespace }: PodInfo, { nodes, cluster, needsAllLabels }: Candidates): SoftState {
  const taking = needsAllLabels ? nodes.filter((node) => hasLabels(node, constraints)) : nodes;
  return {
    needsAllLabels,
    constraints: constraints.map((constraint) => {
      const counts = countsOf(cluster, namespace, constraint);
      if (constraint.topologyKey === hostname) return { constraint, onNode: counts, inDomain: undefined, weight: weightOf(taking.length) };
      const inDomain = constraint.includes === undefined && (!needsAllLabels || constraints.every(({ topologyKey }) => cluster.covers(topologyKey)))
        ? counts.by(constraint.topologyKey)
        : countIncluded(needsAllLabels ? constraints : [constraint], constraint, namespace, cluster).counts;
      return { constraint, onNode: undefined, inDomain, weight: weightOf(countDomains(taking, constraint.topologyKey)) };
    }),
  };
}

const weightOf = (domains: number) => Math.log(domains + 2);

function countDomains(nodes: readonly NodeInfo[], topologyKey: string): number {
  const domains = new Set<string>();
  for (const { labels } of nodes) domains.add(labels[topologyKey] ?? "");
  return domains.size;
}

/** The fewer matching pods, the better; the extremes stay apart even when all are far from zero. */
function fewestIsBest(scores: Float64Array): void {
  let lowest = Infinity;
  let highest = 0;
  for (const score of scores) {
    if (score === ignored) continue;
    lowest = Math.min(lowest, score);
    highest = Math.max(highest, score);
  }
  for (let index = 0; index < scores.length; index++) {
    const score = scores[index]!;
    scores[index] = score === ignored ? 0 : highest === 0 ? 100 : Math.trunc((100 * (highest + lowest - score)) / highest);
  }
}
