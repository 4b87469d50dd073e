import { findCondition } from "../apimachinery/conditions.ts";
import type { KubernetesObject } from "../apimachinery/object.ts";
import type { DaemonSet, Deployment, StatefulSet } from "../api/generated/apps/v1.ts";
import { KubectlError } from "./kubectl-error.ts";

/** How far a rollout is. */
export interface RolloutStatus {
  readonly text: string;
  readonly done: boolean;
}

export const revisionAnnotation = "deployment.kubernetes.io/revision";

/** The words of `kubectl rollout status` about an object as it is now. */
export function rolloutStatus(object: KubernetesObject, revision: number): RolloutStatus {
  switch (`${object.apiVersion.split("/")[0]}/${object.kind}`) {
    case "apps/Deployment":
      return deploymentStatus(object as unknown as Deployment, revision);
    case "apps/DaemonSet":
      return daemonSetStatus(object as unknown as DaemonSet);
    case "apps/StatefulSet":
      return statefulSetStatus(object as unknown as StatefulSet);
    default:
      throw new KubectlError(`no status viewer has been implemented for ${kindText(object)}`);
  }
}

/** `Pod`, `ReplicaSet.apps`. */
export function kindText({ apiVersion, kind }: KubernetesObject): string {
  return apiVersion.includes("/") ? `${kind}.${apiVersion.split("/")[0]}` : kind;
}

const known = ["apps/DaemonSet", "apps/Deployment", "apps/ReplicaSet", "apps/StatefulSet", "batch/CronJob", "batch/Job", "/Pod", "/ReplicationController"];

/** Why a kind has no history: kubectl distinguishes workloads from everything else. */
export function noHistory(object: KubernetesObject, what: "history" | "rollbacker"): KubectlError {
  const group = object.apiVersion.includes("/") ? object.apiVersion.split("/")[0] : "";
  if (known.includes(`${group}/${object.kind}`)) return new KubectlError(`no ${what === "history" ? "history viewer" : what} has been implemented for "${kindText(object)}"`);
  return new KubectlError(`error retrieving ${what} for "${kindText(object)}", no visitor method exists for {${group} ${object.kind}}`);
}

const waiting = (text: string): RolloutStatus => ({ text: `${text}\n`, done: false });
const finished = (text: string): RolloutStatus => ({ text: `${text}\n`, done: true });

function deploymentStatus({ metadata, spec, status }: Deployment, revision: number): RolloutStatus {
  const running = Number(metadata.annotations?.[revisionAnnotation] ?? 0);
  if (revision > 0 && revision !== running) throw new KubectlError(`desired revision (${revision}) is different from the running revision (${running})`);
  if ((metadata.generation ?? 0) > (status.observedGeneration ?? 0)) return waiting("Waiting for deployment spec update to be observed...");
  if (findCondition(status.conditions, "Progressing")?.reason === "ProgressDeadlineExceeded") throw new KubectlError(`deployment "${metadata.name}" exceeded its progress deadline`);
  const { updatedReplicas = 0, replicas = 0, availableReplicas = 0 } = status;
  const about = `Waiting for deployment "${metadata.name}" rollout to finish:`;
  if (updatedReplicas < (spec.replicas ?? 1)) return waiting(`${about} ${updatedReplicas} out of ${spec.replicas ?? 1} new replicas have been updated...`);
  if (replicas > updatedReplicas) return waiting(`${about} ${replicas - updatedReplicas} old replicas are pending termination...`);
  if (availableReplicas < updatedReplicas) return waiting(`${about} ${availableReplicas} of ${updatedReplicas} updated replicas are available...`);
  return finished(`deployment "${metadata.name}" successfully rolled out`);
}

const onlyRolling = () => new KubectlError("rollout status is only available for RollingUpdate strategy type");

function daemonSetStatus({ metadata, spec, status }: DaemonSet): RolloutStatus {
  if (spec.updateStrategy?.type !== "RollingUpdate") throw onlyRolling();
  if ((metadata.generation ?? 0) > (status.observedGeneration ?? 0)) return waiting("Waiting for daemon set spec update to be observed...");
  const { updatedNumberScheduled = 0, desiredNumberScheduled, numberAvailable = 0 } = status;
  const about = `Waiting for daemon set "${metadata.name}" rollout to finish:`;
  if (updatedNumberScheduled < desiredNumberScheduled) return waiting(`${about} ${updatedNumberScheduled} out of ${desiredNumberScheduled} new pods have been updated...`);
  if (numberAvailable < desiredNumberScheduled) return waiting(`${about} ${numberAvailable} of ${desiredNumberScheduled} updated pods are available...`);
  return finished(`daemon set "${metadata.name}" successfully rolled out`);
}

function statefulSetStatus({ metadata, spec, status }: StatefulSet): RolloutStatus {
  if (spec.updateStrategy?.type !== "RollingUpdate") throw onlyRolling();
  const observed = status.observedGeneration ?? 0;
  if (observed === 0 || (metadata.generation ?? 0) > observed) return waiting("Waiting for statefulset spec update to be observed...");
  const { replicas = 1 } = spec;
  const { readyReplicas = 0, updatedReplicas = 0, currentReplicas = 0, currentRevision = "", updateRevision = "" } = status;
  if (readyReplicas < replicas) return waiting(`Waiting for ${replicas - readyReplicas} pods to be ready...`);
  const rolling = spec.updateStrategy.rollingUpdate;
  if (rolling !== undefined) {
    const wanted = replicas - (rolling.partition ?? 0);
    if (rolling.partition !== undefined && updatedReplicas < wanted) return waiting(`Waiting for partitioned roll out to finish: ${updatedReplicas} out of ${wanted} new pods have been updated...`);
    return finished(`partitioned roll out complete: ${updatedReplicas} new pods have been updated...`);
  }
  if (updateRevision !== currentRevision) return waiting(`waiting for statefulset rolling update to complete ${updatedReplicas} pods at revision ${updateRevision}...`);
  return finished(`statefulset rolling update complete ${currentReplicas} pods at revision ${currentRevision}...`);
}
