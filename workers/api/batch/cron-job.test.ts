import { describe, expect, test } from "vitest";
import { complaints, made, row } from "../../testing/made-object.ts";
import { CronJobs } from "./cron-job.ts";
import { cronScheduleProblem } from "./cron-schedule.ts";
import { indexIntervals } from "./index-intervals.ts";

const jobTemplate = { spec: { template: { spec: { restartPolicy: "OnFailure", containers: [{ name: "work", image: "busybox" }] } } } };
const cronJob = (spec: object = {}, rest: object = {}) => ({ ...rest, spec: { schedule: "*/5 * * * *", jobTemplate, ...spec } });

describe("a CronJob", () => {
  test("lets its Jobs overlap, and keeps three that succeeded and one that failed", () => {
    const { spec } = made(CronJobs, cronJob());
    expect(spec).toMatchObject({ concurrencyPolicy: "Allow", suspend: false, successfulJobsHistoryLimit: 3, failedJobsHistoryLimit: 1 });
    expect(spec.jobTemplate.spec?.template.spec?.containers[0]?.imagePullPolicy).toBe("Always");
    expect(spec.jobTemplate.spec?.backoffLimit).toBeUndefined();
    expect(complaints(CronJobs, cronJob())).toEqual([]);
  });

  test.each<readonly [string, object, readonly string[]]>([
    ["no schedule", { schedule: "" }, ["spec.schedule: Required value"]],
    ["a schedule of four fields", { schedule: "* * * *" }, ['spec.schedule: Invalid value: "* * * *": expected exactly 5 fields, found 4: [* * * *]']],
    ["a time zone in its schedule", { schedule: "TZ=UTC 0 * * * *" }, ['spec.schedule: Invalid value: "TZ=UTC 0 * * * *": cannot use TZ or CRON_TZ in schedule, use timeZone field instead']],
    ["no time zone in particular", { timeZone: "" }, ['spec.timeZone: Invalid value: "": timeZone must be nil or non-empty string']],
    ["the time zone of wherever it is", { timeZone: "Local" }, ['spec.timeZone: Invalid value: "Local": timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones']],
    ["a time zone with blanks", { timeZone: " Europe/Zurich" }, ['spec.timeZone: Invalid value: " Europe/Zurich": unknown time zone  Europe/Zurich']],
    ["a policy of its own", { concurrencyPolicy: "Queue" }, ['spec.concurrencyPolicy: Unsupported value: "Queue": supported values: "Allow", "Forbid", "Replace"']],
    ["a memory below nothing", { failedJobsHistoryLimit: -1 }, ["spec.failedJobsHistoryLimit: Invalid value: -1: must be greater than or equal to 0"]],
    ["selectors by hand", { jobTemplate: { spec: { ...jobTemplate.spec, manualSelector: true } } }, ['spec.jobTemplate.spec.manualSelector: Unsupported value: true: supported values: "nil", "false"']],
    ["pods that restart for ever", { jobTemplate: { spec: { template: { spec: { containers: jobTemplate.spec.template.spec.containers } } } } }, [
      'spec.jobTemplate.spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"',
    ]],
  ])("is refused with %s", (_, spec, expected) => {
    expect(complaints(CronJobs, cronJob(spec))).toEqual(expected);
  });

  test("leaves room in its name for the time", () => {
    const name = "n".repeat(53);
    expect(complaints(CronJobs, cronJob({}, { metadata: { name } }))).toEqual([`metadata.name: Invalid value: "${name}": must be no more than 52 characters`]);
  });

  test("shows when it runs and when it ran", () => {
    expect(row(CronJobs, made(CronJobs, cronJob()))).toEqual(["a", "*/5 * * * *", "<none>", "False", 0, "<none>", "10m", "work", "busybox", "<none>"]);
    const busy = { ...made(CronJobs, cronJob({ suspend: true, timeZone: "Etc/UTC" })), status: { active: [{ name: "x" }], lastScheduleTime: "2026-04-22T10:05:00Z" } };
    expect(row(CronJobs, busy, 0)).toEqual(["a", "*/5 * * * *", "Etc/UTC", "True", 1, "5m", "10m"]);
  });
});

describe("a schedule", () => {
  test.each(["* * * * *", "0 0 1,15 * 3", "*/15 9-17 * JAN-MAR mon-fri", "5/10 0 ? * ?", "@daily", "@every 1h30m", "@every 1.5h", "0 0 * * 0"])("%s can be read", (schedule) => {
    expect(cronScheduleProblem(schedule)).toBeUndefined();
  });

  test.each([
    ["60 * * * *", "end of range (60) above maximum (59): 60"],
    ["* * 0 * *", "beginning of range (0) below minimum (1): 0"],
    ["5-3 * * * *", "beginning of range (5) beyond end of range (3): 5-3"],
    ["1-2-3 * * * *", "too many hyphens: 1-2-3"],
    ["*/2/3 * * * *", "too many slashes: */2/3"],
    ["*/0 * * * *", "step of range should be a positive number: */0"],
    ["x * * * *", 'failed to parse int from x: strconv.Atoi: parsing "x": invalid syntax'],
    ["* * * * 7", "end of range (7) above maximum (6): 7"],
    ["* * * * * *", "expected exactly 5 fields, found 6: [* * * * * *]"],
    ["@now", "unrecognized descriptor: @now"],
    ["@every day", 'failed to parse duration @every day: time: invalid duration "day"'],
  ])("%s cannot: %s", (schedule, problem) => {
    expect(cronScheduleProblem(schedule)).toBe(problem);
  });
});

describe("indices", () => {
  test.each([
    ["", [], 0],
    ["3", [[3, 3]], 1],
    ["0-2,4,6-9", [[0, 2], [4, 4], [6, 9]], 8],
  ])("%s", (text, intervals, count) => {
    expect(indexIntervals(text, 10)).toEqual({ intervals, count });
  });

  test.each([
    ["1-2-3", 'the fragment "1-2-3" violates the requirement that an index interval can have at most two parts separated by \'-\''],
    ["a", 'cannot convert string to integer for index: "a"'],
    ["1-b", 'cannot convert string to integer for index: "b"'],
    ["10", 'too large index: "10"'],
    ["3,2", "non-increasing order, previous: 3, current: 2"],
    ["3-3", "non-increasing order, previous: 3, current: 3"],
  ])("%s cannot be read: %s", (text, problem) => {
    expect(indexIntervals(text, 10).problem).toBe(problem);
  });
});
