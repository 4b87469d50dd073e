import { formatLabelSelector, formatSelector, selectorFromLabelSelector } from "../../apimachinery/labels.ts";
import { ageColumn, column, nameColumn, templateColumns, wideColumn } from "../columns.ts";
import { withDefaults, withField } from "../defaulting.ts";
import { defineResource } from "../define-resource.ts";
import type { ReplicaSet } from "../generated/apps/v1.ts";
import { defaultPodTemplate } from "../core/pod-spec-defaults.ts";
import { validateReplicaSet, validateReplicaSetStatus, validateReplicaSetUpdate } from "./replica-set-validation.ts";

export type { ReplicaSet } from "../generated/apps/v1.ts";

/** So many pods of one template. */
export const ReplicaSets = defineResource<ReplicaSet>({
  group: "apps",
  version: "v1",
  kind: "ReplicaSet",
  plural: "replicasets",
  shortNames: ["rs"],
  categories: ["all"],
  scope: "Namespaced",
  subresources: ["status", "scale"],
  hasGeneration: true,

  defaults(draft) {
    const spec = withDefaults(draft.spec ?? {}, { replicas: 1 });
    const status = withDefaults(draft.status ?? {}, { replicas: 0 });
    return withField(withField(draft, "spec", withField(spec, "template", defaultPodTemplate(spec.template))), "status", status);
  },
  prepareForCreate: (replicaSet) => ({ ...replicaSet, status: { replicas: 0 } }),
  validate: validateReplicaSet,
  validateUpdate: validateReplicaSetUpdate,
  validateStatusUpdate: validateReplicaSetStatus,

  columns: [
    nameColumn,
    column("Desired", "integer", ({ spec }) => spec.replicas ?? 0),
    column("Current", "integer", ({ status }) => status.replicas),
    column("Ready", "integer", ({ status }) => status.readyReplicas ?? 0),
    ageColumn,
    ...templateColumns<ReplicaSet>(({ spec }) => spec.template),
    wideColumn("Selector", "string", ({ spec }) => formatLabelSelector(spec.selector)),
  ],
  selectableFields: { "status.replicas": { get: ({ status }) => String(status.replicas) } },
  scale: {
    replicas: ({ spec }) => spec.replicas ?? 0,
    withReplicas: (replicaSet, replicas) => ({ ...replicaSet, spec: { ...replicaSet.spec, replicas } }),
    statusReplicas: ({ status }) => status.replicas,
    selector: ({ spec }) => formatSelector(selectorFromLabelSelector(spec.selector)),
  },
});
