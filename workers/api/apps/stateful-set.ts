import type { Draft } from "../../apimachinery/object.ts";
import { formatSelector, selectorFromLabelSelector } from "../../apimachinery/labels.ts";
import { deepEqual } from "../../base/deep-equal.ts";
import { ageColumn, column, nameColumn, templateColumns } from "../columns.ts";
import { defaultClaim } from "../core/persistent-volume-claim-defaults.ts";
import { defaultPodTemplate } from "../core/pod-spec-defaults.ts";
import { changeField, mapShared, type Part, withDefaults, withField } from "../defaulting.ts";
import { defineResource } from "../define-resource.ts";
import type { FieldErrors } from "../field-errors.ts";
import type { StatefulSet, StatefulSetSpec, StatefulSetUpdateStrategy } from "../generated/apps/v1.ts";
import { labelName } from "../names.ts";
import { validateStatefulSet, validateStatefulSetCreate, validateStatefulSetStatus } from "./stateful-set-validation.ts";

export type { StatefulSet } from "../generated/apps/v1.ts";

/** Pods with names and volumes of their own, in order. */
export const StatefulSets = defineResource<StatefulSet>({
  group: "apps",
  version: "v1",
  kind: "StatefulSet",
  plural: "statefulsets",
  shortNames: ["sts"],
  categories: ["all"],
  scope: "Namespaced",
  subresources: ["status", "scale"],
  hasGeneration: true,

  defaults: defaultStatefulSet,
  prepareForCreate: (set) => ({ ...set, status: { replicas: 0, availableReplicas: 0 } }),
  validateName: labelName,
  validate: validateStatefulSet,
  validateCreate: validateStatefulSetCreate,
  validateUpdate: ({ spec }, { spec: before }, errors) => validateSpecUpdate(spec, before, errors),
  validateStatusUpdate: validateStatefulSetStatus,

  columns: [
    nameColumn,
    column("Ready", "string", ({ spec, status }) => `${status.readyReplicas ?? 0}/${spec.replicas ?? 0}`),
    ageColumn,
    ...templateColumns<StatefulSet>(({ spec }) => spec.template),
  ],
  scale: {
    replicas: ({ spec }) => spec.replicas ?? 0,
    withReplicas: (set, replicas) => ({ ...set, spec: { ...set.spec, replicas } }),
    statusReplicas: ({ status }) => status.replicas,
    selector: ({ spec }) => formatSelector(selectorFromLabelSelector(spec.selector)),
  },
});

const specDefaults = {
  podManagementPolicy: "OrderedReady",
  replicas: 1,
  revisionHistoryLimit: 10,
  updateStrategy: {},
  persistentVolumeClaimRetentionPolicy: {},
} as const;

function defaultStatefulSet(draft: Draft<StatefulSet>): Draft<StatefulSet> {
  const given = withDefaults(draft.spec ?? {}, specDefaults);
  let spec = withField(given, "template", defaultPodTemplate(given.template));
  spec = changeField(spec, "updateStrategy", defaultStrategy);
  spec = changeField(spec, "persistentVolumeClaimRetentionPolicy", (policy) => withDefaults(policy, { whenDeleted: "Retain", whenScaled: "Retain" }));
  spec = changeField(spec, "volumeClaimTemplates", (claims) => mapShared(claims, defaultTemplateClaim));
  return withDefaults(withField(draft, "spec", spec), { status: {} });
}

type ClaimTemplate = NonNullable<Part<StatefulSetSpec>["volumeClaimTemplates"]>[number];

/** Each template is a whole claim, down to its kind. */
const defaultTemplateClaim = (claim: ClaimTemplate): ClaimTemplate =>
  withDefaults(defaultClaim(claim), { apiVersion: "v1", kind: "PersistentVolumeClaim" }) as ClaimTemplate;

function defaultStrategy(given: Part<StatefulSetUpdateStrategy>): Part<StatefulSetUpdateStrategy> {
  const strategy = given.type === undefined ? withDefaults(given, { type: "RollingUpdate", rollingUpdate: {} }) : given;
  if (strategy.type !== "RollingUpdate") return strategy;
  return changeField(strategy, "rollingUpdate", (update) => withDefaults(update, { partition: 0 }));
}

const mutable = ["replicas", "ordinals", "template", "updateStrategy", "revisionHistoryLimit", "persistentVolumeClaimRetentionPolicy", "minReadySeconds"] as const;

function validateSpecUpdate(spec: StatefulSetSpec, before: StatefulSetSpec, errors: FieldErrors): void {
  const restored: StatefulSetSpec = { ...spec, ...Object.fromEntries(mutable.map((field) => [field, before[field]])) };
  if (deepEqual(restored, before)) return;
  const list = mutable.map((field) => `'${field}'`);
  const fields = `${list.slice(0, -1).join(", ")} and ${list.at(-1)}`;
  errors.forbidden("spec", `updates to statefulset spec for fields other than ${fields} are forbidden`);
}
