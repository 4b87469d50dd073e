import { deepEqual } from "../../base/deep-equal.ts";
import type { KubernetesObject } from "../../apimachinery/object.ts";
import { invalidObject } from "../../apimachinery/validation.ts";
import type { Call } from "../core.ts";
import { withManagedFields } from "./managed-fields.ts";
import { settle } from "./settle.ts";
import { keptMetadata, withMetadata } from "./metadata.ts";

/** Which part of an object a write may touch. */
export interface WriteMode {
  /** "" for the object itself. */
  readonly subresource: string;
  /** Puts what the client wrote together with what it may not write. Both have the kept metadata already. */
  merge(proposed: KubernetesObject, existing: KubernetesObject, call: Call): KubernetesObject;
  /** Which of the kind's rules hold. */
  readonly rules: "object" | "status" | "none";
  /** The managed fields are computed already, by server-side apply. */
  readonly fieldsManaged?: boolean;
}

type WithStatus = KubernetesObject & { readonly status?: unknown };

/** A write of the object itself: its status stays as it is where the status is a subresource. */
export const wholeObject: WriteMode = {
  subresource: "",
  rules: "object",
  merge(proposed, existing, { served: { resource } }) {
    const kept = resource.subresources.includes("status") ? { ...proposed, status: (existing as WithStatus).status } : proposed;
    return resource.prepareForUpdate(kept, existing);
  },
};

/** A write of the status: everything else stays as it is, but for parts of the metadata. */
export const statusOnly: WriteMode = {
  subresource: "status",
  rules: "status",
  merge(proposed, existing, { served: { behaviour } }) {
    const metadata = { ...proposed.metadata, ownerReferences: existing.metadata.ownerReferences, ...(behaviour.statusKeepsLabels && { labels: existing.metadata.labels }) };
    return { ...existing, metadata, status: (proposed as WithStatus).status } as KubernetesObject;
  },
};

/**
 * Replaces an object by what a client proposes: managed fields, admission, generation, validation, store.
 * A proposal that changes nothing is answered with what is stored, and writes nothing.
 */
export function changeObject(call: Call, existing: KubernetesObject, proposed: KubernetesObject, mode: WriteMode): KubernetesObject {
  const { core, served, exchange } = call;
  const merged = mode.merge({ ...proposed, metadata: keptMetadata(proposed, existing) }, existing, call);
  const managed = mode.fieldsManaged === true ? merged : withManagedFields(call, existing, merged, mode.subresource);
  const review = { call, operation: "UPDATE", object: managed, previous: existing, namespace: existing.metadata.namespace ?? "", name: existing.metadata.name, subresource: mode.subresource } as const;
  const object = nextGeneration(call, existing, core.admission.mutate(managed, review), mode);
  if (deepEqual(object, existing)) return existing;
  validate(call, object, existing, mode);
  core.admission.validate({ ...review, object });

  if (isReadyToGo(object)) return exchange.dryRun ? settle(object) : removeForGood(call, object, existing);
  const allocation = core.services.plan(call, object, existing);
  if (exchange.dryRun) return settle(allocation.object);
  const stored = served.store.update(allocation.object, existing, exchange.cause, leaseFor(call));
  allocation.settle();
  return stored;
}

/** Objects that disappear by themselves live anew with every write. */
export function leaseFor({ core, served }: Call): number {
  const { ttlSeconds } = served.behaviour;
  return ttlSeconds === undefined ? 0 : core.leases.lease(ttlSeconds);
}

/** Kinds with a generation count the changes of everything but metadata and status; Deployments those of annotations, too. */
function nextGeneration({ served: { resource } }: Call, existing: KubernetesObject, object: KubernetesObject, { rules }: WriteMode): KubernetesObject {
  if (!resource.hasGeneration || rules === "status") return object;
  const { annotations } = object.metadata;
  const annotated = resource.group === "apps" && resource.plural === "deployments" && !deepEqual(annotations ?? {}, existing.metadata.annotations ?? {});
  if (!annotated && sameSpec(object, existing)) return object;
  return withMetadata(object, { generation: (existing.metadata.generation ?? 0) + 1 });
}

function sameSpec(object: KubernetesObject, existing: KubernetesObject): boolean {
  const after = object as unknown as Readonly<Record<string, unknown>>;
  const before = existing as unknown as Readonly<Record<string, unknown>>;
  const counts = (key: string) => key !== "metadata" && key !== "status";
  return Object.keys({ ...before, ...after }).every((key) => !counts(key) || deepEqual(after[key], before[key]));
}

function validate({ served: { resource } }: Call, object: KubernetesObject, existing: KubernetesObject, { rules, subresource }: WriteMode): void {
  if (rules === "none") return;
  const changes = () => resource.validateSubresourceUpdate?.(subresource, object, existing) ?? resource.validateUpdate(object, existing);
  const wrong = rules === "status" ? resource.validateStatusUpdate(object, existing) : [...resource.validate(object), ...changes()];
  if (wrong.length > 0) throw invalidObject(resource, object.metadata.name, wrong);
}

/** An object that is being deleted goes when its last finalizer and its grace period have gone. */
function isReadyToGo(object: KubernetesObject): boolean {
  const { deletionTimestamp, deletionGracePeriodSeconds = 0, finalizers = [] } = object.metadata;
  return deletionTimestamp !== undefined && deletionGracePeriodSeconds === 0 && finalizers.length === 0 && namespaceFinalizers(object).length === 0;
}

/** Namespaces have finalizers of their own in their spec. */
export function namespaceFinalizers(object: KubernetesObject): readonly string[] {
  if (object.kind !== "Namespace" || object.apiVersion !== "v1") return [];
  return (object as { readonly spec?: { readonly finalizers?: readonly string[] } }).spec?.finalizers ?? [];
}

/** The last write of an object is its removal. */
export function removeForGood({ core, served, exchange }: Call, object: KubernetesObject, existing: KubernetesObject): KubernetesObject {
  const { resourceVersion } = served.store.delete(existing, exchange.cause).metadata;
  core.services.released(served, existing);
  return settle(withMetadata(object, { resourceVersion }));
}
