import { isJsonObject, type JsonObject } from "../../apimachinery/json-value.ts";
import type { KubernetesObject } from "../../apimachinery/object.ts";
import { badRequest, conflict, modified } from "../../apimachinery/status.ts";
import { invalid, invalidObject } from "../../apimachinery/validation.ts";
import { patchTypes } from "../../apimachinery/wire.ts";
import type { ScaleMapping } from "../../api/resource.ts";
import { typeSchema } from "../../api/type-schema.ts";
import type { Call } from "../core.ts";
import { decodeKind } from "../decode.ts";
import { type Answer, ok } from "../exchange.ts";
import { patchedValue, unsupportedPatch } from "../handlers/patch.ts";
import { contentType, readBody } from "../media/body.ts";
import { mustExist } from "../registry/existing.ts";
import { changeObject, type WriteMode, wholeObject } from "../registry/change.ts";

type Mapping = ScaleMapping<KubernetesObject>;

const patchable: readonly string[] = [patchTypes.json, patchTypes.merge, patchTypes.strategic];

/** The write of a scale is a write of the object's replicas, owned as such. */
const scaleWrite: WriteMode = { ...wholeObject, subresource: "scale" };

/** GET of NAME/scale. */
export const getScale = (call: Call, mapping: Mapping): Answer => ok(scaleOf(mustExist(call), mapping));

/** PUT to NAME/scale. */
export function updateScale(call: Call, mapping: Mapping): Answer {
  return ok(write(call, mustExist(call), readBody(call.exchange.request).value, mapping));
}

/** PATCH of NAME/scale. */
export function patchScale(call: Call, mapping: Mapping): Answer {
  const type = contentType(call.exchange.request);
  if (!patchable.includes(type)) throw unsupportedPatch(patchable);
  const object = mustExist(call);
  const { value } = readBody(call.exchange.request);
  return ok(write(call, object, patchedValue(type, scaleOf(object, mapping), value, typeSchema("io.k8s.api.autoscaling.v1.Scale")), mapping));
}

function write(call: Call, object: KubernetesObject, value: unknown, mapping: Mapping): JsonObject {
  const replicas = wantedReplicas(call, object, value);
  return scaleOf(changeObject(call, object, mapping.withReplicas(object, replicas), scaleWrite), mapping);
}

function wantedReplicas({ served }: Call, object: KubernetesObject, value: unknown): number {
  if (!isJsonObject(value)) throw badRequest("the object provided is unrecognized (must be of type Scale)");
  const scale = decodeKind(value, { group: "autoscaling", version: "v1", kind: "Scale" });
  const metadata = isJsonObject(scale.metadata) ? scale.metadata : {};
  const { name, uid, resourceVersion } = object.metadata;
  if (metadata.name !== undefined && metadata.name !== name) throw badRequest(`the name of the object (${JSON.stringify(metadata.name)}) does not match the name on the URL (${name})`);
  if (isGiven(metadata.resourceVersion) && metadata.resourceVersion !== resourceVersion) throw modified(served.name, name);
  if (isGiven(metadata.uid) && metadata.uid !== uid) throw conflict(served.name, name, `Precondition failed: UID in precondition: ${String(metadata.uid)}, UID in object meta: ${uid}`);
  const { replicas = 0 } = (isJsonObject(scale.spec) ? scale.spec : {}) as { readonly replicas?: number };
  if (replicas < 0) throw invalidObject({ group: "autoscaling", kind: "Scale" }, name, [invalid("spec.replicas", replicas, "must be greater than or equal to 0")]);
  return replicas;
}

const isGiven = (value: unknown) => value !== undefined && value !== "";

/** The object seen as something that can be scaled (autoscaling/v1 Scale). */
function scaleOf(object: KubernetesObject, mapping: Mapping): JsonObject {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const replicas = mapping.replicas(object);
  const selector = mapping.selector(object);
  return Object.freeze({
    kind: "Scale",
    apiVersion: "autoscaling/v1",
    metadata: { name, ...(namespace !== undefined && { namespace }), uid, resourceVersion, creationTimestamp },
    spec: replicas === 0 ? {} : { replicas },
    status: { replicas: mapping.statusReplicas(object), ...(selector !== "" && { selector }) },
  });
}
