import { type Deployment, Deployments } from "../../api/apps/deployment.ts";
import { type ReplicaSet, ReplicaSets } from "../../api/apps/replica-set.ts";
import { type Pod, Pods } from "../../api/core/pod.ts";
import type { Informer } from "../../client/informer.ts";
import type { ControllerEnvironment } from "../framework/controller.ts";
import { indexByController } from "../framework/indexes.ts";
import type { ReconcileContext } from "../framework/reconciler.ts";

/** What the controller keeps in memory: nothing but what its informers know. */
export interface DeploymentState {
  readonly deployments: Informer<Deployment>;
  readonly replicaSets: Informer<ReplicaSet>;
  readonly pods: Informer<Pod>;
}

export type DeploymentContext = ReconcileContext<DeploymentState>;

/** A Deployment and its ReplicaSets in the course of one reconciliation. */
export interface Rollout {
  readonly deployment: Deployment;
  /** The one with the current template. */
  readonly current: ReplicaSet | undefined;
  /** All others, running or kept for their revision. */
  readonly old: readonly ReplicaSet[];
}

export function deploymentState({ informers }: ControllerEnvironment): DeploymentState {
  return {
    deployments: informers.for(Deployments),
    replicaSets: indexByController(informers.for(ReplicaSets)),
    pods: indexByController(informers.for(Pods)),
  };
}
