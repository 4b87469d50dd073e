import { ageColumn, column } from "../columns.ts";
import { validateCsiDriverName } from "../core/volume-source-validation.ts";
import { defineResource } from "../define-resource.ts";
import type { VolumeAttributesClass } from "../generated/storage/v1.ts";
import { validateParameters } from "./parameters-validation.ts";

export type { VolumeAttributesClass } from "../generated/storage/v1.ts";

const defaultAnnotation = "volumeattributesclass.alpha.kubernetes.io/is-default-class";

/** How a volume performs, which may change while it is used. */
export const VolumeAttributesClasses = defineResource<VolumeAttributesClass>({
  group: "storage.k8s.io",
  version: "v1",
  kind: "VolumeAttributesClass",
  plural: "volumeattributesclasses",
  shortNames: ["vac"],
  scope: "Cluster",

  validate({ driverName, parameters }, errors) {
    validateCsiDriverName("driverName", driverName, errors);
    validateParameters(parameters, errors, false);
  },
  validateUpdate(now, before, errors) {
    errors.immutable("driverName", now.driverName, before.driverName);
    errors.immutable("parameters", now.parameters, before.parameters);
  },

  columns: [
    { name: "Name", type: "string", format: "name", cell: ({ metadata }) => metadata.name + (metadata.annotations?.[defaultAnnotation] === "true" ? " (default)" : "") },
    column("DriverName", "string", ({ driverName }) => driverName),
    ageColumn,
  ],
});
