import { deepEqual } from "../base/deep-equal.ts";
import type { Namespace } from "../api/core/namespace.ts";
import type { Node } from "../api/core/node.ts";
import type { Pod } from "../api/core/pod.ts";
import { type Informer, revisionOf } from "../client/informer.ts";
import type { Cache } from "./cache/cache.ts";
import { podInfo, sameLabels, type PodInfo } from "./cache/pod-info.ts";
import type { Change, ClusterEvent, Happening } from "./framework/cluster-event.ts";
import type { Nominator } from "./queue/nominator.ts";
import type { SchedulingQueue } from "./queue/scheduling-queue.ts";

export interface Observed {
  readonly pods: Informer<Pod>;
  readonly nodes: Informer<Node>;
  readonly namespaces: Informer<Namespace>;
}

export interface Observer {
  readonly cache: Cache;
  readonly queue: SchedulingQueue;
  readonly nominator: Nominator;
  /** Is the pod one that this scheduler is responsible for? */
  readonly responsible: (pod: Pod) => boolean;
  /** A pod that waits for permission is gone. */
  readonly gone: (uid: string) => void;
}

/** Keeps cache and queue in step with the API server, and wakes pods that a change may let in. */
export function observe({ pods, nodes, namespaces }: Observed, observer: Observer): void {
  const { cache, queue } = observer;
  nodes.addHandler({
    added(node) {
      cache.setNode(node);
      queue.happened({ event: "Node/Add", node: { after: node }, revision: revisionOf(node) });
    },
    updated(before, node) {
      cache.setNode(node);
      for (const event of nodeEvents(before, node)) queue.happened({ event, node: { before, after: node }, revision: revisionOf(node) });
    },
    deleted(node) {
      cache.removeNode(node.metadata.name);
      queue.happened({ event: "Node/Delete", node: { before: node }, revision: revisionOf(node) });
    },
  });
  namespaces.addHandler({
    added(namespace) {
      cache.namespacesChanged();
      queue.happened({ event: "Namespace/Add", namespace: { after: namespace }, revision: revisionOf(namespace) });
    },
    updated(before, namespace) {
      if (sameLabels(before.metadata.labels ?? {}, namespace.metadata.labels ?? {})) return;
      cache.namespacesChanged();
      queue.happened({ event: "Namespace/UpdateLabel", namespace: { before, after: namespace }, revision: revisionOf(namespace) });
    },
  });
  const watcher = new PodObserver(observer);
  pods.addHandler({
    added: (pod) => watcher.changed(undefined, pod),
    updated: (before, pod) => watcher.changed(before, pod),
    deleted: (pod) => watcher.deleted(pod),
  });
}

class PodObserver {
  readonly #observer: Observer;

  constructor(observer: Observer) {
    this.#observer = observer;
  }

  changed(before: Pod | undefined, after: Pod): void {
    // One name, two pods: the first was deleted unseen.
    if (before !== undefined && before.metadata.uid !== after.metadata.uid) {
      this.deleted(before);
      return this.changed(undefined, after);
    }
    if (isAssigned(after)) this.#assigned(before, after);
    else if (this.#observer.responsible(after)) this.#waiting(before, after);
    else if (before !== undefined && this.#observer.responsible(before)) this.#leftQueue(before);
  }

  deleted(pod: Pod): void {
    const { cache, queue } = this.#observer;
    const { uid } = pod.metadata;
    if (!isAssigned(pod) && cache.pod(uid) === undefined) return this.#leftQueue(pod);
    const info = podInfo(pod, cache.pod(uid));
    const assumed = cache.isAssumed(uid);
    cache.removePod(uid);
    if (assumed) this.#leftQueue(pod);
    queue.happened({ event: "AssignedPod/Delete", pod: { before: info }, revision: revisionOf(pod) });
  }

  #assigned(before: Pod | undefined, after: Pod): void {
    const { cache, queue, nominator } = this.#observer;
    const { uid } = after.metadata;
    const counted = cache.pod(uid);
    const info = podInfo(after, counted);
    cache.setPod(info);
    const revision = revisionOf(after);
    if (before !== undefined && isAssigned(before)) {
      if (counted === undefined) return;
      for (const event of podEvents("AssignedPod", counted, info)) queue.happened({ event, pod: { before: counted, after: info }, revision });
      return;
    }
    nominator.delete(uid);
    queue.delete(uid);
    queue.happened({ event: "AssignedPod/Add", pod: { after: info }, revision });
  }

  #waiting(before: Pod | undefined, after: Pod): void {
    const { cache, queue, nominator } = this.#observer;
    if (cache.isAssumed(after.metadata.uid)) return;
    const known = queue.get(after.metadata.uid)?.info;
    const info = podInfo(after, known);
    const revision = revisionOf(after);
    if (before === undefined || known === undefined) {
      nominator.add(info);
      return queue.add(info, revision);
    }
    nominator.update(known, info);
    queue.update(info, podEvents("TargetPod", known, info).map((event): Happening => ({ event, pod: { before: known, after: info }, revision })));
  }

  #leftQueue(pod: Pod): void {
    const { queue, nominator, gone } = this.#observer;
    const { uid } = pod.metadata;
    const nominated = (pod.status.nominatedNodeName ?? "") !== "";
    const info = queue.get(uid)?.info ?? podInfo(pod);
    queue.delete(uid);
    nominator.delete(uid);
    gone(uid);
    // Room that was kept for it is free.
    if (nominated) queue.happened({ event: "AssignedPod/Delete", pod: { before: info }, revision: revisionOf(pod) });
  }
}

const isAssigned = ({ spec: { nodeName = "" } }: Pod) => nodeName !== "";

/** What of a node has changed that scheduling looks at. */
export function nodeEvents(before: Node, after: Node): readonly ClusterEvent[] {
  const events: ClusterEvent[] = [];
  if (!deepEqual(before.status.allocatable, after.status.allocatable)) events.push("Node/UpdateAllocatable");
  if (!sameLabels(before.metadata.labels ?? {}, after.metadata.labels ?? {})) events.push("Node/UpdateLabel");
  if (before.spec.unschedulable !== after.spec.unschedulable || !deepEqual(before.spec.taints, after.spec.taints)) events.push("Node/UpdateTaint");
  if (!deepEqual(conditionStatuses(before), conditionStatuses(after))) events.push("Node/UpdateCondition");
  if (!sameLabels(before.metadata.annotations ?? {}, after.metadata.annotations ?? {})) events.push("Node/UpdateAnnotation");
  return events;
}

const conditionStatuses = ({ status: { conditions } }: Node) => Object.fromEntries(conditions?.map(({ type, status }) => [type, status]) ?? []);

/** What of a pod has changed that scheduling looks at. */
export function podEvents(whose: "AssignedPod" | "TargetPod", before: PodInfo, after: PodInfo): readonly ClusterEvent[] {
  const events: ClusterEvent[] = [];
  const gates = ({ pod: { spec } }: PodInfo) => spec.schedulingGates?.length ?? 0;
  if (!sameLabels(before.labels, after.labels)) events.push(`${whose}/UpdateLabel`);
  if (before.requests !== after.requests && requestsLess({ before, after })) events.push(`${whose}/UpdateScaleDown`);
  if (!deepEqual(before.pod.spec.tolerations, after.pod.spec.tolerations)) events.push(`${whose}/UpdateToleration`);
  if (gates(before) > 0 && gates(after) === 0) events.push(`${whose}/UpdateSchedulingGatesEliminated`);
  return events.length === 0 && before.pod.spec !== after.pod.spec ? [`${whose}/Update`] : events;
}

function requestsLess({ before, after }: Required<Change<PodInfo>>): boolean {
  const { requests: old } = before;
  const { requests: now } = after;
  if (old.milliCpu > now.milliCpu || old.memory > now.memory || old.ephemeralStorage > now.ephemeralStorage) return true;
  return old.scalars.some(({ name, amount }) => amount > (now.scalars.find((scalar) => scalar.name === name)?.amount ?? 0));
}
