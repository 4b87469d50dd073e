import { isConditionTrue } from "../../apimachinery/conditions.ts";
import { tryParseTime } from "../../apimachinery/timestamp.ts";
import { validateCounts } from "../apps/workload-validation.ts";
import type { FieldErrors } from "../field-errors.ts";
import type { Job } from "../generated/batch/v1.ts";

/** What the Job controller may say about a Job: how it ended, once and without contradicting itself. */
export function validateJobStatus(job: Job, previous: Job, errors: FieldErrors): void {
  const { status } = job;
  validateCounts(status, errors, ["active", "succeeded", "failed", "ready", "terminating"]);
  validateEnd(job, errors);
  if ((status.ready ?? 0) > (status.active ?? 0)) errors.invalid("status.ready", status.ready, "cannot set more ready pods than active");
  validateTimes(job, errors);
  for (const type of ["Complete", "Failed"]) {
    if (isConditionTrue(previous.status.conditions, type) && !isConditionTrue(status.conditions, type)) {
      errors.invalid("status.conditions", undefined, `cannot disable the terminal ${type}=True condition`);
    }
  }
}

/** Ends that do not go together. */
const contradictions = [
  ["Complete", "Failed", "cannot set Complete=True and Failed=true conditions"],
  ["Complete", "FailureTarget", "cannot set Complete=True and FailureTarget=true conditions"],
  ["SuccessCriteriaMet", "Failed", "cannot set SuccessCriteriaMet=True and Failed=true conditions"],
  ["SuccessCriteriaMet", "FailureTarget", "cannot set SuccessCriteriaMet=True and FailureTarget=true conditions"],
] as const;

function validateEnd({ status }: Job, errors: FieldErrors): void {
  const is = (type: string) => isConditionTrue(status.conditions, type);
  for (const [a, b, why] of contradictions) if (is(a) && is(b)) errors.invalid("status.conditions", undefined, why);
  if (is("Failed") && !is("FailureTarget")) errors.invalid("status.conditions", undefined, "cannot set Failed=True condition without the FailureTarget=true condition");
  if (is("Complete") && !is("SuccessCriteriaMet")) {
    errors.invalid("status.conditions", undefined, "cannot set Complete=True condition without the SuccessCriteriaMet=true condition");
  }
  if (!is("Complete") && !is("Failed")) return;
  if ((status.active ?? 0) > 0) errors.invalid("status.active", status.active, "active>0 is invalid for finished job");
  if ((status.terminating ?? 0) > 0) errors.invalid("status.terminating", status.terminating, "terminating>0 is invalid for finished job");
  if (status.startTime === undefined) errors.required("status.startTime", "startTime is required for finished job");
  const uncounted = status.uncountedTerminatedPods;
  if ((uncounted?.failed?.length ?? 0) + (uncounted?.succeeded?.length ?? 0) > 0) {
    errors.invalid("status.uncountedTerminatedPods", uncounted, "uncountedTerminatedPods needs to be empty for finished job");
  }
}

function validateTimes({ status }: Job, errors: FieldErrors): void {
  const complete = isConditionTrue(status.conditions, "Complete");
  const { completionTime, startTime } = status;
  if (completionTime !== undefined && !complete) errors.invalid("status.completionTime", completionTime, "cannot set completionTime when there is no Complete=True condition");
  if (completionTime === undefined && complete) errors.required("status.completionTime", "completionTime is required for Complete jobs");
  const [start, end] = [tryParseTime(startTime), tryParseTime(completionTime)];
  if (start !== undefined && end !== undefined && end < start) errors.invalid("status.completionTime", completionTime, "completionTime cannot be set before startTime");
}
