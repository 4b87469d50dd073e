import type { Draft } from "../../apimachinery/object.ts";
import { formatLabelSelector, formatSelector, selectorFromLabelSelector } from "../../apimachinery/labels.ts";
import { ageColumn, column, nameColumn, templateColumns, wideColumn } from "../columns.ts";
import { defaultPodTemplate } from "../core/pod-spec-defaults.ts";
import { changeField, type Part, withDefaults, withField } from "../defaulting.ts";
import { defineResource } from "../define-resource.ts";
import type { Deployment, DeploymentStrategy } from "../generated/apps/v1.ts";
import { validateDeployment, validateDeploymentStatus, validateDeploymentUpdate } from "./deployment-validation.ts";

export type { Deployment, DeploymentCondition } from "../generated/apps/v1.ts";

/** Replaces pods of an old template by pods of a new one, a few at a time. */
export const Deployments = defineResource<Deployment>({
  group: "apps",
  version: "v1",
  kind: "Deployment",
  plural: "deployments",
  shortNames: ["deploy"],
  categories: ["all"],
  scope: "Namespaced",
  subresources: ["status", "scale"],
  hasGeneration: true,

  defaults: defaultDeployment,
  prepareForCreate: (deployment) => ({ ...deployment, status: {} }),
  validate: validateDeployment,
  validateUpdate: validateDeploymentUpdate,
  validateStatusUpdate: validateDeploymentStatus,

  columns: [
    nameColumn,
    column("Ready", "string", ({ spec, status }) => `${status.readyReplicas ?? 0}/${spec.replicas ?? 0}`),
    column("Up-to-date", "integer", ({ status }) => status.updatedReplicas ?? 0),
    column("Available", "integer", ({ status }) => status.availableReplicas ?? 0),
    ageColumn,
    ...templateColumns<Deployment>(({ spec }) => spec.template),
    wideColumn("Selector", "string", ({ spec }) => formatLabelSelector(spec.selector)),
  ],
  scale: {
    replicas: ({ spec }) => spec.replicas ?? 0,
    withReplicas: (deployment, replicas) => ({ ...deployment, spec: { ...deployment.spec, replicas } }),
    statusReplicas: ({ status }) => status.replicas ?? 0,
    selector: ({ spec }) => formatSelector(selectorFromLabelSelector(spec.selector)),
  },
});

const specDefaults = { replicas: 1, revisionHistoryLimit: 10, progressDeadlineSeconds: 600, strategy: {} } as const;
const rollingDefaults = { maxUnavailable: "25%", maxSurge: "25%" } as const;

function defaultDeployment(draft: Draft<Deployment>): Draft<Deployment> {
  const given = withDefaults(draft.spec ?? {}, specDefaults);
  const spec = changeField(withField(given, "template", defaultPodTemplate(given.template)), "strategy", defaultStrategy);
  return withDefaults(withField(draft, "spec", spec), { status: {} });
}

function defaultStrategy(given: Part<DeploymentStrategy>): Part<DeploymentStrategy> {
  const strategy = withDefaults(given, { type: "RollingUpdate" });
  if (strategy.type !== "RollingUpdate") return strategy;
  return withField(strategy, "rollingUpdate", withDefaults(strategy.rollingUpdate ?? {}, rollingDefaults));
}
