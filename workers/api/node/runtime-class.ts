import { dns1123LabelErrors } from "../../apimachinery/names.ts";
import { ageColumn, column, nameColumn } from "../columns.ts";
import { validateResources } from "../core/resource-validation.ts";
import { validateToleration } from "../core/toleration-validation.ts";
import { isUnset } from "../defaulting.ts";
import { defineResource } from "../define-resource.ts";
import type { RuntimeClass } from "../generated/node/v1.ts";
import { validateLabels } from "../object-meta-validation.ts";

export type { RuntimeClass } from "../generated/node/v1.ts";

const noClaims: ReadonlySet<string> = new Set();

/** Which container runtime pods want. */
export const RuntimeClasses = defineResource<RuntimeClass>({
  group: "node.k8s.io",
  version: "v1",
  kind: "RuntimeClass",
  plural: "runtimeclasses",
  scope: "Cluster",

  validate({ handler, overhead, scheduling }, errors) {
    if (isUnset(handler)) errors.required("handler");
    else errors.check("handler", handler, dns1123LabelErrors(handler));
    if (overhead?.podFixed !== undefined) errors.at("overhead", { limits: overhead.podFixed }, validateResources, noClaims);
    errors.at("scheduling.nodeSelector", scheduling?.nodeSelector, validateLabels);
    errors.each("scheduling.tolerations", scheduling?.tolerations, validateToleration);
  },
  validateUpdate: (now, before, errors) => errors.immutable("handler", now.handler, before.handler),

  columns: [nameColumn, column("Handler", "string", ({ handler }) => handler), ageColumn],
});
