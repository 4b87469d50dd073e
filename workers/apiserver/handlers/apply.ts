import { serverSideApply } from "../../apimachinery/apply/server-side-apply.ts";
import { appliedErrorMessage, appliedErrors } from "../../apimachinery/apply/apply-validation.ts";
import { isJsonObject, type JsonObject } from "../../apimachinery/json-value.ts";
import type { Draft, KubernetesObject } from "../../apimachinery/object.ts";
import { ApiError, badRequest, conflict, invalid as invalidStatus, notFound } from "../../apimachinery/status.ts";
import { deepFreeze } from "../../base/freeze.ts";
import type { Call } from "../core.ts";
import { checkedValue, checkKind } from "../decode.ts";
import { type Answer, created, ok } from "../exchange.ts";
import { readBody } from "../media/body.ts";
import { changeObject, type WriteMode } from "../registry/change.ts";
import { existing } from "../registry/existing.ts";
import { writerOf } from "../registry/managed-fields.ts";
import { isTrue } from "../request-info.ts";
import { createObject } from "./create.ts";
import { checkVersion } from "./update.ts";

/** Server-side apply: creates the object, or merges what the manager wants into it. */
export function apply(call: Call, mode: WriteMode): Answer {
  const { served, exchange } = call;
  const { name } = exchange.info;
  if ((exchange.query.fieldManager ?? "") === "") throw managerRequired();
  const applied = appliedObject(call);
  const live = existing(call);
  if (live === undefined && mode.subresource !== "") throw notFound(served.name, name);
  if (live === undefined && isGiven(applied.metadata.uid)) throw conflict(served.name, name, `uid mismatch: the provided object specified uid ${applied.metadata.uid}, and no existing object was found`);
  if (live !== undefined) checkVersionIfGiven(call, applied, live);

  const merged = serverSideApply({ ...writerOf(call, mode.subresource), live, applied, force: isTrue(exchange.query.force), schema: served.schema });
  const object = served.resource.defaults(merged as unknown as Draft<KubernetesObject>);
  if (live === undefined) return created(createObject(call, object, name, true));
  return ok(changeObject(call, live, object as KubernetesObject, { ...mode, fieldsManaged: true }));
}

/** What the manager wants: complete enough to know what it is, and nothing that only the server writes. */
function appliedObject(call: Call): KubernetesObject {
  const { served, exchange } = call;
  const body = readBody(exchange.request);
  checkKind(body.value, served);
  if (!isGiven(body.value.kind) || !isGiven(body.value.apiVersion)) throw badRequest("error decoding YAML: Object 'Kind' is missing");
  checkTyped(call, body.value);
  const value = checkedValue(body, served, exchange) as unknown as KubernetesObject;
  const metadata = isJsonObject(value.metadata) ? value.metadata : undefined;
  if (metadata?.managedFields !== undefined) throw badRequest("metadata.managedFields must be nil");
  const { name, namespace } = exchange.info;
  if (isGiven(metadata?.name) && metadata?.name !== name) throw badRequest(`the name of the object (${String(metadata?.name)}) does not match the name on the URL (${name})`);
  return deepFreeze({ ...value, metadata: { ...value.metadata, name, ...(served.namespaced && { namespace }) } });
}

function checkVersionIfGiven(call: Call, applied: KubernetesObject, live: KubernetesObject): void {
  const { resourceVersion, uid } = applied.metadata;
  if (isGiven(resourceVersion) || isGiven(uid)) checkVersion(call, { ...applied, metadata: { ...applied.metadata, resourceVersion: resourceVersion ?? live.metadata.resourceVersion } }, live);
}

/** What is applied must fit the schema to the letter; upstream counts anything else as a failure of its own. */
function checkTyped({ served, exchange }: Call, value: JsonObject): void {
  const errors = appliedErrors(value, served.schema);
  if (errors.length === 0) return;
  const { namespace, name } = exchange.info;
  const object = served.namespaced ? `${namespace}/${name}` : `/${name}`;
  const message = `failed to create typed patch object (${object}; ${served.apiVersion}, Kind=${served.resource.kind}): ${appliedErrorMessage(errors)}`;
  throw new ApiError({ kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", message, code: 500 });
}

const isGiven = (text: unknown) => text !== undefined && text !== "";

const managerRequired = () =>
  invalidStatus('PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch', {
    group: "meta.k8s.io",
    kind: "PatchOptions",
    causes: [{ reason: "FieldValueRequired", message: "Required value: is required for apply patch", field: "fieldManager" }],
  });
