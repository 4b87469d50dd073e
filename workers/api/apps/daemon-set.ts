import { formatLabels, formatLabelSelector } from "../../apimachinery/labels.ts";
import type { Draft } from "../../apimachinery/object.ts";
import { ageColumn, column, nameColumn, templateColumns, wideColumn } from "../columns.ts";
import { defaultPodTemplate } from "../core/pod-spec-defaults.ts";
import { changeField, type Part, withDefaults, withField } from "../defaulting.ts";
import { defineResource } from "../define-resource.ts";
import type { FieldErrors } from "../field-errors.ts";
import type { DaemonSet, DaemonSetSpec, DaemonSetUpdateStrategy } from "../generated/apps/v1.ts";
import { amountOf, validateAmountOrPercent, validateAtMostAll } from "./deployment-validation.ts";
import { validateCollisions, validateCounts, validateWorkload, type WorkloadWords } from "./workload-validation.ts";

export type { DaemonSet } from "../generated/apps/v1.ts";

const noStatus = { currentNumberScheduled: 0, numberMisscheduled: 0, desiredNumberScheduled: 0, numberReady: 0 } as const;

/** One pod on every node. */
export const DaemonSets = defineResource<DaemonSet>({
  group: "apps",
  version: "v1",
  kind: "DaemonSet",
  plural: "daemonsets",
  shortNames: ["ds"],
  categories: ["all"],
  scope: "Namespaced",
  subresources: ["status"],
  hasGeneration: true,

  defaults: defaultDaemonSet,
  prepareForCreate: (set) => ({ ...set, status: noStatus }),
  validate: ({ spec }, errors) => errors.at("spec", spec, validateSpec),
  validateUpdate: ({ spec }, { spec: before }, errors) => errors.immutable("spec.selector", spec.selector, before.selector),
  validateStatusUpdate({ status }, { status: before }, errors) {
    validateCounts(status, errors, [...Object.keys(noStatus), "observedGeneration", "updatedNumberScheduled", "numberAvailable", "numberUnavailable"]);
    validateCollisions(status.collisionCount, before.collisionCount, errors);
  },

  columns: [
    nameColumn,
    column("Desired", "integer", ({ status }) => status.desiredNumberScheduled),
    column("Current", "integer", ({ status }) => status.currentNumberScheduled),
    column("Ready", "integer", ({ status }) => status.numberReady),
    column("Up-to-date", "integer", ({ status }) => status.updatedNumberScheduled ?? 0),
    column("Available", "integer", ({ status }) => status.numberAvailable ?? 0),
    column("Node Selector", "string", ({ spec }) => formatLabels(spec.template.spec?.nodeSelector)),
    ageColumn,
    ...templateColumns<DaemonSet>(({ spec }) => spec.template),
    wideColumn("Selector", "string", ({ spec }) => formatLabelSelector(spec.selector)),
  ],
});

function defaultDaemonSet(draft: Draft<DaemonSet>): Draft<DaemonSet> {
  const given = withDefaults(draft.spec ?? {}, { updateStrategy: {}, revisionHistoryLimit: 10 });
  const spec = changeField(withField(given, "template", defaultPodTemplate(given.template)), "updateStrategy", defaultStrategy);
  return withField(withField(draft, "spec", spec), "status", withDefaults(draft.status ?? {}, noStatus));
}

function defaultStrategy(given: Part<DaemonSetUpdateStrategy>): Part<DaemonSetUpdateStrategy> {
  const strategy = withDefaults(given, { type: "RollingUpdate" });
  if (strategy.type !== "RollingUpdate") return strategy;
  return withField(strategy, "rollingUpdate", withDefaults(strategy.rollingUpdate ?? {}, { maxUnavailable: 1, maxSurge: 0 }));
}

const words: WorkloadWords = {
  selectorRequired: false,
  emptySelector: "empty selector is invalid for daemonset",
  deadline: "activeDeadlineSeconds in DaemonSet is not Supported",
};

function validateSpec(spec: DaemonSetSpec, errors: FieldErrors): void {
  validateWorkload(spec, errors, words);
  errors.nonNegative("minReadySeconds", spec.minReadySeconds);
  errors.at("updateStrategy", spec.updateStrategy ?? {}, validateStrategy);
  errors.nonNegative("revisionHistoryLimit", spec.revisionHistoryLimit);
}

/** On each node either the old pod goes first or the new one comes first. */
function validateStrategy(strategy: DaemonSetUpdateStrategy, errors: FieldErrors): void {
  const { type, rollingUpdate } = strategy;
  if (type === "OnDelete") return;
  if (type !== "RollingUpdate") return errors.notSupported("", strategy, ["RollingUpdate", "OnDelete"]);
  if (rollingUpdate === undefined) return errors.required("rollingUpdate");
  const { maxUnavailable = 0, maxSurge = 0 } = rollingUpdate;
  for (const [field, amount] of [["maxUnavailable", maxUnavailable], ["maxSurge", maxSurge]] as const) {
    validateAmountOrPercent(`rollingUpdate.${field}`, amount, errors);
    validateAtMostAll(`rollingUpdate.${field}`, amount, errors);
  }
  const [goesFirst, comesFirst] = [amountOf(maxUnavailable) > 0, amountOf(maxSurge) > 0];
  if (goesFirst && comesFirst) errors.invalid("rollingUpdate.maxSurge", maxSurge, "may not be set when maxUnavailable is non-zero");
  if (!goesFirst && !comesFirst) errors.required("rollingUpdate.maxUnavailable", "cannot be 0 when maxSurge is 0");
}
