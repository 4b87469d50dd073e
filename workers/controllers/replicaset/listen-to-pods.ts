import { labelSelectorMatches } from "../../apimachinery/labels.ts";
import { deepEqual } from "../../base/deep-equal.ts";
import { keyOf } from "../../apimachinery/object.ts";
import { controllerOf } from "../../apimachinery/owner-references.ts";
import type { ReplicaSet } from "../../api/apps/replica-set.ts";
import type { Pod } from "../../api/core/pod.ts";
import { revisionOf } from "../../client/informer.ts";
import type { ControllerEnvironment } from "../framework/controller.ts";
import type { Enqueue } from "../framework/reconciler.ts";
import type { ReplicaSetState } from "./replicaset-state.ts";

/** Pods wake the ReplicaSet that manages them, or, orphaned, all that could adopt them; and they meet expectations. */
export function listenToPods(_environment: ControllerEnvironment, state: ReplicaSetState, enqueue: Enqueue): void {
  const { replicaSets, pods, expectations } = state;
  const wake = (replicaSet: ReplicaSet | undefined, { metadata }: Pod) => {
    if (replicaSet !== undefined) enqueue(keyOf(replicaSet), Number(metadata.resourceVersion));
  };

  function added(pod: Pod): void {
    if (pod.metadata.deletionTimestamp !== undefined) return deleted(pod);
    if (controllerOf(pod) === undefined) return wakeAdopters(pod);
    const replicaSet = managerOf(state, pod);
    if (replicaSet !== undefined) expectations.creationObserved(keyOf(replicaSet));
    wake(replicaSet, pod);
  }

  function updated(previous: Pod, pod: Pod): void {
    const relabelled = !deepEqual(previous.metadata.labels, pod.metadata.labels);
    if (pod.metadata.deletionTimestamp !== undefined) {
      // A pod that ends gracefully is gone as far as its owner is concerned, whatever time its end takes.
      deleted(pod);
      if (relabelled) deleted(previous);
      return;
    }
    const reowned = !deepEqual(controllerOf(previous), controllerOf(pod));
    if (reowned) wake(managerOf(state, previous), pod);
    if (controllerOf(pod) !== undefined) return wake(managerOf(state, pod), pod);
    if (relabelled || reowned) wakeAdopters(pod);
  }

  function deleted(pod: Pod): void {
    const replicaSet = managerOf(state, pod);
    if (replicaSet !== undefined) expectations.deletionObserved(keyOf(replicaSet), keyOf(pod));
    wake(replicaSet, pod);
  }

  function wakeAdopters(pod: Pod): void {
    for (const replicaSet of replicaSets.inNamespace(pod.metadata.namespace ?? "")) {
      if (labelSelectorMatches(replicaSet.spec.selector, pod.metadata.labels)) wake(replicaSet, pod);
    }
  }

  pods.addHandler({ added, updated, deleted });
  replicaSets.addHandler({
    updated(previous, replicaSet) {
      // A new ReplicaSet took the name of an old one between two looks: nothing that was expected counts any more.
      if (previous.metadata.uid === replicaSet.metadata.uid) return;
      expectations.forget(keyOf(previous));
      enqueue(keyOf(previous), revisionOf(replicaSet));
    },
    deleted: (replicaSet) => expectations.forget(keyOf(replicaSet)),
  });
}

/** The ReplicaSet that manages the pod, if it is still the one that the pod means. */
function managerOf({ replicaSets }: ReplicaSetState, pod: Pod): ReplicaSet | undefined {
  const controller = controllerOf(pod);
  if (controller === undefined || controller.kind !== "ReplicaSet") return undefined;
  const replicaSet = replicaSets.get(`${pod.metadata.namespace}/${controller.name}`);
  return replicaSet?.metadata.uid === controller.uid ? replicaSet : undefined;
}
