import { describe, expect, test } from "vitest";
import { info } from "../../testing/scheduling-objects.ts";
import { wakes } from "../framework/cluster-event.ts";
import { schedulingGates } from "./scheduling-gates.ts";

describe("keeps pods out of the queue", () => {
  test.each([
    ["no gates", undefined, undefined],
    ["an empty list", [], undefined],
    ["gates", ["foo", "bar"], "waiting for scheduling gates: [foo bar]"],
  ])("%s", (_, gates, reason) => {
    const pod = info({ spec: { ...(gates && { schedulingGates: gates.map((name) => ({ name })) }) } });
    expect(schedulingGates.preEnqueue(pod)?.reasons[0]).toBe(reason);
  });
});

describe("wakes a refused pod", () => {
  test.each([
    ["its gates are gone", "pod", true],
    ["another pod's gates are gone", "other", false],
  ])("%s", (_, name, expected) => {
    const happening = { event: "TargetPod/UpdateSchedulingGatesEliminated", pod: { after: info({ name }) } } as const;
    expect(wakes(schedulingGates.wakesUpOn ?? [], info(), happening)).toBe(expected);
  });
});
