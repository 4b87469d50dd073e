import { formatQuantity, quantitySign } from "../../apimachinery/quantity.ts";
import type { Draft } from "../../apimachinery/object.ts";
import { deepEqual } from "../../base/deep-equal.ts";
import { ageColumn, column, nameColumn, wideColumn } from "../columns.ts";
import { withDefaults, withField } from "../defaulting.ts";
import { defineResource } from "../define-resource.ts";
import type { FieldErrors, Visit } from "../field-errors.ts";
import type { PersistentVolume, PersistentVolumeSpec } from "../generated/core/v1.ts";
import { subdomainName } from "../names.ts";
import { specDifference } from "../spec-difference.ts";
import { validateNodeSelector } from "./affinity-validation.ts";
import { validateAccessModes, volumeModes } from "./claim-spec-validation.ts";
import { volumeSources } from "./persistent-volume-sources.ts";
import { accessModesText, storageClassOf } from "./volume-texts.ts";

export type { PersistentVolume } from "../generated/core/v1.ts";

/** A piece of storage that claims can be bound to. */
export const PersistentVolumes = defineResource<PersistentVolume>({
  group: "",
  version: "v1",
  kind: "PersistentVolume",
  plural: "persistentvolumes",
  shortNames: ["pv"],
  scope: "Cluster",
  subresources: ["status"],

  defaults: defaultVolume,
  prepareForCreate: (volume) => ({ ...volume, status: { phase: "Pending", lastPhaseTransitionTime: volume.metadata.creationTimestamp } }),
  validate: ({ spec }, errors) => errors.at("spec", spec, validateSpec),
  validateUpdate: validateVolumeUpdate,

  columns: [
    nameColumn,
    column("Capacity", "string", ({ spec }) => formatQuantity(spec.capacity?.storage ?? "0")),
    column("Access Modes", "string", ({ spec }) => accessModesText(spec.accessModes)),
    column("Reclaim Policy", "string", ({ spec }) => spec.persistentVolumeReclaimPolicy ?? ""),
    column("Status", "string", ({ metadata, status }) => (metadata.deletionTimestamp === undefined ? (status.phase ?? "") : "Terminating")),
    column("Claim", "string", ({ spec: { claimRef } }) => (claimRef === undefined ? "" : `${claimRef.namespace ?? ""}/${claimRef.name ?? ""}`)),
    column("StorageClass", "string", ({ metadata, spec }) => storageClassOf(metadata, spec.storageClassName)),
    column("VolumeAttributesClass", "string", ({ spec }) => spec.volumeAttributesClassName ?? "<unset>"),
    column("Reason", "string", ({ status }) => status.reason ?? ""),
    ageColumn,
    wideColumn("VolumeMode", "string", ({ spec }) => spec.volumeMode ?? "<unset>"),
  ],
});

function defaultVolume(draft: Draft<PersistentVolume>): Draft<PersistentVolume> {
  const given = withDefaults(draft.spec ?? {}, { persistentVolumeReclaimPolicy: "Retain", volumeMode: "Filesystem" });
  const spec = given.hostPath === undefined ? given : withField(given, "hostPath", withDefaults(given.hostPath, { type: "" }));
  const withDisk = spec.rbd === undefined ? spec : withField(spec, "rbd", withDefaults(spec.rbd, { pool: "rbd", user: "admin", keyring: "/etc/ceph/keyring" }));
  return withField(withField(draft, "spec", withDisk), "status", withDefaults(draft.status ?? {}, { phase: "Pending" }));
}

function validateSpec(spec: PersistentVolumeSpec, errors: FieldErrors): void {
  if ((spec.accessModes?.length ?? 0) === 0) errors.required("accessModes");
  validateAccessModes(spec.accessModes ?? [], errors);
  validateCapacity(spec.capacity ?? {}, errors);
  const policy = spec.persistentVolumeReclaimPolicy;
  if (policy !== undefined) errors.oneOf("persistentVolumeReclaimPolicy", policy, ["Delete", "Recycle", "Retain"]);
  if (spec.nodeAffinity !== undefined) {
    if (spec.nodeAffinity.required === undefined) errors.required("nodeAffinity.required", "must specify required node constraints");
    errors.at("nodeAffinity.required", spec.nodeAffinity.required, validateNodeSelector);
  }
  validateSource(spec, errors);
  if (spec.hostPath?.path === "/" && policy === "Recycle") errors.forbidden("persistentVolumeReclaimPolicy", "may not be 'recycle' for a hostPath mount of '/'");
  const className = spec.storageClassName ?? "";
  if (className !== "") errors.check("storageClassName", className, subdomainName(className, false));
  if (spec.volumeMode !== undefined) errors.oneOf("volumeMode", spec.volumeMode, volumeModes);
}

function validateCapacity(capacity: Readonly<Record<string, string>>, errors: FieldErrors): void {
  const names = Object.keys(capacity);
  if (names.length === 0) errors.required("capacity");
  if (capacity.storage === undefined || names.length > 1) errors.notSupported("capacity", capacity, ["storage"]);
  for (const name of names) if (quantitySign(capacity[name] ?? "0") <= 0) errors.invalid(`capacity[${name}]`, capacity[name], "must be greater than zero");
}

const sourceNames = Object.keys(volumeSources) as readonly (keyof typeof volumeSources)[];

function validateSource(spec: PersistentVolumeSpec, errors: FieldErrors): void {
  let given = 0;
  for (const name of sourceNames) {
    if (spec[name] === undefined) continue;
    given += 1;
    if (given > 1) errors.forbidden(name, "may not specify more than 1 volume type");
    else errors.at(name, spec[name], volumeSources[name] as Visit<unknown>);
  }
  if (given === 0) errors.required("", "must specify a volume type");
  if (spec.local !== undefined && spec.nodeAffinity?.required === undefined) errors.required("nodeAffinity", "Local volume requires node affinity");
}

/** Where the data lies does not change, nor from where it can be reached. */
function validateVolumeUpdate({ spec }: PersistentVolume, { spec: before }: PersistentVolume, errors: FieldErrors): void {
  const source = Object.fromEntries(sourceNames.map((name) => [name, spec[name]]));
  const sourceBefore = Object.fromEntries(sourceNames.map((name) => [name, before[name]]));
  if (!deepEqual(source, sourceBefore)) {
    errors.forbidden("spec.persistentvolumesource", `spec.persistentvolumesource is immutable after creation\n${specDifference(sourceBefore, source)}`);
  }
  errors.immutable("spec.volumeMode", spec.volumeMode, before.volumeMode);
  if (before.nodeAffinity !== undefined) errors.immutable("spec.nodeAffinity", spec.nodeAffinity, before.nodeAffinity);
}
