import { describe, expect, test } from "vitest";
import { complaints, made, row, statusUpdates, updates } from "../../testing/made-object.ts";
import { Jobs } from "./job.ts";

const template = { spec: { restartPolicy: "Never", containers: [{ name: "work", image: "busybox:1.37" }] } };
const job = (spec: object = {}, rest: object = {}) => ({ ...rest, spec: { template, ...spec } });
const indexed = (spec: object = {}) => job({ completionMode: "Indexed", completions: 5, ...spec });

describe("what nobody says", () => {
  test.each<readonly [string, object, object]>([
    ["nothing: one pod once", {}, { completions: 1, parallelism: 1, backoffLimit: 6, completionMode: "NonIndexed", suspend: false, podReplacementPolicy: "TerminatingOrFailed" }],
    ["workers on a queue: any number of successes", { parallelism: 3 }, { parallelism: 3, completions: undefined }],
    ["how many successes: one after another", { completions: 4 }, { parallelism: 1, completions: 4 }],
    ["retries of each index: the others never end", { backoffLimitPerIndex: 1 }, { backoffLimit: 2147483647 }],
    ["what failures mean: pods are replaced once they are gone", { podFailurePolicy: { rules: [] } }, { podReplacementPolicy: "Failed" }],
  ])("%s", (_, spec, expected) => {
    const { spec: actual } = made(Jobs, job(spec));
    expect(Object.fromEntries(Object.keys(expected).map((field) => [field, actual[field as keyof typeof actual]]))).toEqual(expected);
  });

  test("a condition of a failed pod is looked for as it holds", () => {
    const rules = [{ action: "Ignore", onPodConditions: [{ type: "DisruptionTarget" }] }];
    expect(made(Jobs, job({ podFailurePolicy: { rules } })).spec.podFailurePolicy?.rules[0]?.onPodConditions).toEqual([{ type: "DisruptionTarget", status: "True" }]);
  });

  test("a complete Job is left alone", () => {
    const { status: _, ...complete } = made(Jobs, job());
    const draft = { ...complete, status: {} };
    expect(Jobs.defaults(draft)).toBe(draft);
  });
});

describe("the selector", () => {
  const labels = { "batch.kubernetes.io/controller-uid": "1", "batch.kubernetes.io/job-name": "a", "controller-uid": "1", "job-name": "a" };

  test("is made of the Job's identity, which the pods and the Job carry as labels", () => {
    const { metadata, spec } = made(Jobs, job());
    expect(spec.selector).toEqual({ matchLabels: { "batch.kubernetes.io/controller-uid": "1" } });
    expect(spec.template.metadata?.labels).toEqual(labels);
    expect(metadata.labels).toEqual(labels);
    expect(complaints(Jobs, job())).toEqual([]);
  });

  test("may be chosen by hand, and has to match then", () => {
    const manual = { manualSelector: true, selector: { matchLabels: { a: "b" } } };
    expect(made(Jobs, job({ ...manual })).spec.template.metadata).toEqual({});
    expect(complaints(Jobs, job({ ...manual, template: { ...template, metadata: { labels: { a: "b" } } } }))).toEqual([]);
    expect(complaints(Jobs, job(manual))).toEqual(["spec.template.metadata.labels: Invalid value: null: `selector` does not match template `labels`"]);
    expect(complaints(Jobs, job({ manualSelector: true }))).toEqual(["spec.selector: Required value", "spec.template.metadata.labels: Invalid value: null: `selector` does not match template `labels`"]);
  });

  test("cannot be chosen in passing", () => {
    expect(complaints(Jobs, job({ selector: { matchLabels: { a: "b" } } }))).toEqual([
      'spec.selector: Invalid value: {"matchLabels":{"batch.kubernetes.io/controller-uid":"1","a":"b"}}: `selector` not auto-generated',
      'spec.template.metadata.labels: Invalid value: {"batch.kubernetes.io/controller-uid":"1","batch.kubernetes.io/job-name":"a","controller-uid":"1","job-name":"a"}: `selector` does not match template `labels`',
    ]);
  });
});

const most = "must be less than or equal to";

describe("a Job is refused with", () => {
  test.each<readonly [string, object, readonly string[]]>([
    ["pods that restart for ever", job({ template: { spec: { containers: template.spec.containers } } }), ['spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"']],
    ["fewer than no pods", job({ parallelism: -1, backoffLimit: -2 }), ["spec.parallelism: Invalid value: -1: must be greater than or equal to 0", "spec.backoffLimit: Invalid value: -2: must be greater than or equal to 0"]],
    ["indices without an end", job({ completionMode: "Indexed", parallelism: 2 }), ["spec.completions: Required value: when completion mode is Indexed"]],
    ["indices nobody heard of", job({ completionMode: "Odd" }), ['spec.completionMode: Unsupported value: "Odd": supported values: "NonIndexed", "Indexed"']],
    ["limits of indices but no indices", job({ backoffLimitPerIndex: 1 }), ["spec.backoffLimitPerIndex: Invalid value: 1: requires indexed completion mode"]],
    ["a limit of failed indices alone", indexed({ maxFailedIndexes: 1 }), ["spec.backoffLimitPerIndex: Required value: when maxFailedIndexes is specified"]],
    ["more failed indices than indices", indexed({ maxFailedIndexes: 6, backoffLimitPerIndex: 1 }), ["spec.maxFailedIndexes: Invalid value: 6: must be less than or equal to completions"]],
    ["too many workers", indexed({ parallelism: 100_001 }), [`spec.parallelism: Invalid value: 100001: ${most} 100000 when completion mode is Indexed`]],
    ["too many workers for too many indices", indexed({ completions: 100_001, parallelism: 10_001, backoffLimitPerIndex: 1, maxFailedIndexes: 1 }), [
      `spec.parallelism: Invalid value: 10001: ${most} 10000 when completions are above 100000 and used with backoff limit per index`,
    ]],
    ["a manager without a domain", job({ managedBy: "me" }), ['spec.managedBy: Invalid value: "me": must be a domain-prefixed path (such as "acme.io/foo")']],
    ["early replacements of failures that matter", job({ podReplacementPolicy: "TerminatingOrFailed", podFailurePolicy: { rules: [{ action: "Ignore", onPodConditions: [{ type: "A" }] }] } }), [
      'spec.podReplacementPolicy: Unsupported value: "TerminatingOrFailed": supported values: "Failed"',
    ]],
    ["failures that matter, and restarts in place", job({ podFailurePolicy: { rules: [] }, template: { spec: { ...template.spec, restartPolicy: "OnFailure" } } }), [
      'spec.template.spec.restartPolicy: Invalid value: "OnFailure": only "Never" is supported when podFailurePolicy is specified',
    ]],
  ])("%s", (_, draft, expected) => {
    expect(complaints(Jobs, draft)).toEqual(expected);
  });

  test("a name that its pods cannot bear", () => {
    const name = "n".repeat(62);
    const problems = complaints(Jobs, { ...indexed(), metadata: { name } });
    expect(problems).toEqual([`metadata.name: Invalid value: "${name}": will not able to create pod with invalid DNS label: ${name}-4`]);
  });
});

describe("rules for failures", () => {
  const failing = (...rules: readonly object[]) => complaints(Jobs, indexed({ podFailurePolicy: { rules } }));
  const at = "spec.podFailurePolicy.rules[0]";

  test.each<readonly [string, object, readonly string[]]>([
    ["for some exit codes", { action: "FailJob", onExitCodes: { containerName: "work", operator: "In", values: [1, 42] } }, []],
    ["of no kind", { onExitCodes: { operator: "In", values: [1] } }, [`${at}.action: Required value: valid values: ["Count" "FailIndex" "FailJob" "Ignore"]`]],
    ["for indices without limits", { action: "FailIndex", onExitCodes: { operator: "In", values: [1] } }, [`${at}.action: Invalid value: "FailIndex": requires the backoffLimitPerIndex to be set`]],
    ["for success", { action: "Count", onExitCodes: { operator: "In", values: [0] } }, [`${at}.onExitCodes.values[0]: Invalid value: 0: must not be 0 for the In operator`]],
    ["in disorder", { action: "Count", onExitCodes: { operator: "NotIn", values: [3, 1, 3] } }, [
      `${at}.onExitCodes.values[2]: Duplicate value: 3`,
      `${at}.onExitCodes.values: Invalid value: [3,1,3]: must be ordered`,
    ]],
    ["for a container that is not there", { action: "Count", onExitCodes: { containerName: "other", operator: "In", values: [1] } }, [
      `${at}.onExitCodes.containerName: Invalid value: "other": must be one of the container or initContainer names in the pod template`,
    ]],
    ["for no code", { action: "Count", onExitCodes: { operator: "In", values: [] } }, [`${at}.onExitCodes.values: Invalid value: []: at least one value is required`]],
    ["for a condition that is neither", { action: "Count", onPodConditions: [{ type: "A", status: "Perhaps" }] }, [
      `${at}.onPodConditions[0].status: Unsupported value: "Perhaps": supported values: "False", "True", "Unknown"`,
    ]],
  ])("%s", (_, rule, expected) => {
    expect(failing(rule)).toEqual(expected);
  });

  test("name either codes or conditions, and are few", () => {
    expect(failing({ action: "Count" })).toHaveLength(1);
    expect(failing({ action: "Count", onExitCodes: { operator: "In", values: [1] }, onPodConditions: [{ type: "A" }] })).toHaveLength(1);
    const many = Array.from({ length: 21 }, () => ({ action: "Count", onPodConditions: [{ type: "A" }] }));
    expect(failing(...many)).toEqual(["spec.podFailurePolicy.rules: Too many: 21: must have at most 20 items"]);
  });
});

describe("rules for success", () => {
  const at = "spec.successPolicy.rules";
  const succeeding = (...rules: readonly object[]) => complaints(Jobs, indexed({ successPolicy: { rules } }));

  test.each<readonly [string, readonly object[], readonly string[]]>([
    ["by indices", [{ succeededIndexes: "0,2-4", succeededCount: 4 }], []],
    ["that are none", [], [`${at}: Required value: at least one rules must be specified when the successPolicy is specified`]],
    ["that say nothing", [{}], [`${at}[0]: Required value: at least one of succeededCount or succeededIndexes must be specified`]],
    ["by more than all", [{ succeededCount: 6 }], [`${at}[0].succeededCount: Invalid value: 6: ${most} 5 (the number of specified completions)`]],
    ["by more than those named", [{ succeededCount: 2, succeededIndexes: "1" }], [`${at}[0].succeededCount: Invalid value: 2: ${most} 1 (the number of indexes in the specified succeededIndexes field)`]],
    ["by an index that is not there", [{ succeededIndexes: "5" }], [`${at}[0].succeededIndexes: Invalid value: "5": error parsing succeededIndexes: too large index: "5"`]],
  ])("%s", (_, rules, expected) => {
    expect(succeeding(...rules)).toEqual(expected);
  });

  test("need indices", () => {
    expect(complaints(Jobs, job({ successPolicy: { rules: [] } }))).toEqual(['spec.successPolicy: Invalid value: {"rules":[]}: requires indexed completion mode']);
  });
});

describe("an update", () => {
  test("may change how many work at once, whether they do, and for how long", () => {
    expect(updates(Jobs, job(), { spec: { ...made(Jobs, job()).spec, parallelism: 4, suspend: true, activeDeadlineSeconds: 9, ttlSecondsAfterFinished: 1 } })).toEqual([]);
  });

  test.each<readonly [string, object]>([
    ["completions", { completions: 9 }],
    ["completionMode", { completionMode: "Indexed" }],
    ["backoffLimitPerIndex", { completionMode: "Indexed", backoffLimitPerIndex: 2 }],
    ["managedBy", { managedBy: "example.com/me" }],
  ])("may not change %s", (field, change) => {
    const problems = updates(Jobs, job(), { spec: { ...made(Jobs, job()).spec, ...change } });
    expect(problems.some((problem) => problem.startsWith(`spec.${field}: Invalid value: `) && problem.endsWith(": field is immutable"))).toBe(true);
  });

  test("may make an indexed Job longer, with as many workers", () => {
    const { spec } = made(Jobs, indexed());
    expect(updates(Jobs, indexed(), { spec: { ...spec, completions: 7, parallelism: 7 } })).toEqual([]);
    expect(updates(Jobs, indexed(), { spec: { ...spec, completions: 7 } })).toEqual(["spec.completions: Invalid value: 7: field is immutable"]);
  });

  test("may move the pods of a Job that waits, but not change them", () => {
    const waiting = job({ suspend: true });
    const { spec } = made(Jobs, waiting);
    const changed = (change: object) => ({ spec: { ...spec, template: { ...spec.template, spec: { ...spec.template.spec, ...change } } } });
    expect(updates(Jobs, waiting, changed({ nodeSelector: { disk: "ssd" }, tolerations: [{ key: "a", operator: "Exists" }] }))).toEqual([]);
    expect(updates(Jobs, waiting, changed({ hostNetwork: true }))).toHaveLength(1);
    expect(updates(Jobs, job(), { spec: { ...changed({ nodeSelector: { disk: "ssd" } }).spec, suspend: false } })).toHaveLength(1);
  });
});

const condition = (type: string) => ({ type, status: "True" });
const startTime = "2026-04-22T10:01:00Z";

describe("a status", () => {
  const done = { conditions: [condition("SuccessCriteriaMet"), condition("Complete")], startTime, completionTime: "2026-04-22T10:02:30Z", succeeded: 1 };

  test.each<readonly [string, object, readonly string[]]>([
    ["of a Job that is done", done, []],
    ["of a Job that failed", { conditions: [condition("FailureTarget"), condition("Failed")], startTime }, []],
    ["with more that are ready than there are", { active: 1, ready: 2 }, ["status.ready: Invalid value: 2: cannot set more ready pods than active"]],
    ["done without a start", { ...done, startTime: undefined }, ["status.startTime: Required value: startTime is required for finished job"]],
    ["done while some still run", { ...done, active: 1 }, ["status.active: Invalid value: 1: active>0 is invalid for finished job"]],
    ["done before it began", { ...done, completionTime: "2026-04-22T10:00:00Z" }, ['status.completionTime: Invalid value: "2026-04-22T10:00:00Z": completionTime cannot be set before startTime']],
    ["done at no time", { ...done, completionTime: undefined }, ["status.completionTime: Required value: completionTime is required for Complete jobs"]],
    ["at an end without an end", { startTime, completionTime: startTime }, [`status.completionTime: Invalid value: "${startTime}": cannot set completionTime when there is no Complete=True condition`]],
    ["with pods nobody has counted", { ...done, uncountedTerminatedPods: { failed: ["x"] } }, ['status.uncountedTerminatedPods: Invalid value: {"failed":["x"]}: uncountedTerminatedPods needs to be empty for finished job']],
  ])("%s", (_, status, expected) => {
    expect(statusUpdates(Jobs, job(), status)).toEqual(expected);
  });

  test("does not contradict itself, and an end stays an end", () => {
    expect(statusUpdates(Jobs, job(), { ...done, conditions: [...done.conditions, condition("FailureTarget"), condition("Failed")] })).toHaveLength(4);
    expect(statusUpdates(Jobs, { ...job(), status: done }, { startTime })).toHaveLength(1);
  });
});

describe("a row", () => {
  const shown = (status: object, spec: object = {}) => row(Jobs, { ...made(Jobs, job(spec)), status }).slice(1, 4);

  test.each<readonly [string, object, object, readonly string[]]>([
    ["new", {}, {}, ["Running", "0/1", ""]],
    ["running", { startTime }, { completions: 3 }, ["Running", "0/3", "9m"]],
    ["done", { succeeded: 3, startTime, completionTime: "2026-04-22T10:02:30Z", conditions: [condition("Complete")] }, { completions: 3 }, ["Complete", "3/3", "90s"]],
    ["failed", { startTime, conditions: [condition("FailureTarget"), condition("Failed")] }, {}, ["Failed", "0/1", "9m"]],
    ["about to fail", { startTime, conditions: [condition("FailureTarget")] }, {}, ["FailureTarget", "0/1", "9m"]],
    ["suspended", { conditions: [condition("Suspended")] }, {}, ["Suspended", "0/1", ""]],
    ["working on a queue", { startTime, succeeded: 1 }, { parallelism: 2 }, ["Running", "1/1 of 2", "9m"]],
  ])("of a Job that is %s", (_, status, spec, expected) => {
    expect(shown(status, spec)).toEqual(expected);
  });

  test("is wide enough for containers and selectors", () => {
    expect(row(Jobs, made(Jobs, job())).slice(4)).toEqual(["10m", "work", "busybox:1.37", "batch.kubernetes.io/controller-uid=1"]);
    expect(Jobs.selectableFields["status.successful"]?.get(made(Jobs, job()))).toBe("0");
    expect(Jobs.defaultPropagation).toBe("Orphan");
  });
});
