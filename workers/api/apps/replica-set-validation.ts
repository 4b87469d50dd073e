import type { FieldErrors } from "../field-errors.ts";
import type { ReplicaSet, ReplicaSetSpec } from "../generated/apps/v1.ts";
import { validateCounts, validateShares, validateWorkload, type WorkloadWords } from "./workload-validation.ts";

const words: WorkloadWords = {
  selectorRequired: true,
  emptySelector: "empty selector is invalid for deployment",
  deadline: "activeDeadlineSeconds in ReplicaSet is not Supported",
};

export const validateReplicaSet = ({ spec }: ReplicaSet, errors: FieldErrors) => errors.at("spec", spec, validateSpec);

function validateSpec(spec: ReplicaSetSpec, errors: FieldErrors): void {
  errors.nonNegative("replicas", spec.replicas);
  errors.nonNegative("minReadySeconds", spec.minReadySeconds);
  validateWorkload(spec, errors, words);
}

export function validateReplicaSetUpdate({ spec }: ReplicaSet, { spec: before }: ReplicaSet, errors: FieldErrors): void {
  errors.immutable("spec.selector", spec.selector, before.selector);
}

const counts = ["replicas", "fullyLabeledReplicas", "readyReplicas", "availableReplicas", "observedGeneration", "terminatingReplicas"];

export function validateReplicaSetStatus({ status }: ReplicaSet, _previous: ReplicaSet, errors: FieldErrors): void {
  validateCounts(status, errors, counts);
  validateShares(status, errors, ["fullyLabeledReplicas", "readyReplicas", "availableReplicas"]);
  validateShares(status, errors, ["availableReplicas"], "readyReplicas");
}
