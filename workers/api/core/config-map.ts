import { ageColumn, column, nameColumn } from "../columns.ts";
import { defineResource } from "../define-resource.ts";
import type { ConfigMap } from "../generated/core/v1.ts";
import { validateConfigMap, validateSealed } from "./secret-validation.ts";

export type { ConfigMap } from "../generated/core/v1.ts";

/** Settings for containers, apart from their images. */
export const ConfigMaps = defineResource<ConfigMap>({
  group: "",
  version: "v1",
  kind: "ConfigMap",
  plural: "configmaps",
  shortNames: ["cm"],
  scope: "Namespaced",

  validate: validateConfigMap,
  validateUpdate: validateSealed,

  columns: [
    nameColumn,
    column("Data", "string", ({ data = {}, binaryData = {} }) => Object.keys(data).length + Object.keys(binaryData).length),
    ageColumn,
  ],
});
