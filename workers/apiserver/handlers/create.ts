import { generatedName, nameAlphabet, suffixLength } from "../../apimachinery/generate-name.ts";
import type { Draft, KubernetesObject } from "../../apimachinery/object.ts";
import { ApiError, alreadyExists, badRequest } from "../../apimachinery/status.ts";
import { invalidObject } from "../../apimachinery/validation.ts";
import type { AdmissionReview, Call } from "../core.ts";
import { decodeObject } from "../decode.ts";
import { type Answer, created } from "../exchange.ts";
import { leaseFor } from "../registry/change.ts";
import { namespaceOf } from "../registry/existing.ts";
import { withManagedFields } from "../registry/managed-fields.ts";
import { settle } from "../registry/settle.ts";
import { newMetadata, withMetadata } from "../registry/metadata.ts";

/** A generated name that is taken is drawn anew so often. */
const nameAttempts = 8;

/** POST to a collection. */
export const create = (call: Call): Answer => created(createObject(call, decodeObject(call)));

/**
 * Puts a new object through admission, validation and into the store. `name` is the one in the path, if any;
 * server-side apply has managed the fields already.
 */
export function createObject(call: Call, draft: Draft<KubernetesObject>, name = "", fieldsManaged = false): KubernetesObject {
  const { core, served, exchange } = call;
  const authored = placed(call, draft, name);
  const managed = fieldsManaged ? authored : withManagedFields(call, undefined, authored, "");
  const review = { call, operation: "CREATE", object: managed, previous: undefined, namespace: exchange.info.namespace, name: managed.metadata.name ?? "", subresource: "" } as const;
  const admitted = core.admission.mutate(managed, review);
  const namespace = namespaceOf(call);
  const settle = (object: KubernetesObject) => store(call, complete(call, object), review);
  if (isGiven(admitted.metadata.name) || !isGiven(admitted.metadata.generateName)) return settle(admitted);

  for (let attempt = 1; ; attempt++) {
    const suffix = core.random.text(suffixLength, nameAlphabet);
    const named = withMetadata(admitted, { name: generatedName(admitted.metadata.generateName!, suffix) });
    if (attempt === nameAttempts || served.store.get(namespace, named.metadata.name) === undefined) return settle(named);
  }
}

/** Checks what the body says about where the object lives, and fills it in. */
function placed({ served, exchange }: Call, draft: Draft<KubernetesObject>, name: string): KubernetesObject {
  const { namespace } = exchange.info;
  const metadata = draft.metadata ?? {};
  const given = metadata.namespace ?? "";
  if (served.namespaced && given !== "" && given !== namespace) throw badRequest("the namespace of the provided object does not match the namespace sent on the request");
  if (isGiven(metadata.resourceVersion)) throw resourceVersionOnCreate();
  if (name !== "" && isGiven(metadata.name) && metadata.name !== name) throw badRequest(`the name of the object (${metadata.name}) does not match the name on the URL (${name})`);
  const { namespace: _given, ...rest } = metadata;
  return { ...draft, metadata: { ...rest, ...(served.namespaced && { namespace }), ...(name !== "" && { name }) } } as KubernetesObject;
}

/** Adds what the server itself writes into a new object. */
function complete(call: Call, object: KubernetesObject): KubernetesObject {
  const { core, served } = call;
  const { resource } = served;
  const birth = { namespace: namespaceOf(call), name: object.metadata.name ?? "", uid: core.random.uuid(), now: core.clock.now() };
  const { apiVersion: _version, kind: _kind, metadata: _metadata, ...rest } = object;
  return resource.prepareForCreate({ kind: resource.kind, apiVersion: served.apiVersion, metadata: newMetadata(object, resource, birth), ...rest });
}

function store(call: Call, object: KubernetesObject, review: AdmissionReview): KubernetesObject {
  const { core, served, exchange } = call;
  const { name } = object.metadata;
  const errors = [...served.resource.validate(object), ...(served.resource.validateCreate?.(object) ?? [])];
  if (errors.length > 0) throw invalidObject(served.resource, name || (object.metadata.generateName ?? ""), errors);
  core.admission.validate({ ...review, object, name });
  if (served.store.get(object.metadata.namespace ?? "", name) !== undefined) throw taken(call, object);

  const allocation = core.services.plan(call, object, undefined);
  if (exchange.dryRun) return settle(withMetadata(allocation.object, { resourceVersion: undefined }));
  const stored = served.store.create(allocation.object, exchange.cause, leaseFor(call));
  allocation.settle();
  return stored;
}

/** The name is taken; the message says when its holder is on its way out. */
function taken({ served }: Call, { metadata }: KubernetesObject): ApiError {
  const error = alreadyExists(served.name, metadata.name);
  const holder = served.store.get(metadata.namespace ?? "", metadata.name);
  if (holder?.metadata.deletionTimestamp === undefined) return error;
  return new ApiError({ ...error.status, message: `object is being deleted: ${error.status.message}` });
}

const resourceVersionOnCreate = () =>
  new ApiError({ kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", message: "resourceVersion should not be set on objects to be created", code: 500 });

const isGiven = (text: string | undefined) => text !== undefined && text !== "";
