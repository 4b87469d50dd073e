import { isJsonObject, type JsonObject } from "../../apimachinery/json-value.ts";
import type { Draft, KubernetesObject } from "../../apimachinery/object.ts";
import { applyJsonMergePatch } from "../../apimachinery/patch/json-merge-patch.ts";
import { applyJsonPatch } from "../../apimachinery/patch/json-patch.ts";
import { PatchError } from "../../apimachinery/patch/patch-error.ts";
import { applyStrategicMergePatch } from "../../apimachinery/patch/strategic-merge-patch.ts";
import { badRequest, unsupportedMediaType } from "../../apimachinery/status.ts";
import type { TypeSchema } from "../../apimachinery/type-schema.ts";
import { patchTypes } from "../../apimachinery/wire.ts";
import type { Call } from "../core.ts";
import { checkedValue } from "../decode.ts";
import { type Answer, ok } from "../exchange.ts";
import { contentType, readBody } from "../media/body.ts";
import { changeObject, type WriteMode } from "../registry/change.ts";
import { mustExist } from "../registry/existing.ts";
import { apply } from "./apply.ts";
import { checkPlace, checkVersion } from "./update.ts";

const known: readonly string[] = Object.values(patchTypes);

/** PATCH of an object or of one of its subresources that have the object's shape. */
export function patch(call: Call, mode: WriteMode): Answer {
  const { served, exchange } = call;
  const type = contentType(exchange.request);
  if (!known.includes(type)) throw unsupportedPatch(known);
  if (type === patchTypes.apply) return apply(call, mode);
  if (exchange.query.force !== undefined && exchange.query.force !== "") throw badRequest("force may not be set for non-apply patch");

  const existing = mustExist(call);
  const body = readBody(exchange.request);
  const patched = patchedValue(type, existing as unknown as JsonObject, body.value, served.schema);
  if (!isJsonObject(patched)) throw badRequest(`the patched object is not a ${served.resource.kind}`);
  const proposed = served.resource.defaults(checkedValue({ value: patched, duplicates: body.duplicates }, served, exchange) as Draft<KubernetesObject>);
  checkPlace(call, proposed);
  // The patched copy carries the version that is stored, unless the patch itself names another one.
  checkVersion(call, proposed, existing);
  return ok(changeObject(call, existing, proposed as KubernetesObject, mode));
}

/** The value that a patch of one of the three plain types makes. */
export function patchedValue(type: string, original: JsonObject, patchBody: unknown, schema: TypeSchema): unknown {
  try {
    switch (type) {
      case patchTypes.json: return applyJsonPatch(original, patchBody);
      case patchTypes.merge: return applyJsonMergePatch(original, mergeable(patchBody));
      default: return applyStrategicMergePatch(original, patchBody, schema);
    }
  } catch (error) {
    if (error instanceof PatchError) throw error.toApiError();
    throw error;
  }
}

export const unsupportedPatch = (types: readonly string[]) =>
  unsupportedMediaType(`the body of the request was in an unknown format - accepted media types include: ${types.join(", ")}`);

function mergeable(value: unknown): JsonObject {
  if (!isJsonObject(value)) throw badRequest("error decoding patch: json: cannot unmarshal the patch into Go value of type map[string]interface {}");
  return value;
}
