import type { Draft } from "../../apimachinery/object.ts";
import { ageColumn, column, nameColumn } from "../columns.ts";
import { withDefaults, withField } from "../defaulting.ts";
import { defineResource } from "../define-resource.ts";
import type { FieldErrors } from "../field-errors.ts";
import type { Namespace } from "../generated/core/v1.ts";
import { labelName } from "../names.ts";
import { validateFinalizer } from "../object-meta-validation.ts";

export type { Namespace } from "../generated/core/v1.ts";

/** Every namespace carries its name as a label, so that selectors can name it. */
const nameLabel = "kubernetes.io/metadata.name";

/** A part of the cluster in which names are unique. */
export const Namespaces = defineResource<Namespace>({
  group: "",
  version: "v1",
  kind: "Namespace",
  plural: "namespaces",
  shortNames: ["ns"],
  scope: "Cluster",
  subresources: ["status", "finalize"],

  defaults: (draft) => labelled(withField(withDefaults(draft, { spec: {} }), "status", withDefaults(draft.status ?? {}, { phase: "Active" }))),
  prepareForCreate: (namespace) => ({
    ...labelled(namespace),
    spec: { ...namespace.spec, finalizers: withKubernetes(namespace.spec.finalizers ?? []) },
    status: { phase: "Active" },
  }),
  prepareForUpdate: (namespace, previous) => ({ ...labelled(namespace), spec: { ...namespace.spec, finalizers: previous.spec.finalizers } }),
  validateName: labelName,
  validate: ({ spec }, errors) => {
    for (const finalizer of spec.finalizers ?? []) errors.at("spec.finalizers", finalizer, validateFinalizer);
  },
  validateStatusUpdate: validatePhase,

  columns: [nameColumn, column("Status", "string", ({ status }) => status.phase ?? ""), ageColumn],
  selectableFields: {
    "status.phase": { get: ({ status }) => status.phase ?? "" },
    name: { get: ({ metadata }) => metadata.name },
  },
});

/** The phase follows from whether the namespace is being deleted. */
function validatePhase({ metadata, status }: Namespace, _previous: Namespace, errors: FieldErrors): void {
  const deleted = metadata.deletionTimestamp !== undefined;
  if (!deleted && status.phase !== "Active") errors.invalid("status.Phase", status.phase ?? "", "may only be 'Active' if `deletionTimestamp` is empty");
  if (deleted && status.phase !== "Terminating") {
    errors.invalid("status.Phase", status.phase ?? "", "may only be 'Terminating' if `deletionTimestamp` is not empty");
  }
}

function labelled<N extends Draft<Namespace>>(namespace: N): N {
  const { metadata } = namespace;
  const name = metadata?.name;
  if (name === undefined || name === "" || metadata?.labels?.[nameLabel] === name) return namespace;
  return { ...namespace, metadata: { ...metadata, labels: { ...metadata?.labels, [nameLabel]: name } } };
}

/** The finalizer behind which the namespace controller empties a namespace that is being deleted. */
const withKubernetes = (finalizers: readonly string[]) => (finalizers.includes("kubernetes") ? finalizers : [...finalizers, "kubernetes"]);
