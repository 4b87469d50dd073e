import { listOrEmpty, withDefaults } from "../defaulting.ts";
import { defineResource } from "../define-resource.ts";
import type { DeviceClass } from "../generated/resource/v1.ts";
import { validateConfiguration, validateSelectors } from "./device-validation.ts";

export type { DeviceClass } from "../generated/resource/v1.ts";

const mostConfigurations = 32;

/** Devices of one kind, as claims ask for them. */
export const DeviceClasses = defineResource<DeviceClass>({
  group: "resource.k8s.io",
  version: "v1",
  kind: "DeviceClass",
  plural: "deviceclasses",
  scope: "Cluster",
  hasGeneration: true,

  defaults: (draft) => withDefaults(draft, { spec: {} }),
  validate({ spec }, errors) {
    errors.at("spec", listOrEmpty(spec.selectors), validateSelectors);
    const configurations = listOrEmpty(spec.config);
    if (configurations.length > mostConfigurations) errors.tooMany("spec.config", configurations.length, mostConfigurations);
    errors.each("spec.config", configurations, ({ opaque }) => validateConfiguration(opaque, errors));
  },
});
