import { deepEqual } from "../../base/deep-equal.ts";
import { qualifiedNameErrors } from "../../apimachinery/names.ts";
import { ageColumn, column } from "../columns.ts";
import { isUnset, withDefaults } from "../defaulting.ts";
import { defineResource } from "../define-resource.ts";
import type { FieldErrors } from "../field-errors.ts";
import type { TopologySelectorTerm } from "../generated/core/v1.ts";
import type { StorageClass } from "../generated/storage/v1.ts";
import { validateParameters } from "./parameters-validation.ts";

export type { StorageClass } from "../generated/storage/v1.ts";

const defaultAnnotations = ["storageclass.kubernetes.io/is-default-class", "storageclass.beta.kubernetes.io/is-default-class"];

/** A way to make volumes. */
export const StorageClasses = defineResource<StorageClass>({
  group: "storage.k8s.io",
  version: "v1",
  kind: "StorageClass",
  plural: "storageclasses",
  shortNames: ["sc"],
  scope: "Cluster",

  defaults: (draft) => withDefaults(draft, { reclaimPolicy: "Delete", volumeBindingMode: "Immediate" }),
  validate: validateStorageClass,
  validateUpdate: validateStorageClassUpdate,

  columns: [
    { name: "Name", type: "string", format: "name", cell: (storageClass) => storageClass.metadata.name + (isDefaultClass(storageClass) ? " (default)" : "") },
    column("Provisioner", "string", ({ provisioner }) => provisioner),
    column("ReclaimPolicy", "string", ({ reclaimPolicy }) => reclaimPolicy ?? "Delete"),
    column("VolumeBindingMode", "string", ({ volumeBindingMode }) => volumeBindingMode ?? "Immediate"),
    column("AllowVolumeExpansion", "string", ({ allowVolumeExpansion }) => allowVolumeExpansion ?? false),
    ageColumn,
  ],
});

/** The class of claims that name none. */
export const isDefaultClass = ({ metadata }: StorageClass) => defaultAnnotations.some((annotation) => metadata.annotations?.[annotation] === "true");

function validateStorageClass({ provisioner, parameters, reclaimPolicy, volumeBindingMode, allowedTopologies }: StorageClass, errors: FieldErrors): void {
  if (isUnset(provisioner)) errors.required("provisioner");
  else errors.check("provisioner", provisioner, qualifiedNameErrors(provisioner.toLowerCase()));
  validateParameters(parameters, errors, true);
  if (reclaimPolicy !== undefined) errors.oneOf("reclaimPolicy", reclaimPolicy, ["Delete", "Retain"]);
  if (volumeBindingMode === undefined) errors.required("volumeBindingMode");
  else errors.oneOf("volumeBindingMode", volumeBindingMode, ["Immediate", "WaitForFirstConsumer"]);
  errors.each("allowedTopologies", allowedTopologies, validateTopology);
}

function validateTopology({ matchLabelExpressions = [] }: TopologySelectorTerm, errors: FieldErrors): void {
  const keys = new Set<string>();
  errors.each("matchLabelExpressions", matchLabelExpressions, ({ key, values }) => {
    if ((values?.length ?? 0) === 0) errors.required("values");
    for (const [index, value] of (values ?? []).entries()) if (values.indexOf(value) !== index) errors.duplicate(`values[${index}]`, value);
    errors.check("key", key ?? "", qualifiedNameErrors(key ?? ""));
    if (keys.has(key)) errors.duplicate("key", key);
    keys.add(key);
  });
}

function validateStorageClassUpdate(now: StorageClass, before: StorageClass, errors: FieldErrors): void {
  if (!deepEqual(now.parameters ?? {}, before.parameters ?? {})) errors.forbidden("parameters", "updates to parameters are forbidden.");
  if (now.provisioner !== before.provisioner) errors.forbidden("provisioner", "updates to provisioner are forbidden.");
  if (now.reclaimPolicy !== before.reclaimPolicy) errors.forbidden("reclaimPolicy", "updates to reclaimPolicy are forbidden.");
  errors.immutable("volumeBindingMode", now.volumeBindingMode, before.volumeBindingMode);
}
