import { ageColumn, column, nameColumn } from "../columns.ts";
import { changeField, isUnset, withDefaults } from "../defaulting.ts";
import { defineResource } from "../define-resource.ts";
import type { FieldErrors } from "../field-errors.ts";
import type { FlowSchema, FlowSchemaSpec } from "../generated/flowcontrol/v1.ts";
import { subdomainName } from "../names.ts";
import { validateFlowRule } from "./flow-rule-validation.ts";

export type { FlowSchema } from "../generated/flowcontrol/v1.ts";

const usualPrecedence = 1000;
const lastPrecedence = 10_000;

/** Which requests belong together, and how important they are. */
export const FlowSchemas = defineResource<FlowSchema>({
  group: "flowcontrol.apiserver.k8s.io",
  version: "v1",
  kind: "FlowSchema",
  plural: "flowschemas",
  scope: "Cluster",
  subresources: ["status"],
  hasGeneration: true,

  defaults: (draft) => changeField(withDefaults(draft, { spec: {}, status: {} }), "spec", (spec) => withDefaults(spec, { matchingPrecedence: usualPrecedence })),
  prepareForCreate: (schema) => ({ ...schema, status: {} }),
  validate({ metadata, spec }, errors) {
    errors.at("spec", spec, validateSpec);
    if (spec.matchingPrecedence === 1 && metadata.name !== "exempt") {
      errors.invalid("spec.matchingPrecedence", 1, "only the schema named 'exempt' may have matchingPrecedence 1");
    }
  },

  columns: [
    nameColumn,
    column("PriorityLevel", "string", ({ spec }) => spec.priorityLevelConfiguration?.name ?? ""),
    column("MatchingPrecedence", "integer", ({ spec }) => spec.matchingPrecedence ?? 0),
    column("DistinguisherMethod", "string", ({ spec }) => spec.distinguisherMethod?.type ?? "<none>"),
    ageColumn,
    column("MissingPL", "string", ({ status }) => status.conditions?.find(({ type }) => type === "Dangling")?.status ?? "?"),
  ],
});

function validateSpec({ matchingPrecedence = 0, distinguisherMethod, priorityLevelConfiguration, rules }: FlowSchemaSpec, errors: FieldErrors): void {
  if (matchingPrecedence <= 0) errors.invalid("matchingPrecedence", matchingPrecedence, "must be a positive value");
  if (matchingPrecedence > lastPrecedence) errors.invalid("matchingPrecedence", matchingPrecedence, `must not be greater than ${lastPrecedence}`);
  if (distinguisherMethod !== undefined) errors.oneOf("distinguisherMethod", distinguisherMethod.type, ["ByNamespace", "ByUser"]);
  const level = priorityLevelConfiguration?.name;
  if (isUnset(level)) errors.required("priorityLevelConfiguration.name", "must reference a priority level");
  else errors.check("priorityLevelConfiguration.name", level, subdomainName(level ?? "", false));
  errors.each("rules", rules, validateFlowRule);
}
