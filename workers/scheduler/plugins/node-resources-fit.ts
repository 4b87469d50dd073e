import type { Node } from "../../api/core/node.ts";
import { type Allocatable, allocatableOf, type NodeInfo } from "../cache/node-info.ts";
import type { PodInfo } from "../cache/pod-info.ts";
import type { PodRequests } from "../cache/pod-requests.ts";
import { scoreBy, type ScoringStrategy } from "../cache/scoring-strategy.ts";
import type { Change } from "../framework/cluster-event.ts";
import type { FilterPlugin, ScorePlugin } from "../framework/plugin.ts";
import { fits, type Refusal, type Verdict } from "../framework/status.ts";

export interface NodeResourcesFitArgs {
  /** Extended resources that are not looked at: by name, or all whose name begins with the group and a slash. */
  readonly ignoredResources?: readonly string[];
  readonly ignoredResourceGroups?: readonly string[];
  readonly scoringStrategy?: ScoringStrategy;
}

/** Keeps pods off nodes that have too little left of what they request, and prefers the nodes that the strategy prefers. */
export function nodeResourcesFit({ ignoredResources = [], ignoredResourceGroups = [], scoringStrategy = { type: "LeastAllocated" } }: NodeResourcesFitArgs = {}): FilterPlugin<PodRequests> & ScorePlugin {
  const ignored = (resource: string) => ignoredResources.includes(resource) || ignoredResourceGroups.includes(resource.split("/", 1)[0] ?? "");
  const ignoresAny = ignoredResources.length + ignoredResourceGroups.length > 0;
  const score = scoreBy(scoringStrategy);

  return {
    name: "NodeResourcesFit",
    wakesUpOn: [
      { on: ["AssignedPod/Delete"], pod: () => true },
      { on: ["AssignedPod/UpdateScaleDown"], pod: freesWhatIsWanted },
      { on: ["TargetPod/UpdateScaleDown"], pod: (waiting, { after }) => waiting.uid === after?.uid },
      { on: ["Node/Add", "Node/UpdateAllocatable"], node: comesToFit },
    ],

    preFilter({ requests }) {
      return { state: ignoresAny ? { ...requests, scalars: requests.scalars.filter(({ name }) => !ignored(name)) } : requests };
    },

    filter(_, node, requests) {
      return fitsOn(requests, node) ? fits : refusalOf(requests, node);
    },

    score,
  };
}

/** The check that every node goes through: nothing is allocated, nothing looked up twice. */
function fitsOn(requests: PodRequests, node: NodeInfo): boolean {
  const { allocatable } = node;
  if (node.pods.size + 1 > allocatable.pods) return false;
  if (requests.milliCpu > 0 && requests.milliCpu > allocatable.milliCpu - node.milliCpu) return false;
  if (requests.memory > 0 && requests.memory > allocatable.memory - node.memory) return false;
  if (requests.ephemeralStorage > 0 && requests.ephemeralStorage > allocatable.ephemeralStorage - node.ephemeralStorage) return false;
  for (const { name, amount } of requests.scalars) if (amount > (allocatable.scalars.get(name) ?? 0) - (node.scalars.get(name) ?? 0)) return false;
  return true;
}

/** All that is short. What an empty node could not give either cannot be had by preemption. */
function refusalOf(requests: PodRequests, node: NodeInfo): Verdict {
  const { allocatable } = node;
  const reasons: string[] = [];
  let hopeless = false;
  const check = (resource: string, amount: number, has: number, taken: number) => {
    if (amount === 0 || amount <= has - taken) return;
    reasons.push(`Insufficient ${resource}`);
    hopeless ||= amount > has;
  };
  if (node.pods.size + 1 > allocatable.pods) reasons.push("Too many pods");
  check("cpu", requests.milliCpu, allocatable.milliCpu, node.milliCpu);
  check("memory", requests.memory, allocatable.memory, node.memory);
  check("ephemeral-storage", requests.ephemeralStorage, allocatable.ephemeralStorage, node.ephemeralStorage);
  for (const { name, amount } of requests.scalars) check(name, amount, allocatable.scalars.get(name) ?? 0, node.scalars.get(name) ?? 0);
  return shared(hopeless ? "unresolvable" : "unschedulable", reasons);
}

const known = new Map<string, Refusal>();
const mostKnown = 256;

/** Thousands of nodes refuse for the same few combinations of reasons. */
function shared(code: "unschedulable" | "unresolvable", reasons: readonly string[]): Refusal {
  const key = `${code} ${reasons.join(",")}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  if (known.size >= mostKnown) known.clear();
  const refusal = { code, reasons };
  known.set(key, refusal);
  return refusal;
}

/** Has a pod on a node given back something of what the waiting pod wants? */
function freesWhatIsWanted({ requests }: PodInfo, { before, after }: Change<PodInfo>): boolean {
  if (before === undefined || after === undefined) return true;
  const scalar = ({ requests: { scalars } }: PodInfo, resource: string) => scalars.find(({ name }) => name === resource)?.amount ?? 0;
  return (
    (requests.milliCpu > 0 && before.requests.milliCpu > after.requests.milliCpu) ||
    (requests.memory > 0 && before.requests.memory > after.requests.memory) ||
    (requests.ephemeralStorage > 0 && before.requests.ephemeralStorage > after.requests.ephemeralStorage) ||
    requests.scalars.some(({ name }) => scalar(before, name) > scalar(after, name))
  );
}

/** Would the pod fit on the node if it were empty, and has the node got more of something that the pod wants? */
function comesToFit({ requests }: PodInfo, { before, after }: Change<Node>): boolean {
  if (after === undefined || !fitsEmpty(requests, allocatableOf(after))) return false;
  return before === undefined || hasMore(requests, allocatableOf(before), allocatableOf(after));
}

const fitsEmpty = ({ milliCpu, memory, ephemeralStorage, scalars }: PodRequests, has: Allocatable) =>
  has.pods >= 1 &&
  milliCpu <= has.milliCpu &&
  memory <= has.memory &&
  ephemeralStorage <= has.ephemeralStorage &&
  scalars.every(({ name, amount }) => amount <= (has.scalars.get(name) ?? 0));

const hasMore = ({ milliCpu, memory, ephemeralStorage, scalars }: PodRequests, before: Allocatable, after: Allocatable) =>
  after.pods > before.pods ||
  (milliCpu > 0 && after.milliCpu > before.milliCpu) ||
  (memory > 0 && after.memory > before.memory) ||
  (ephemeralStorage > 0 && after.ephemeralStorage > before.ephemeralStorage) ||
  scalars.some(({ name }) => (after.scalars.get(name) ?? 0) > (before.scalars.get(name) ?? 0));
