import type { Draft } from "../../apimachinery/object.ts";
import { defaultPodTemplate } from "../core/pod-spec-defaults.ts";
import { changeField, mapShared, type Part, withDefaults, withField } from "../defaulting.ts";
import type { Job, JobSpec, PodFailurePolicy } from "../generated/batch/v1.ts";

const retries = 6;
const retriesForEver = 2 ** 31 - 1;

/** What a Job gets when its author says nothing. */
export function defaultJob(draft: Draft<Job>): Draft<Job> {
  const spec = defaultJobSpec(draft.spec ?? {});
  return withDefaults(withTemplateLabels(withField(draft, "spec", spec)), { status: {} });
}

/** A Job without labels gets those of its pods. */
export function withTemplateLabels<T extends Draft<Job>>(job: T): T {
  const labels = job.spec?.template?.metadata?.labels;
  const unlabelled = Object.keys(job.metadata?.labels ?? {}).length === 0;
  return labels === undefined || !unlabelled ? job : { ...job, metadata: { ...job.metadata, labels } };
}

function defaultJobSpec(given: Part<JobSpec>): Part<JobSpec> {
  const alone = given.completions === undefined && given.parallelism === undefined;
  const spec = withDefaults(given, {
    ...(alone && { completions: 1 }),
    parallelism: 1,
    backoffLimit: given.backoffLimitPerIndex === undefined ? retries : retriesForEver,
    completionMode: "NonIndexed",
    suspend: false,
    podReplacementPolicy: given.podFailurePolicy === undefined ? "TerminatingOrFailed" : "Failed",
  });
  const withPolicy = changeField(spec, "podFailurePolicy", defaultFailurePolicy);
  return withField(withPolicy, "template", defaultPodTemplate(withPolicy.template));
}

/** A condition is looked for as it is when it holds. */
const defaultFailurePolicy = (policy: Part<PodFailurePolicy>): Part<PodFailurePolicy> =>
  changeField(policy, "rules", (rules) =>
    mapShared(rules, (rule) => changeField(rule, "onPodConditions", (patterns) => mapShared(patterns, (pattern) => withDefaults(pattern, { status: "True" })))),
  );
