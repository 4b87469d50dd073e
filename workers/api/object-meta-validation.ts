import { dns1123LabelErrors, labelValueErrors, qualifiedNameErrors } from "../apimachinery/names.ts";
import type { KubernetesObject, ObjectMeta, OwnerReference } from "../apimachinery/object.ts";
import { fieldImmutable } from "../apimachinery/validation.ts";
import type { FieldErrors } from "./field-errors.ts";

/** How names of a kind must look, and whether its objects live in namespaces. */
export interface NamingRules {
  readonly scope: "Namespaced" | "Cluster";
  validateName(name: string, prefix: boolean): readonly string[];
}

type StringMap = Readonly<Record<string, string>>;

const annotationsLimit = 256 * 1024;

/** The rules for metadata that hold for every kind. */
export function validateObjectMeta(meta: ObjectMeta, errors: FieldErrors, rules: NamingRules): void {
  if (meta.generateName !== undefined && meta.generateName !== "") errors.check("generateName", meta.generateName, rules.validateName(meta.generateName, true));
  if (meta.name === undefined || meta.name === "") errors.required("name", "name or generateName is required");
  else errors.check("name", meta.name, rules.validateName(meta.name, false));
  validateNamespaceField(meta.namespace, errors, rules);
  errors.nonNegative("generation", meta.generation);
  if (meta.labels !== undefined) errors.at("labels", meta.labels, validateLabels);
  if (meta.annotations !== undefined) errors.at("annotations", meta.annotations, validateAnnotations);
  if (meta.ownerReferences !== undefined) validateOwnerReferences(meta.ownerReferences, errors);
  if (meta.finalizers !== undefined) validateFinalizers(meta.finalizers, errors);
}

/** The rules for metadata between two versions of an object. */
export function validateObjectMetaUpdate(meta: ObjectMeta, previous: ObjectMeta, errors: FieldErrors): void {
  validateNewFinalizers(meta, previous, errors);
  if ((meta.resourceVersion ?? "") === "") errors.invalid("resourceVersion", meta.resourceVersion ?? "", "must be specified for an update");
  if ((meta.generation ?? 0) < (previous.generation ?? 0)) errors.invalid("generation", meta.generation ?? 0, "must not be decremented");
  immutable("name", meta.name, previous.name, errors);
  immutable("namespace", meta.namespace, previous.namespace, errors);
  immutable("uid", meta.uid, previous.uid, errors);
  immutable("creationTimestamp", meta.creationTimestamp, previous.creationTimestamp, errors);
  immutable("deletionTimestamp", meta.deletionTimestamp, previous.deletionTimestamp, errors);
  immutable("deletionGracePeriodSeconds", meta.deletionGracePeriodSeconds, previous.deletionGracePeriodSeconds, errors);
}

/** The rules for a map of labels. */
export function validateLabels(labels: StringMap, errors: FieldErrors): void {
  for (const key in labels) {
    errors.check("", key, qualifiedNameErrors(key));
    errors.check("", labels[key], labelValueErrors(labels[key] ?? ""));
  }
}

/** The rules for a map of annotations: any text, but not too much of it. */
export function validateAnnotations(annotations: StringMap, errors: FieldErrors): void {
  let size = 0;
  for (const key in annotations) {
    errors.check("", key, qualifiedNameErrors(key.toLowerCase()));
    size += byteLength(key) + byteLength(annotations[key] ?? "");
  }
  if (size > annotationsLimit) errors.tooLong("", annotationsLimit);
}

/** The metadata of an object, at its place. */
export const validateMetadata = (object: KubernetesObject, errors: FieldErrors, rules: NamingRules) =>
  errors.at("metadata", object.metadata, validateObjectMeta, rules);

/** The length of text in UTF-8. */
export function byteLength(text: string): number {
  let length = text.length;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x80) continue;
    if (code < 0x800) length += 1;
    else if (code >= 0xd800 && code < 0xe000) length += 1;
    else length += 2;
  }
  return length;
}

function validateNamespaceField(namespace: string | undefined, errors: FieldErrors, { scope }: NamingRules): void {
  const given = namespace !== undefined && namespace !== "";
  if (scope === "Cluster") {
    if (given) errors.forbidden("namespace", "not allowed on this type");
  } else if (!given) errors.required("namespace");
  else errors.check("namespace", namespace, dns1123LabelErrors(namespace));
}

function validateOwnerReferences(references: readonly OwnerReference[], errors: FieldErrors): void {
  let controller: string | undefined;
  errors.each("ownerReferences", references, validateOwnerReference);
  for (const reference of references) {
    if (reference.controller !== true) continue;
    if (controller !== undefined) {
      const names = `${controller} and ${reference.name}`;
      errors.invalid("ownerReferences", references, `Only one reference can have Controller set to true. Found "true" in references for ${names}`);
    }
    controller ??= reference.name;
  }
}

function validateOwnerReference(reference: OwnerReference, errors: FieldErrors): void {
  if ((reference.apiVersion ?? "") === "") errors.invalid("apiVersion", reference.apiVersion ?? "", "version must not be empty");
  if ((reference.kind ?? "") === "") errors.invalid("kind", reference.kind ?? "", "must not be empty");
  if ((reference.name ?? "") === "") errors.invalid("name", reference.name ?? "", "must not be empty");
  if ((reference.uid ?? "") === "") errors.invalid("uid", reference.uid ?? "", "must not be empty");
  if (reference.apiVersion === "v1" && reference.kind === "Event") errors.invalid("", reference, "/v1, Kind=Event is disallowed from being an owner");
}

function validateFinalizers(finalizers: readonly string[], errors: FieldErrors): void {
  errors.each("finalizers", finalizers, validateFinalizer);
  if (finalizers.includes("orphan") && finalizers.includes("foregroundDeletion")) {
    errors.invalid("finalizers", finalizers, "finalizer orphan and foregroundDeletion cannot be both set");
  }
}

const standardFinalizers: readonly string[] = ["kubernetes", "orphan", "foregroundDeletion"];

/** Standard finalizers have short names; everybody else's carry a domain. */
export function validateFinalizer(name: string, errors: FieldErrors): void {
  errors.check("", name, qualifiedNameErrors(name));
  if (!name.includes("/") && !standardFinalizers.includes(name)) {
    errors.invalid("", name, "name is neither a standard finalizer name nor is it fully qualified");
  }
}

function validateNewFinalizers(meta: ObjectMeta, previous: ObjectMeta, errors: FieldErrors): void {
  if (previous.deletionTimestamp === undefined) return;
  const added = (meta.finalizers ?? []).filter((name) => previous.finalizers?.includes(name) !== true);
  if (added.length === 0) return;
  const list = added.map((name) => JSON.stringify(name)).join(", ");
  errors.forbidden("finalizers", `no new finalizers can be added if the object is being deleted, found new finalizers []string{${list}}`);
}

function immutable(field: string, value: unknown, previous: unknown, errors: FieldErrors): void {
  if (value !== previous) errors.invalid(field, value ?? null, fieldImmutable);
}
