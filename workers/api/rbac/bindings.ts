import { deepEqual } from "../../base/deep-equal.ts";
import { ageColumn, column, nameColumn, wideColumn } from "../columns.ts";
import { changeField, isUnset, mapShared, type Part, withDefaults } from "../defaulting.ts";
import type { FieldErrors } from "../field-errors.ts";
import type { ClusterRoleBinding, RoleBinding, Subject } from "../generated/rbac/v1.ts";
import type { Column } from "../resource.ts";
import { rbacGroup } from "./rbac-validation.ts";

type Binding = RoleBinding | ClusterRoleBinding;
type BindingDraft = Pick<Part<RoleBinding>, "roleRef" | "subjects">;

/** What both kinds of bindings get when their authors say nothing. */
export function defaultBinding<B extends BindingDraft>(draft: B): B {
  const withRole = changeField<BindingDraft, "roleRef">(draft, "roleRef", (role) => (isUnset(role.apiGroup) ? { ...role, apiGroup: rbacGroup } : role));
  return changeField(withRole, "subjects", (subjects) => mapShared(subjects, defaultSubject)) as B;
}

const defaultSubject = (subject: Part<Subject>): Part<Subject> =>
  subject.kind === "User" || subject.kind === "Group" ? withDefaults(subject, { apiGroup: rbacGroup }) : subject;

/** Who may do something can change, but not what they may do. */
export function validateBindingUpdate(binding: Binding, previous: Binding, errors: FieldErrors): void {
  if (!deepEqual(binding.roleRef, previous.roleRef)) errors.invalid("roleRef", binding.roleRef, "cannot change roleRef");
}

const names = ({ subjects = [] }: Binding, kind: string, text = ({ name }: Subject) => name) =>
  subjects.filter((subject) => subject.kind === kind).map(text).join(", ");

/** The columns of both kinds of bindings. */
export const bindingColumns: readonly Column<Binding>[] = [
  nameColumn,
  column("Role", "string", ({ roleRef }) => `${roleRef?.kind ?? ""}/${roleRef?.name ?? ""}`),
  ageColumn,
  wideColumn("Users", "string", (binding) => names(binding, "User")),
  wideColumn("Groups", "string", (binding) => names(binding, "Group")),
  wideColumn("ServiceAccounts", "string", (binding) => names(binding, "ServiceAccount", ({ namespace, name }) => `${namespace ?? ""}/${name}`)),
];
