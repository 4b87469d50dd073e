import { rangeErrors } from "../../apimachinery/names.ts";
import { ageColumn, column, nameColumn } from "../columns.ts";
import { changeField, numberOrZero, type Part, withDefaults } from "../defaulting.ts";
import { defineResource } from "../define-resource.ts";
import type { FieldErrors } from "../field-errors.ts";
import type { LimitedPriorityLevelConfiguration, PriorityLevelConfiguration, PriorityLevelConfigurationSpec, QueuingConfiguration } from "../generated/flowcontrol/v1.ts";

export type { PriorityLevelConfiguration } from "../generated/flowcontrol/v1.ts";

/** How many requests of one importance are served at a time, and which wait. */
export const PriorityLevelConfigurations = defineResource<PriorityLevelConfiguration>({
  group: "flowcontrol.apiserver.k8s.io",
  version: "v1",
  kind: "PriorityLevelConfiguration",
  plural: "prioritylevelconfigurations",
  scope: "Cluster",
  subresources: ["status"],
  hasGeneration: true,

  defaults: (draft) => changeField(withDefaults(draft, { spec: {}, status: {} }), "spec", defaultSpec),
  prepareForCreate: (level) => ({ ...level, status: {} }),
  validate: ({ spec }, errors) => errors.at("spec", spec, validateSpec),

  columns: [
    nameColumn,
    column("Type", "string", ({ spec }) => spec.type),
    column("NominalConcurrencyShares", "string", ({ spec }) => spec.limited?.nominalConcurrencyShares ?? "<none>"),
    ...(["queues", "handSize", "queueLengthLimit"] as const).map((field) =>
      column<PriorityLevelConfiguration>(field.charAt(0).toUpperCase() + field.slice(1), "string", ({ spec }) => spec.limited?.limitResponse?.queuing?.[field] ?? "<none>"),
    ),
    ageColumn,
  ],
});

function defaultSpec(spec: Part<PriorityLevelConfigurationSpec>): Part<PriorityLevelConfigurationSpec> {
  const withExempt = changeField(spec, "exempt", (exempt) => withDefaults(exempt, { nominalConcurrencyShares: 0, lendablePercent: 0 }));
  return changeField(withExempt, "limited", defaultLimits);
}

const defaultLimits = (limited: Part<LimitedPriorityLevelConfiguration>): Part<LimitedPriorityLevelConfiguration> =>
  changeField(withDefaults(limited, { nominalConcurrencyShares: 30, lendablePercent: 0 }), "limitResponse", (response) =>
    changeField(response, "queuing", (queuing) => withDefaults(queuing, { queues: 64, handSize: 8, queueLengthLimit: 50 })),
  );

function validateSpec({ type, exempt, limited }: PriorityLevelConfigurationSpec, errors: FieldErrors): void {
  errors.oneOf("type", type, ["Exempt", "Limited"]);
  if (type === "Exempt" && limited !== undefined) errors.forbidden("limited", "must be nil if the type is not Limited");
  if (type === "Limited" && exempt !== undefined) errors.forbidden("exempt", "must be nil if the type is Limited");
  if (type === "Limited" && limited === undefined) errors.required("limited", "must not be empty when type is Limited");
  errors.at("exempt", exempt, validateShares);
  errors.at("limited", limited, validateLimits);
}

function validateShares({ nominalConcurrencyShares: shares = 0, lendablePercent = 0 }: { readonly nominalConcurrencyShares?: number; readonly lendablePercent?: number }, errors: FieldErrors): void {
  if (shares < 0) errors.invalid("nominalConcurrencyShares", shares, "must be a non-negative integer");
  errors.check("lendablePercent", lendablePercent, rangeErrors(lendablePercent, 0, 100));
}

function validateLimits(limited: LimitedPriorityLevelConfiguration, errors: FieldErrors): void {
  validateShares(limited, errors);
  const { borrowingLimitPercent = 0, limitResponse } = limited;
  if (borrowingLimitPercent < 0) errors.invalid("borrowingLimitPercent", borrowingLimitPercent, "if specified, must be a non-negative integer");
  const { type, queuing } = limitResponse ?? { type: "" };
  errors.oneOf("limitResponse.type", type, ["Queue", "Reject"]);
  if (type === "Reject" && queuing !== undefined) errors.forbidden("limitResponse.queuing", "must be nil if limited.limitResponse.type is not Limited");
  if (type === "Queue" && queuing === undefined) errors.required("limitResponse.queuing", "must not be empty if limited.limitResponse.type is Limited");
  if (type === "Queue") errors.at("limitResponse.queuing", queuing, validateQueues);
}

const mostQueues = 10_000_000;

function validateQueues(queuing: QueuingConfiguration, errors: FieldErrors): void {
  for (const field of ["queueLengthLimit", "queues", "handSize"] as const) {
    if (numberOrZero(queuing[field]) <= 0) errors.invalid(field, numberOrZero(queuing[field]), "must be positive");
  }
  const [queues, handSize] = [numberOrZero(queuing.queues), numberOrZero(queuing.handSize)];
  if (queues > mostQueues) errors.invalid("queues", queues, `must not be greater than ${mostQueues}`);
  if (handSize > queues) errors.invalid("handSize", handSize, `should not be greater than queues (${queues})`);
}
