import { defineResource } from "../define-resource.ts";
import type { RoleBinding } from "../generated/rbac/v1.ts";
import { pathSegmentName } from "../names.ts";
import { bindingColumns, defaultBinding, validateBindingUpdate } from "./bindings.ts";
import { validateRoleRef, validateSubject } from "./rbac-validation.ts";

export type { RoleBinding, Subject } from "../generated/rbac/v1.ts";

const kinds = ["Role", "ClusterRole"];

/** Who may do what a role allows, within one namespace. */
export const RoleBindings = defineResource<RoleBinding>({
  group: "rbac.authorization.k8s.io",
  version: "v1",
  kind: "RoleBinding",
  plural: "rolebindings",
  scope: "Namespaced",

  defaults: defaultBinding,
  validateName: pathSegmentName,
  validate({ roleRef, subjects }, errors) {
    errors.at("roleRef", roleRef ?? { kind: "", name: "" }, validateRoleRef, kinds);
    errors.each("subjects", subjects, validateSubject, true);
  },
  validateUpdate: validateBindingUpdate,

  columns: bindingColumns,
});
