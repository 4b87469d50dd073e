import { deepEqual } from "../../base/deep-equal.ts";
import type { KubernetesObject } from "../../apimachinery/object.ts";
import { conflict, notFound, success } from "../../apimachinery/status.ts";
import { formatTime } from "../../apimachinery/timestamp.ts";
import type { Call } from "../core.ts";
import { type Answer, ok } from "../exchange.ts";
import { namespaceFinalizers, removeForGood } from "../registry/change.ts";
import { type DeletionOptions, deletionOptions } from "../registry/delete-options.ts";
import { deletionFinalizers } from "../registry/deletion-finalizers.ts";
import { namespaceOf } from "../registry/existing.ts";
import { type Grace, graceOf, markedAsDeleting } from "../registry/grace-period.ts";
import { settle } from "../registry/settle.ts";
import { withMetadata } from "../registry/metadata.ts";

export interface Deletion {
  /** The object as it is now, or as it was at its end. */
  readonly object: KubernetesObject;
  readonly gone: boolean;
}

/** DELETE of one object. */
export function remove(call: Call): Answer {
  const { served, exchange } = call;
  const options = deletionOptions(exchange);
  const { object, gone } = deleteObject(call, exchange.info.name, options);
  if (!gone) return { status: options.orphanDependents === false ? 202 : 200, body: object };
  return ok(served.behaviour.returnsDeleted ? object : success(served.name, object.metadata.name, object.metadata.uid));
}

/** Deletes an object, or begins to: grace periods and finalizers make it stay for a while. */
export function deleteObject(call: Call, name: string, options: DeletionOptions): Deletion {
  const { core, served } = call;
  const namespace = namespaceOf(call);
  const existing = served.store.get(namespace, name);
  if (existing === undefined) throw notFound(served.name, name);
  checkPreconditions(call, existing, options);
  core.admission.validate({ call, operation: "DELETE", object: undefined, previous: existing, namespace, name, subresource: "" });
  if (served.resource.kind === "Namespace" && served.resource.group === "") return deleteNamespace(call, existing, options);
  return deleteUsual(call, existing, options);
}

function checkPreconditions({ served }: Call, { metadata }: KubernetesObject, { uid, resourceVersion }: DeletionOptions): void {
  const { name } = metadata;
  if (uid !== undefined && uid !== metadata.uid) {
    throw conflict(served.name, name, `the UID in the precondition (${uid}) does not match the UID in record (${metadata.uid}). The object might have been deleted and then recreated`);
  }
  if (resourceVersion !== undefined && resourceVersion !== metadata.resourceVersion) {
    throw conflict(served.name, name, `the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record (${metadata.resourceVersion}). The object might have been modified`);
  }
}

function deleteUsual(call: Call, existing: KubernetesObject, options: DeletionOptions): Deletion {
  const { core, served } = call;
  const now = core.clock.now();
  const grace = graceOf(served, existing, options, now);
  if (grace.kind === "pending") return { object: existing, gone: false };
  const finalizers = deletionFinalizers(served, existing, options);
  const marked = mark(existing, grace, finalizers, now);
  if (marked === existing) return finish(call, existing, options);

  const stored = deepEqual(marked, existing) ? existing : write(call, marked, existing, options);
  const seconds = grace.kind === "graceful" ? grace.seconds : 0;
  if (seconds > 0 || finalizers.length > 0) return { object: stored, gone: false };
  return finish(call, stored, options);
}

/** The object with what its deletion adds; the object itself when it can go as it is. */
function mark(existing: KubernetesObject, grace: Grace, finalizers: readonly string[], now: number): KubernetesObject {
  const held = finalizers === existing.metadata.finalizers || (finalizers.length === 0 && existing.metadata.finalizers === undefined);
  const change = (object: KubernetesObject) => (held ? object : withMetadata(object, { finalizers: finalizers.length === 0 ? undefined : finalizers }));
  if (grace.kind === "graceful") return change(grace.object);
  return finalizers.length === 0 ? existing : change(markedAsDeleting(existing, now));
}

function write({ served, exchange }: Call, object: KubernetesObject, existing: KubernetesObject, { dryRun }: DeletionOptions): KubernetesObject {
  return dryRun ? settle(object) : served.store.update(object, existing, exchange.cause);
}

function finish(call: Call, object: KubernetesObject, { dryRun }: DeletionOptions): Deletion {
  if (dryRun) return { object, gone: true };
  return { object: removeForGood(call, object, object), gone: true };
}

/** A namespace stays in phase Terminating until the namespace controller has emptied it. */
function deleteNamespace(call: Call, existing: KubernetesObject, options: DeletionOptions): Deletion {
  const terminating = existing.metadata.deletionTimestamp === undefined ? write(call, markedTerminating(call, existing, options), existing, options) : existing;
  if (namespaceFinalizers(terminating).length > 0) return { object: terminating, gone: false };
  return deleteUsual(call, terminating, options);
}

function markedTerminating({ core, served }: Call, existing: KubernetesObject, options: DeletionOptions): KubernetesObject {
  const finalizers = deletionFinalizers(served, existing, options);
  const deletionTimestamp = formatTime(core.clock.now());
  const status = { ...(existing as { readonly status?: object }).status, phase: "Terminating" };
  const marked = withMetadata(existing, { deletionTimestamp, ...(finalizers.length > 0 && { finalizers }) });
  return { ...marked, status } as KubernetesObject;
}
