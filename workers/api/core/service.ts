import { ageColumn, column, nameColumn, wideColumn } from "../columns.ts";
import { formatLabels } from "../../apimachinery/labels.ts";
import { defineResource } from "../define-resource.ts";
import type { Service } from "../generated/core/v1.ts";
import { labelName } from "../names.ts";
import { validateServiceUpdate } from "./service-address-validation.ts";
import { externalIpText, servicePortsText } from "./service-columns.ts";
import { defaultService } from "./service-defaults.ts";
import { validateServiceStatus } from "./service-status-validation.ts";
import { prepareNewService, prepareServiceUpdate } from "./service-update.ts";
import { validateService } from "./service-validation.ts";

export type { Service, ServicePort, ServiceSpec } from "../generated/core/v1.ts";

/** A stable address in front of the pods that a selector names. */
export const Services = defineResource<Service>({
  group: "",
  version: "v1",
  kind: "Service",
  plural: "services",
  shortNames: ["svc"],
  categories: ["all"],
  scope: "Namespaced",
  subresources: ["status", "proxy"],

  defaults: defaultService,
  prepareForCreate: prepareNewService,
  prepareForUpdate: prepareServiceUpdate,
  validateName: labelName,
  validate: validateService,
  validateUpdate: validateServiceUpdate,
  validateStatusUpdate: validateServiceStatus,

  columns: [
    nameColumn,
    column("Type", "string", ({ spec }) => spec.type ?? ""),
    column("Cluster-IP", "string", ({ spec }) => spec.clusterIPs?.[0] || spec.clusterIP || "<none>"),
    column("External-IP", "string", externalIpText),
    column("Port(s)", "string", servicePortsText),
    ageColumn,
    wideColumn("Selector", "string", ({ spec }) => formatLabels(spec.selector)),
  ],
  selectableFields: {
    "spec.clusterIP": { get: ({ spec }) => spec.clusterIP ?? "" },
    "spec.type": { get: ({ spec }) => spec.type ?? "" },
  },
});
