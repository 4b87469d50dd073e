import { setCondition } from "../../apimachinery/conditions.ts";
import { isJsonObject } from "../../apimachinery/json-value.ts";
import { badRequest, type Status, tooManyRequests } from "../../apimachinery/status.ts";
import { formatTime } from "../../apimachinery/timestamp.ts";
import type { Pod, PodCondition } from "../../api/core/pod.ts";
import type { Call } from "../core.ts";
import { decodeBody } from "../decode.ts";
import { type Answer, created } from "../exchange.ts";
import { deleteObject } from "../handlers/delete.ts";
import { mustExist } from "../registry/existing.ts";
import { type DeletionOptions, fromBody } from "../registry/delete-options.ts";

const success: Status = Object.freeze({ kind: "Status", apiVersion: "v1", metadata: Object.freeze({}), status: "Success", code: 201 });

/** POST to pods/NAME/eviction: a DELETE that respects disruption budgets, as drain does it. */
export function evict(call: Call): Answer {
  const { core, exchange } = call;
  const { name } = exchange.info;
  const options = evictionOptions(call);
  const pod = mustExist(call) as Pod;
  const dryRun = options.dryRun || exchange.dryRun;
  if (!ignoresBudgets(pod)) {
    const refusal = core.budgets?.claim(pod, dryRun);
    if (refusal !== undefined) throw refused(refusal.budget, refusal.message);
  }
  if (!dryRun && pod.metadata.deletionTimestamp === undefined) addCondition(call, pod);
  deleteObject(call, name, { ...options, dryRun });
  return created(success);
}

function evictionOptions({ exchange }: Call): DeletionOptions {
  const value = decodeBody(exchange, { group: "policy", version: "v1", kind: "Eviction" });
  const name = isJsonObject(value.metadata) ? value.metadata.name : undefined;
  if (name !== exchange.info.name) throw badRequest("name in URL does not match name in Eviction object");
  return value.deleteOptions === undefined ? { dryRun: false } : fromBody(value.deleteOptions);
}

/** Pods that have ended or never started, or that are going already, disrupt nobody. */
const ignoresBudgets = ({ metadata, status }: Pod) =>
  metadata.deletionTimestamp !== undefined || status.phase === "Succeeded" || status.phase === "Failed" || status.phase === "Pending";

const refused = (budget: string, message: string) =>
  tooManyRequests("Cannot evict pod as it would violate the pod's disruption budget.", 0, [{ reason: "DisruptionBudget", message: message === "" ? budget : message }]);

function addCondition({ core, served, exchange }: Call, pod: Pod): void {
  const condition: PodCondition = { type: "DisruptionTarget", status: "True", reason: "EvictionByEvictionAPI", message: "Eviction API: evicting", observedGeneration: pod.metadata.generation };
  const conditions = setCondition(pod.status.conditions, condition, formatTime(core.clock.now()));
  served.store.update({ ...pod, status: { ...pod.status, conditions } } as Pod, pod, exchange.cause);
}
