import type { Milliseconds } from "../../base/units.ts";
import { tryParseTime } from "../../apimachinery/timestamp.ts";
import type { Pod } from "../../api/core/pod.ts";
import type { ContainerStatus } from "../../api/generated/core/v1.ts";
import { isPodActive, isPodReady, readySince } from "./pod-state.ts";

/** Lets people say which pods are cheap to lose. */
const deletionCostAnnotation = "controller.kubernetes.io/pod-deletion-cost";

const phaseOrder: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 };

/**
 * The `count` pods that are best to lose. `related` are the pods of all controllers that work for the same
 * owner: of pods that share a node with many of them, one is easier to do without.
 */
export function podsToDelete(pods: readonly Pod[], related: readonly Pod[], count: number, now: Milliseconds): readonly Pod[] {
  if (count >= pods.length) return pods;
  const ranked = rankByNeighbours(pods, related);
  return ranked.sort((a, b) => compare(a, b, now)).slice(0, count).map(({ pod }) => pod);
}

interface RankedPod {
  readonly pod: Pod;
  /** Active related pods on the same node. */
  readonly neighbours: number;
  readonly ready: boolean;
}

function rankByNeighbours(pods: readonly Pod[], related: readonly Pod[]): RankedPod[] {
  const perNode = new Map<string, number>();
  for (const pod of related) {
    const node = pod.spec.nodeName ?? "";
    if (isPodActive(pod)) perNode.set(node, (perNode.get(node) ?? 0) + 1);
  }
  return pods.map((pod) => ({ pod, neighbours: perNode.get(pod.spec.nodeName ?? "") ?? 0, ready: isPodReady(pod) }));
}

/** Negative when `a` is the one to lose. */
function compare(a: RankedPod, b: RankedPod, now: Milliseconds): number {
  return (
    isAssigned(a.pod) - isAssigned(b.pod) ||
    phaseRank(a.pod) - phaseRank(b.pod) ||
    Number(a.ready) - Number(b.ready) ||
    deletionCost(a.pod) - deletionCost(b.pod) ||
    b.neighbours - a.neighbours ||
    (a.ready && b.ready ? compareAges(readySince(a.pod), readySince(b.pod), now) : 0) ||
    compareRestarts(a.pod, b.pod) ||
    compareAges(createdAt(a.pod), createdAt(b.pod), now) ||
    (a.pod.metadata.uid < b.pod.metadata.uid ? -1 : 1)
  );
}

const isAssigned = ({ spec }: Pod) => ((spec.nodeName ?? "") === "" ? 0 : 1);

const phaseRank = ({ status }: Pod) => phaseOrder[status.phase ?? ""] ?? 0;

const createdAt = ({ metadata }: Pod) => tryParseTime(metadata.creationTimestamp);

/** Anything but a plain 32-bit number counts as no cost. */
function deletionCost({ metadata }: Pod): number {
  const text = metadata.annotations?.[deletionCostAnnotation];
  if (text === undefined || !/^(0|-?[1-9]\d*)$/.test(text)) return 0;
  const cost = Number(text);
  return cost >= -(2 ** 31) && cost < 2 ** 31 ? cost : 0;
}

/**
 * Younger goes first, but ages are compared by their magnitude only: otherwise scaling down would always end with
 * the oldest pods, wherever they run. Between pods that are alike in everything the uid decides, at the very end:
 * upstream asks it here, which makes the order depend on how the pods were sorted before, and on the sorting engine.
 */
function compareAges(a: Milliseconds | undefined, b: Milliseconds | undefined, now: Milliseconds): number {
  if (a === b) return 0;
  if (a === undefined) return -1;
  if (b === undefined) return 1;
  return magnitude(now - a) - magnitude(now - b);
}

/** The power of two of an age in nanoseconds. */
const magnitude = (age: Milliseconds) => (age > 0 ? BigInt(age * 1e6).toString(2).length - 1 : -1);

function compareRestarts(a: Pod, b: Pod): number {
  return mostRestarts(b.status.containerStatuses) - mostRestarts(a.status.containerStatuses) || sidecarRestarts(b) - sidecarRestarts(a);
}

const mostRestarts = (statuses: readonly ContainerStatus[] | undefined) => (statuses ?? []).reduce((most, { restartCount }) => Math.max(most, restartCount), 0);

function sidecarRestarts({ spec, status }: Pod): number {
  const sidecars = new Set(spec.initContainers?.filter(({ restartPolicy }) => restartPolicy === "Always").map(({ name }) => name));
  return mostRestarts(status.initContainerStatuses?.filter(({ name }) => sidecars.has(name)));
}
