import type { Draft, KubernetesObject } from "../../apimachinery/object.ts";
import { badRequest, conflict, modified, notFound } from "../../apimachinery/status.ts";
import { invalid, invalidObject } from "../../apimachinery/validation.ts";
import type { Call } from "../core.ts";
import { decodeObject } from "../decode.ts";
import { type Answer, created, ok } from "../exchange.ts";
import { changeObject, type WriteMode } from "../registry/change.ts";
import { existing } from "../registry/existing.ts";
import { createObject } from "./create.ts";

/** PUT to an object or to one of its subresources that have the object's shape. */
export function update(call: Call, mode: WriteMode): Answer {
  const { served, exchange } = call;
  const draft = decodeObject(call);
  checkPlace(call, draft);
  const stored = existing(call);
  if (stored === undefined) {
    if (!served.behaviour.createsOnUpdate || mode.subresource !== "") throw notFound(served.name, exchange.info.name);
    return created(createObject(call, draft, exchange.info.name));
  }
  checkVersion(call, draft, stored);
  return ok(changeObject(call, stored, draft as KubernetesObject, mode));
}

function checkPlace({ served, exchange }: Call, { metadata }: Draft<KubernetesObject>): void {
  const { namespace, name } = exchange.info;
  if (metadata?.name === undefined || metadata.name === "") throw invalidObject(served.resource, "", [invalid("metadata.name", "", "name is required")]);
  if (metadata.name !== name) throw badRequest(`the name of the object (${metadata.name}) does not match the name on the URL (${name})`);
  if (served.namespaced && metadata.namespace !== undefined && metadata.namespace !== "" && metadata.namespace !== namespace) {
    throw badRequest("the namespace of the provided object does not match the namespace sent on the request");
  }
}

/** Optimistic concurrency: what the writer has read must be what is stored. */
export function checkVersion({ served }: Call, { metadata }: Draft<KubernetesObject>, stored: KubernetesObject): void {
  const version = metadata?.resourceVersion ?? "";
  const { name, uid } = stored.metadata;
  if (version === "" || version === "0") {
    if (!served.behaviour.updatesUnconditionally) throw invalidObject(served.resource, name, [invalid("metadata.resourceVersion", 0, "must be specified for an update")]);
  } else if (version !== stored.metadata.resourceVersion) throw modified(served.name, name);
  const expected = metadata?.uid;
  if (expected !== undefined && expected !== "" && expected !== uid) {
    throw conflict(served.name, name, `Precondition failed: UID in precondition: ${expected}, UID in object meta: ${uid}`);
  }
}
