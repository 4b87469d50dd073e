import { ageColumn, column, nameColumn } from "../columns.ts";
import { withDefaults } from "../defaulting.ts";
import { defineResource } from "../define-resource.ts";
import type { Lease } from "../generated/coordination/v1.ts";

export type { Lease } from "../generated/coordination/v1.ts";

/** A claim that its holder must renew: heartbeats of nodes, leadership of controllers. */
export const Leases = defineResource<Lease>({
  group: "coordination.k8s.io",
  version: "v1",
  kind: "Lease",
  plural: "leases",
  scope: "Namespaced",

  defaults: (draft) => withDefaults(draft, { spec: {} }),

  validate({ spec }, errors) {
    const { leaseDurationSeconds, leaseTransitions, strategy = "", preferredHolder = "" } = spec;
    if (leaseDurationSeconds !== undefined && leaseDurationSeconds <= 0) errors.invalid("spec.leaseDurationSeconds", leaseDurationSeconds, "must be greater than 0");
    errors.nonNegative("spec.leaseTransitions", leaseTransitions);
    if (preferredHolder !== "" && strategy === "") errors.invalid("spec.preferredHolder", preferredHolder, "may only be specified when `strategy` is defined");
  },

  columns: [nameColumn, column("Holder", "string", ({ spec }) => spec.holderIdentity ?? ""), ageColumn],
});
