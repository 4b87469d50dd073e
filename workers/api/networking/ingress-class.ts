import { ageColumn, column, nameColumn } from "../columns.ts";
import { changeField, withDefaults } from "../defaulting.ts";
import { defineResource } from "../define-resource.ts";
import { validateDomainPath } from "../domain-path-validation.ts";
import type { FieldErrors } from "../field-errors.ts";
import type { IngressClass, IngressClassParametersReference } from "../generated/networking/v1.ts";
import { labelName } from "../names.ts";
import { validateObjectReference } from "./ingress-validation.ts";

export type { IngressClass } from "../generated/networking/v1.ts";

const longestController = 250;

/** Which controller serves an Ingress. */
export const IngressClasses = defineResource<IngressClass>({
  group: "networking.k8s.io",
  version: "v1",
  kind: "IngressClass",
  plural: "ingressclasses",
  scope: "Cluster",
  hasGeneration: true,

  defaults: (draft) =>
    changeField(withDefaults(draft, { spec: {} }), "spec", (spec) => changeField(spec, "parameters", (parameters) => withDefaults(parameters, { scope: "Cluster" }))),
  validate({ spec: { controller = "", parameters } }, errors) {
    if (controller.length > longestController) errors.tooLong("spec.controller", longestController);
    validateDomainPath("spec.controller", controller, errors);
    errors.at("spec.parameters", parameters, validateParameters);
  },
  validateUpdate: ({ spec }, { spec: before }, errors) => errors.immutable("spec.controller", spec.controller, before.controller),

  columns: [
    nameColumn,
    column("Controller", "string", ({ spec }) => spec.controller ?? ""),
    column("Parameters", "string", ({ spec: { parameters } }) => (parameters === undefined ? "<none>" : parametersText(parameters))),
    ageColumn,
  ],
});

const parametersText = ({ apiGroup, kind, name }: IngressClassParametersReference) => `${kind}${apiGroup === undefined ? "" : `.${apiGroup}`}/${name}`;

function validateParameters(parameters: IngressClassParametersReference, errors: FieldErrors): void {
  const { scope, namespace } = parameters;
  validateObjectReference(parameters, errors);
  if (scope === undefined) return errors.required("scope");
  errors.oneOf("scope", scope, ["Cluster", "Namespace"]);
  if (scope === "Namespace" && namespace === undefined) errors.required("namespace", "`parameters.scope` is set to 'Namespace'");
  if (scope === "Namespace" && namespace !== undefined) errors.check("namespace", namespace, labelName(namespace, false));
  if (scope === "Cluster" && namespace !== undefined) errors.forbidden("namespace", "`parameters.scope` is set to 'Cluster'");
}
