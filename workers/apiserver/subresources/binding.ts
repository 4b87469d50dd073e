import { setCondition } from "../../apimachinery/conditions.ts";
import { isJsonObject } from "../../apimachinery/json-value.ts";
import { badRequest, conflict, type Status } from "../../apimachinery/status.ts";
import { formatTime } from "../../apimachinery/timestamp.ts";
import { type FieldError, invalidObject, notSupported, required } from "../../apimachinery/validation.ts";
import type { Pod, PodCondition } from "../../api/core/pod.ts";
import type { Call } from "../core.ts";
import { decodeBody } from "../decode.ts";
import { type Answer, created } from "../exchange.ts";
import { mustExist } from "../registry/existing.ts";

interface Binding {
  readonly metadata: { readonly name?: string; readonly uid?: string; readonly annotations?: Readonly<Record<string, string>>; readonly labels?: Readonly<Record<string, string>> };
  readonly target: { readonly kind?: string; readonly name?: string };
}

const success: Status = Object.freeze({ kind: "Status", apiVersion: "v1", metadata: Object.freeze({}), status: "Success", code: 201 });

/**
 * POST to pods/NAME/binding: puts a pod on a node, which happens once in a pod's life. It changes spec and
 * status at once, owns no fields and counts as no new generation.
 */
export function bind(call: Call): Answer {
  const { served, exchange } = call;
  const binding = decodeBinding(call);
  const pod = mustExist(call) as Pod;
  checkBindable(call, pod, binding);
  if (!exchange.dryRun) served.store.update(bound(call, pod, binding), pod, exchange.cause);
  return created(success);
}

function decodeBinding({ exchange }: Call): Binding {
  const value = decodeBody(exchange, { group: "", version: "v1", kind: "Binding" });
  if (!isJsonObject(value.target)) throw invalid(exchange.info.name, [required("target.name")]);
  const binding = { metadata: isJsonObject(value.metadata) ? value.metadata : {}, target: value.target } as Binding;
  const { name = "", kind = "" } = binding.target;
  const given = binding.metadata.name ?? "";
  if (given !== "" && given !== exchange.info.name) throw badRequest("name in URL does not match name in Binding object");
  const errors = [...(kind === "" || kind === "Node" ? [] : [notSupported("target.kind", kind, ["Node", "<empty>"])]), ...(name === "" ? [required("target.name")] : [])];
  if (errors.length > 0) throw invalid(exchange.info.name, errors);
  return binding;
}

const invalid = (name: string, errors: readonly FieldError[]) => invalidObject({ group: "", kind: "Binding" }, name, errors);

function checkBindable({ served }: Call, { metadata, spec }: Pod, { metadata: { uid = "" } }: Binding): void {
  const refuse = (why: string) => conflict({ group: served.name.group, resource: "pods/binding" }, metadata.name, why);
  if (uid !== "" && uid !== metadata.uid) {
    throw refuse(`Precondition failed: UID in precondition: ${uid}, UID in object meta: ${metadata.uid}`);
  }
  if (metadata.deletionTimestamp !== undefined) throw refuse(`pod ${metadata.name} is being deleted, cannot be assigned to a host`);
  if ((spec.nodeName ?? "") !== "") throw refuse(`pod ${metadata.name} is already assigned to node "${spec.nodeName}"`);
  if ((spec.schedulingGates?.length ?? 0) > 0) throw refuse(`pod ${metadata.name} has non-empty .spec.schedulingGates`);
}

function bound({ core }: Call, pod: Pod, { metadata: { annotations, labels }, target }: Binding): Pod {
  const now = formatTime(core.clock.now());
  const condition: PodCondition = { type: "PodScheduled", status: "True", observedGeneration: pod.metadata.generation };
  const conditions = setCondition(pod.status.conditions?.map(withoutReason), condition, now);
  return {
    ...pod,
    metadata: {
      ...pod.metadata,
      ...(annotations !== undefined && { annotations: { ...pod.metadata.annotations, ...annotations } }),
      ...(labels !== undefined && { labels: { ...pod.metadata.labels, ...labels } }),
    },
    spec: { ...pod.spec, nodeName: target.name },
    status: { ...withoutNomination(pod.status), conditions },
  };
}

/** Where it might have gone no longer matters. */
function withoutNomination({ nominatedNodeName: _nominated, ...status }: Pod["status"]): Pod["status"] {
  return status;
}

/** Why it could not be scheduled is history now. */
function withoutReason(condition: PodCondition): PodCondition {
  if (condition.type !== "PodScheduled") return condition;
  const { reason: _reason, message: _message, ...rest } = condition;
  return rest;
}
