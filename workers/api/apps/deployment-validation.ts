import { percentErrors } from "../../apimachinery/names.ts";
import type { FieldErrors } from "../field-errors.ts";
import type { Deployment, DeploymentSpec, DeploymentStrategy, RollingUpdateDeployment } from "../generated/apps/v1.ts";
import type { IntOrString } from "../generated/meta/v1.ts";
import { validateCollisions, validateCounts, validateShares, validateWorkload, type WorkloadWords } from "./workload-validation.ts";

const words: WorkloadWords = {
  selectorRequired: true,
  emptySelector: "empty selector is invalid for deployment",
  deadline: "activeDeadlineSeconds in ReplicaSet is not Supported",
};

export const validateDeployment = ({ spec }: Deployment, errors: FieldErrors) => errors.at("spec", spec, validateSpec);

function validateSpec(spec: DeploymentSpec, errors: FieldErrors): void {
  const { replicas, minReadySeconds = 0, revisionHistoryLimit, progressDeadlineSeconds, strategy } = spec;
  errors.nonNegative("replicas", replicas);
  validateWorkload(spec, errors, words);
  errors.at("strategy", strategy ?? {}, validateStrategy);
  errors.nonNegative("minReadySeconds", minReadySeconds);
  errors.nonNegative("revisionHistoryLimit", revisionHistoryLimit);
  if (progressDeadlineSeconds === undefined) return;
  errors.nonNegative("progressDeadlineSeconds", progressDeadlineSeconds);
  if (progressDeadlineSeconds <= minReadySeconds) {
    errors.invalid("progressDeadlineSeconds", progressDeadlineSeconds, "must be greater than minReadySeconds");
  }
}

function validateStrategy(strategy: DeploymentStrategy, errors: FieldErrors): void {
  const { type, rollingUpdate } = strategy;
  switch (type) {
    case "Recreate":
      if (rollingUpdate !== undefined) errors.forbidden("rollingUpdate", "may not be specified when strategy `type` is 'Recreate'");
      break;
    case "RollingUpdate":
      if (rollingUpdate === undefined) errors.required("rollingUpdate", "this should be defaulted and never be nil");
      else errors.at("rollingUpdate", rollingUpdate, validateRollingUpdate);
      break;
    default:
      errors.notSupported("", strategy, ["Recreate", "RollingUpdate"]);
  }
}

/** Pods must be able to come or go: without surge some may be unavailable. */
function validateRollingUpdate({ maxUnavailable = 0, maxSurge = 0 }: RollingUpdateDeployment, errors: FieldErrors): void {
  validateAmountOrPercent("maxUnavailable", maxUnavailable, errors);
  validateAmountOrPercent("maxSurge", maxSurge, errors);
  if (amountOf(maxUnavailable) === 0 && amountOf(maxSurge) === 0) errors.invalid("maxUnavailable", maxUnavailable, "may not be 0 when `maxSurge` is 0");
  validateAtMostAll("maxUnavailable", maxUnavailable, errors);
}

/** A number of pods, or a share of them. */
export function validateAmountOrPercent(field: string, amount: IntOrString, errors: FieldErrors): void {
  if (typeof amount === "string") errors.check(field, amount, percentErrors(amount));
  else errors.nonNegative(field, amount);
}

export function validateAtMostAll(field: string, amount: IntOrString, errors: FieldErrors): void {
  if (typeof amount === "string" && amountOf(amount) > 100) errors.invalid(field, amount, "must not be greater than 100%");
}

/** The number itself, or the number before the percent sign. */
export const amountOf = (amount: IntOrString) => (typeof amount === "number" ? amount : /^\d+%$/.test(amount) ? Number(amount.slice(0, -1)) : 0);

export function validateDeploymentUpdate({ spec }: Deployment, { spec: before }: Deployment, errors: FieldErrors): void {
  errors.immutable("spec.selector", spec.selector, before.selector);
}

const counts = ["observedGeneration", "replicas", "updatedReplicas", "readyReplicas", "availableReplicas", "unavailableReplicas", "terminatingReplicas", "collisionCount"];

export function validateDeploymentStatus({ status }: Deployment, { status: before }: Deployment, errors: FieldErrors): void {
  validateCounts(status, errors, counts);
  validateShares(status, errors, ["updatedReplicas", "readyReplicas", "availableReplicas"]);
  validateShares(status, errors, ["availableReplicas"], "readyReplicas");
  validateCollisions(status.collisionCount, before.collisionCount, errors);
}
