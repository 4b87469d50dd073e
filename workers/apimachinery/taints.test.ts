import { describe, expect, test } from "vitest";
import { formatTaint, repels, sameTaint, type Taint, tolerated, tolerates, type Toleration, untoleratedTaint } from "./taints.ts";

const taint = (key: string, value: string | undefined, effect: string): Taint => ({ key, ...(value !== undefined && { value }), effect });

describe("one toleration against one taint", () => {
  test.each<readonly [Toleration, Taint, boolean]>([
    [{ key: "a", operator: "Exists", effect: "NoSchedule" }, taint("a", "b", "NoSchedule"), true],
    [{ key: "a", operator: "Equal", value: "b", effect: "NoSchedule" }, taint("a", "b", "NoSchedule"), true],
    [{ key: "a", operator: "Equal", value: "c", effect: "NoSchedule" }, taint("a", "b", "NoSchedule"), false],
    [{ key: "a", operator: "Exists", effect: "NoExecute" }, taint("a", "b", "NoSchedule"), false],
    [{ key: "a", operator: "Exists" }, taint("a", "b", "NoSchedule"), true],
    [{ key: "x", operator: "Exists" }, taint("a", "b", "NoSchedule"), false],
    [{ operator: "Exists" }, taint("a", "b", "NoExecute"), true],
    [{ operator: "Exists", effect: "NoExecute" }, taint("a", "b", "NoSchedule"), false],
    [{ key: "a", value: "b" }, taint("a", "b", "NoSchedule"), true],
    [{ key: "a" }, taint("a", undefined, "NoSchedule"), true],
    [{ key: "a" }, taint("a", "", "NoSchedule"), true],
    [{ key: "a" }, taint("a", "b", "NoSchedule"), false],
    [{ key: "a", operator: "", value: "b" }, taint("a", "b", "NoSchedule"), true],
    [{ key: "a", operator: "Bogus", value: "b" }, taint("a", "b", "NoSchedule"), false],
    [{ key: "sla", operator: "Gt", value: "900" }, taint("sla", "950", "NoSchedule"), true],
    [{ key: "sla", operator: "Gt", value: "950" }, taint("sla", "950", "NoSchedule"), false],
    [{ key: "sla", operator: "Gt", value: "950" }, taint("sla", "900", "NoSchedule"), false],
    [{ key: "sla", operator: "Lt", value: "950" }, taint("sla", "900", "NoSchedule"), true],
    [{ key: "sla", operator: "Lt", value: "-5" }, taint("sla", "-10", "NoSchedule"), true],
    [{ key: "sla", operator: "Lt", value: "many" }, taint("sla", "900", "NoSchedule"), false],
    [{ key: "sla", operator: "Gt", value: "900" }, taint("sla", "high", "NoSchedule"), false],
    [{ key: "sla", operator: "Gt", value: "900" }, taint("sla", undefined, "NoSchedule"), false],
  ])("%j, %j: %s", (toleration, against, expected) => {
    expect(tolerates(toleration, against)).toBe(expected);
  });
});

describe("tolerations against the taints of a node", () => {
  const gpu = taint("gpu", "true", "NoSchedule");
  const soft = taint("soft", undefined, "PreferNoSchedule");
  const gone = taint("node.kubernetes.io/unreachable", undefined, "NoExecute");

  test("the first taint that repels and is not tolerated is named", () => {
    expect(untoleratedTaint([soft, gpu, gone], [], repels)).toBe(gpu);
    expect(untoleratedTaint([soft, gpu, gone], [{ key: "gpu", operator: "Exists" }], repels)).toBe(gone);
    expect(untoleratedTaint([soft, gpu, gone], [{ operator: "Exists" }], repels)).toBeUndefined();
    expect(untoleratedTaint([soft], undefined, repels)).toBeUndefined();
    expect(untoleratedTaint(undefined, undefined, repels)).toBeUndefined();
  });

  test("which taints repel", () => {
    expect([gpu, soft, gone].map(repels)).toEqual([true, false, true]);
    expect(tolerated(undefined, gpu)).toBe(false);
  });
});

test("a taint is known by key and effect", () => {
  expect(sameTaint(taint("a", "1", "NoSchedule"), taint("a", "2", "NoSchedule"))).toBe(true);
  expect(sameTaint(taint("a", "1", "NoSchedule"), taint("a", "1", "NoExecute"))).toBe(false);
});

test.each([
  [taint("a", "b", "NoSchedule"), "a=b:NoSchedule"],
  [taint("a", undefined, "NoSchedule"), "a:NoSchedule"],
  [taint("a", "b", ""), "a=b:"],
  [taint("a", undefined, ""), "a"],
])("%j is printed %s", (each, expected) => {
  expect(formatTaint(each)).toBe(expected);
});
