import { type ReplicaSet, ReplicaSets } from "../../api/apps/replica-set.ts";
import { type Pod, Pods } from "../../api/core/pod.ts";
import type { Informer } from "../../client/informer.ts";
import type { ControllerEnvironment } from "../framework/controller.ts";
import { Expectations } from "../framework/expectations.ts";
import { indexByController } from "../framework/indexes.ts";
import type { ReconcileContext } from "../framework/reconciler.ts";

/** What the controller keeps in memory. */
export interface ReplicaSetState {
  readonly replicaSets: Informer<ReplicaSet>;
  readonly pods: Informer<Pod>;
  readonly expectations: Expectations;
}

export type ReplicaSetContext = ReconcileContext<ReplicaSetState>;

/** Memory as it is when the process starts: empty. */
export function replicaSetState({ informers, clock }: ControllerEnvironment): ReplicaSetState {
  return {
    replicaSets: indexByController(informers.for(ReplicaSets)),
    pods: indexByController(informers.for(Pods)),
    expectations: new Expectations(clock),
  };
}
