import { formatLabels, setMatches } from "../../apimachinery/labels.ts";
import type { Draft } from "../../apimachinery/object.ts";
import { validateCounts, validateShares } from "../apps/workload-validation.ts";
import { ageColumn, column, nameColumn, templateColumns, wideColumn } from "../columns.ts";
import { withDefaults, withField } from "../defaulting.ts";
import { defineResource } from "../define-resource.ts";
import type { FieldErrors } from "../field-errors.ts";
import type { PodTemplateSpec, ReplicationController, ReplicationControllerSpec } from "../generated/core/v1.ts";
import { defaultPodTemplate } from "./pod-spec-defaults.ts";
import { validatePodTemplate } from "./pod-spec-validation.ts";

export type { ReplicationController } from "../generated/core/v1.ts";

/** So many pods of one template, as it was done before ReplicaSets. */
export const ReplicationControllers = defineResource<ReplicationController>({
  group: "",
  version: "v1",
  kind: "ReplicationController",
  plural: "replicationcontrollers",
  shortNames: ["rc"],
  categories: ["all"],
  scope: "Namespaced",
  subresources: ["status", "scale"],
  hasGeneration: true,
  defaultPropagation: "Orphan",

  defaults: defaultController,
  prepareForCreate: (controller) => ({ ...controller, status: { replicas: 0 } }),
  validate: ({ spec }, errors) => errors.at("spec", spec, validateSpec),
  validateStatusUpdate({ status }, _previous, errors) {
    validateCounts(status, errors, ["replicas", "fullyLabeledReplicas", "readyReplicas", "availableReplicas", "observedGeneration"]);
    validateShares(status, errors, ["fullyLabeledReplicas", "readyReplicas", "availableReplicas"]);
    validateShares(status, errors, ["availableReplicas"], "readyReplicas");
  },

  columns: [
    nameColumn,
    column("Desired", "integer", ({ spec }) => spec.replicas ?? 0),
    column("Current", "integer", ({ status }) => status.replicas),
    column("Ready", "integer", ({ status }) => status.readyReplicas ?? 0),
    ageColumn,
    ...templateColumns<ReplicationController>(({ spec }) => spec.template),
    wideColumn("Selector", "string", ({ spec }) => formatLabels(spec.selector)),
  ],
  selectableFields: { "status.replicas": { get: ({ status }) => String(status.replicas) } },
  scale: {
    replicas: ({ spec }) => spec.replicas ?? 0,
    withReplicas: (controller, replicas) => ({ ...controller, spec: { ...controller.spec, replicas } }),
    statusReplicas: ({ status }) => status.replicas,
    selector: ({ spec }) => Object.entries(spec.selector ?? {}).map(([key, value]) => `${key}=${value}`).sort().join(","),
  },
});

/** Without a selector or labels of its own it takes the labels of its template. */
function defaultController(draft: Draft<ReplicationController>): Draft<ReplicationController> {
  const given = withDefaults(draft.spec ?? {}, { replicas: 1 });
  const labels = given.template?.metadata?.labels;
  const selected = labels === undefined || hasKeys(given.selector) ? given : withField(given, "selector", labels);
  const spec = selected.template === undefined ? selected : withField(selected, "template", defaultPodTemplate(selected.template));
  const status = withDefaults(draft.status ?? {}, { replicas: 0 });
  const labelled = labels === undefined || hasKeys(draft.metadata?.labels) ? draft : { ...draft, metadata: { ...draft.metadata, labels } };
  return withField(withField(labelled, "spec", spec), "status", status);
}

const hasKeys = (map: object | undefined) => map !== undefined && Object.keys(map).length > 0;

function validateSpec(spec: ReplicationControllerSpec, errors: FieldErrors): void {
  errors.nonNegative("minReadySeconds", spec.minReadySeconds);
  if (!hasKeys(spec.selector)) errors.required("selector");
  errors.nonNegative("replicas", spec.replicas);
  if (spec.template === undefined) return errors.required("template");
  if (hasKeys(spec.selector) && !setMatches(spec.selector ?? {}, spec.template.metadata?.labels)) {
    errors.invalid("template.metadata.labels", spec.template.metadata?.labels ?? null, "`selector` does not match template `labels`");
  }
  errors.at("template", spec.template, validateTemplate);
}

function validateTemplate(template: PodTemplateSpec, errors: FieldErrors): void {
  validatePodTemplate(template, errors);
  const policy = template.spec?.restartPolicy ?? "";
  if (policy !== "Always") errors.notSupported("spec.restartPolicy", policy, ["Always"]);
  if (template.spec?.activeDeadlineSeconds !== undefined) {
    errors.forbidden("spec.activeDeadlineSeconds", "activeDeadlineSeconds in ReplicationController is not Supported");
  }
}
