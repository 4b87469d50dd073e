import type { Draft } from "../../apimachinery/object.ts";
import { labelValueErrors, qualifiedNameErrors } from "../../apimachinery/names.ts";
import { ageColumn, column, nameColumn } from "../columns.ts";
import { validateNodeSelector } from "../core/affinity-validation.ts";
import { validateCsiDriverName } from "../core/volume-source-validation.ts";
import { changeField, isUnset, listOrEmpty, mapShared, numberOrZero, withDefaults } from "../defaulting.ts";
import { defineResource } from "../define-resource.ts";
import type { FieldErrors } from "../field-errors.ts";
import type { Device, DeviceTaint, ResourcePool, ResourceSlice, ResourceSliceSpec } from "../generated/resource/v1.ts";
import { subdomainName } from "../names.ts";
import { validateNamed } from "./device-validation.ts";

export type { ResourceSlice } from "../generated/resource/v1.ts";

/** Devices that a driver offers: those of a node, or of a part of the cluster. */
export const ResourceSlices = defineResource<ResourceSlice>({
  group: "resource.k8s.io",
  version: "v1",
  kind: "ResourceSlice",
  plural: "resourceslices",
  scope: "Cluster",
  hasGeneration: true,

  defaults: (draft: Draft<ResourceSlice>) => withDefaults(draft, { spec: {} }),
  prepareForCreate: withTaintTimes,
  validate: ({ spec }, errors) => errors.at("spec", spec, validateSpec),
  validateUpdate({ spec }, { spec: before }, errors) {
    errors.immutable("spec.driver", spec.driver, before.driver);
    errors.immutable("spec.pool.name", spec.pool?.name, before.pool?.name);
    errors.immutable("spec.nodeName", spec.nodeName, before.nodeName);
  },

  columns: [
    nameColumn,
    column("Node", "string", ({ spec }) => spec.nodeName ?? ""),
    column("Driver", "string", ({ spec }) => spec.driver ?? ""),
    column("Pool", "string", ({ spec }) => spec.pool?.name ?? ""),
    ageColumn,
  ],
  selectableFields: { "spec.nodeName": { get: ({ spec }) => spec.nodeName ?? "" }, "spec.driver": { get: ({ spec }) => spec.driver ?? "" } },
});

/** A taint without a time was added when the slice was made. */
function withTaintTimes(slice: ResourceSlice): ResourceSlice {
  const timeAdded = slice.metadata.creationTimestamp;
  const timed = (device: Device) => changeField(device, "taints", (taints) => mapShared(taints, (taint) => withDefaults(taint, { timeAdded })));
  return changeField(slice, "spec", (spec) => changeField(spec, "devices", (devices) => mapShared(devices, timed)));
}

const places = ["nodeName", "nodeSelector", "allNodes", "perDeviceNodeSelection"] as const;
const mostDevices = 128;

function validateSpec(spec: ResourceSliceSpec, errors: FieldErrors): void {
  validateCsiDriverName("driver", spec.driver, errors);
  errors.at("pool", spec.pool ?? { name: "", generation: 0, resourceSliceCount: 0 }, validatePool);
  const given = places.filter((place) => spec[place] !== undefined && spec[place] !== false && spec[place] !== "");
  const list = places.map((place) => `\`${place}\``).join(", ");
  if (given.length === 0) errors.required("", `exactly one of ${list} is required`);
  if (given.length > 1) errors.invalid("", `{${given.map((place) => `\`${place}\``).join(", ")}}`, `exactly one of ${list} is required, but multiple fields are set`);
  if (!isUnset(spec.nodeName)) errors.check("nodeName", spec.nodeName, subdomainName(spec.nodeName ?? "", false));
  errors.at("nodeSelector", spec.nodeSelector, validateNodeSelector);
  validateNamed("devices", listOrEmpty(spec.devices), errors, { most: mostDevices, visit: validateDevice });
}

function validatePool({ name, generation, resourceSliceCount }: ResourcePool, errors: FieldErrors): void {
  if (isUnset(name)) errors.required("name");
  else for (const part of name.split("/")) errors.check("name", part, subdomainName(part, false));
  if (numberOrZero(resourceSliceCount) <= 0) errors.invalid("resourceSliceCount", numberOrZero(resourceSliceCount), "must be greater than zero");
  if (numberOrZero(generation) < 0) errors.invalid("generation", generation, "must be greater than or equal to zero");
}

function validateDevice({ attributes = {}, taints }: Device, errors: FieldErrors): void {
  for (const [name, attribute] of Object.entries(attributes)) {
    const kinds = Object.values(attribute).filter((value) => value !== undefined).length;
    if (kinds !== 1) errors.invalid(`attributes[${name}]`, attribute, kinds === 0 ? "exactly one value must be specified" : "exactly one value must be specified, but multiple fields are set");
  }
  errors.each("taints", taints, validateTaint);
}

function validateTaint({ key, value, effect }: DeviceTaint, errors: FieldErrors): void {
  errors.check("key", key ?? "", qualifiedNameErrors(key ?? ""));
  if (!isUnset(value)) errors.check("value", value, labelValueErrors(value ?? ""));
  if (isUnset(effect)) errors.required("effect");
  else errors.oneOf("effect", effect, ["NoExecute", "NoSchedule", "None"]);
}
