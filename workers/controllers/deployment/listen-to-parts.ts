import { deepEqual } from "../../base/deep-equal.ts";
import { labelSelectorMatches } from "../../apimachinery/labels.ts";
import { keyOf, type KubernetesObject } from "../../apimachinery/object.ts";
import { controllerOf } from "../../apimachinery/owner-references.ts";
import type { Deployment } from "../../api/apps/deployment.ts";
import type { ReplicaSet } from "../../api/apps/replica-set.ts";
import type { Pod } from "../../api/core/pod.ts";
import { revisionOf } from "../../client/informer.ts";
import type { ControllerEnvironment } from "../framework/controller.ts";
import { controlledBy } from "../framework/indexes.ts";
import type { Enqueue } from "../framework/reconciler.ts";
import type { DeploymentState } from "./deployment-state.ts";

/** ReplicaSets wake their Deployment, or, orphaned, all that could adopt them; the last pod that goes wakes one that recreates. */
export function listenToParts(_environment: ControllerEnvironment, state: DeploymentState, enqueue: Enqueue): void {
  const { deployments, replicaSets, pods } = state;
  const wake = (deployment: Deployment | undefined, because: KubernetesObject) => {
    if (deployment !== undefined) enqueue(keyOf(deployment), revisionOf(because));
  };
  const wakeAdopters = (replicaSet: ReplicaSet) => {
    for (const deployment of deployments.inNamespace(replicaSet.metadata.namespace ?? "")) {
      if (labelSelectorMatches(deployment.spec.selector, replicaSet.metadata.labels)) wake(deployment, replicaSet);
    }
  };

  replicaSets.addHandler({
    added(replicaSet) {
      if (controllerOf(replicaSet) === undefined && replicaSet.metadata.deletionTimestamp === undefined) return wakeAdopters(replicaSet);
      wake(managerOf(state, replicaSet), replicaSet);
    },
    updated(previous, replicaSet) {
      const reowned = !deepEqual(controllerOf(previous), controllerOf(replicaSet));
      if (reowned) wake(managerOf(state, previous), replicaSet);
      if (controllerOf(replicaSet) !== undefined) return wake(managerOf(state, replicaSet), replicaSet);
      if (reowned || !deepEqual(previous.metadata.labels, replicaSet.metadata.labels)) wakeAdopters(replicaSet);
    },
    deleted: (replicaSet) => wake(managerOf(state, replicaSet), replicaSet),
  });

  pods.addHandler({
    deleted(pod) {
      const deployment = deploymentOf(state, pod);
      if (deployment?.spec.strategy?.type !== "Recreate") return;
      if (controlledBy(replicaSets, deployment).every((replicaSet) => controlledBy(pods, replicaSet).length === 0)) wake(deployment, pod);
    },
  });
}

function managerOf({ deployments }: DeploymentState, replicaSet: ReplicaSet): Deployment | undefined {
  const controller = controllerOf(replicaSet);
  if (controller === undefined || controller.kind !== "Deployment") return undefined;
  const deployment = deployments.get(`${replicaSet.metadata.namespace}/${controller.name}`);
  return deployment?.metadata.uid === controller.uid ? deployment : undefined;
}

function deploymentOf(state: DeploymentState, pod: Pod): Deployment | undefined {
  const controller = controllerOf(pod);
  if (controller === undefined || controller.kind !== "ReplicaSet") return undefined;
  const replicaSet = state.replicaSets.get(`${pod.metadata.namespace}/${controller.name}`);
  return replicaSet?.metadata.uid === controller.uid ? managerOf(state, replicaSet) : undefined;
}
