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

/** A body that says where its object lives must mean the object in the path. */
export function checkPlace({ served, exchange }: Call, { metadata }: Draft<KubernetesObject>): void {
  const { namespace, name } = exchange.info;
  const given = metadata?.name ?? "";
  const stated = metadata?.namespace ?? "";
  if (given === "") throw badRequest(`the name of the object (${name} based on URL) was undeterminable: name must be provided`);
  if (given !== name) throw badRequest(`the name of the object (${given}) does not match the name on the URL (${name})`);
  if (served.namespaced && stated !== "" && stated !== namespace) throw badRequest(`the namespace of the object (${stated}) does not match the namespace on the request (${namespace})`);
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
