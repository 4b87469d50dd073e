import { defineResource } from "../define-resource.ts";
import type { ClusterRoleBinding } from "../generated/rbac/v1.ts";
import { pathSegmentName } from "../names.ts";
import { bindingColumns, defaultBinding, validateBindingUpdate } from "./bindings.ts";
import { validateRoleRef, validateSubject } from "./rbac-validation.ts";

export type { ClusterRoleBinding, Subject } from "../generated/rbac/v1.ts";

const kinds = ["ClusterRole"];

/** Who may do what a role allows, everywhere. */
export const ClusterRoleBindings = defineResource<ClusterRoleBinding>({
  group: "rbac.authorization.k8s.io",
  version: "v1",
  kind: "ClusterRoleBinding",
  plural: "clusterrolebindings",
  scope: "Cluster",

  defaults: defaultBinding,
  validateName: pathSegmentName,
  validate({ roleRef, subjects }, errors) {
    errors.at("roleRef", roleRef ?? { kind: "", name: "" }, validateRoleRef, kinds);
    errors.each("subjects", subjects, validateSubject, false);
  },
  validateUpdate: validateBindingUpdate,

  columns: bindingColumns,
});
