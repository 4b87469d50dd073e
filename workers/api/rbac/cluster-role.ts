import { createdAtColumn, nameColumn } from "../columns.ts";
import { defineResource } from "../define-resource.ts";
import type { ClusterRole } from "../generated/rbac/v1.ts";
import { pathSegmentName } from "../names.ts";
import { validateAggregation, validateRule } from "./rbac-validation.ts";

export type { ClusterRole, PolicyRule } from "../generated/rbac/v1.ts";

/** What may be done in the whole cluster, or in any namespace it is bound in. */
export const ClusterRoles = defineResource<ClusterRole>({
  group: "rbac.authorization.k8s.io",
  version: "v1",
  kind: "ClusterRole",
  plural: "clusterroles",
  scope: "Cluster",

  validateName: pathSegmentName,
  validate({ rules, aggregationRule }, errors) {
    errors.each("rules", rules, validateRule, false);
    errors.at("aggregationRule", aggregationRule, validateAggregation);
  },

  columns: [nameColumn, createdAtColumn],
});
