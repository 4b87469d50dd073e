import { createdAtColumn, nameColumn } from "../columns.ts";
import { defineResource } from "../define-resource.ts";
import type { Role } from "../generated/rbac/v1.ts";
import { pathSegmentName } from "../names.ts";
import { validateRule } from "./rbac-validation.ts";

export type { Role, PolicyRule } from "../generated/rbac/v1.ts";

/** What may be done within one namespace. */
export const Roles = defineResource<Role>({
  group: "rbac.authorization.k8s.io",
  version: "v1",
  kind: "Role",
  plural: "roles",
  scope: "Namespaced",

  validateName: pathSegmentName,
  validate: ({ rules }, errors) => errors.each("rules", rules, validateRule, true),

  columns: [nameColumn, createdAtColumn],
});
