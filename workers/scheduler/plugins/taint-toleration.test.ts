import { describe, expect, test } from "vitest";
import type { Taint } from "../../api/core/node.ts";
import type { Toleration } from "../../apimachinery/taints.ts";
import { cacheOf, info, node } from "../../testing/scheduling-objects.ts";
import { scores, verdicts } from "../../testing/scheduling-plugins.ts";
import { wakes } from "../framework/cluster-event.ts";
import { taintToleration } from "./taint-toleration.ts";

const refused = "unresolvable: node(s) had untolerated taint(s)";
const dedicated: Taint = { key: "dedicated", value: "user1", effect: "NoSchedule" };

describe("keeps pods off", () => {
  const cases: readonly (readonly [name: string, tolerations: readonly Toleration[] | undefined, taints: readonly Taint[], verdict: string])[] = [
    ["no tolerations", undefined, [dedicated], refused],
    ["equal toleration", [{ key: "dedicated", value: "user1", effect: "NoSchedule" }], [dedicated], "fits"],
    ["other value", [{ key: "dedicated", operator: "Equal", value: "user2", effect: "NoSchedule" }], [dedicated], refused],
    ["exists", [{ key: "dedicated", operator: "Exists", effect: "NoSchedule" }], [dedicated], "fits"],
    ["exists for every key", [{ operator: "Exists" }], [dedicated, { key: "x", effect: "NoExecute" }], "fits"],
    ["one of two taints", [{ key: "dedicated", operator: "Exists" }], [dedicated, { key: "foo", value: "bar", effect: "NoSchedule" }], refused],
    ["two tolerations for two taints", [{ key: "dedicated", operator: "Exists" }, { key: "foo", value: "bar" }], [dedicated, { key: "foo", value: "bar", effect: "NoSchedule" }], "fits"],
    ["other effect", [{ key: "foo", operator: "Equal", value: "bar", effect: "NoExecute" }], [{ key: "foo", value: "bar", effect: "NoSchedule" }], refused],
    ["empty effect tolerates all effects", [{ key: "foo", operator: "Equal", value: "bar" }], [{ key: "foo", value: "bar", effect: "NoExecute" }], "fits"],
    ["soft taints repel nobody", undefined, [{ key: "foo", value: "bar", effect: "PreferNoSchedule" }], "fits"],
    ["a soft toleration does not help against a hard taint", [{ key: "foo", value: "bar", effect: "PreferNoSchedule" }], [{ key: "foo", value: "bar", effect: "NoSchedule" }], refused],
    ["NoExecute repels", undefined, [{ key: "node.kubernetes.io/not-ready", effect: "NoExecute" }], refused],
    ["greater than", [{ key: "sla", operator: "Gt", value: "900" }], [{ key: "sla", value: "950", effect: "NoSchedule" }], "fits"],
    ["not greater than", [{ key: "sla", operator: "Gt", value: "990" }], [{ key: "sla", value: "950", effect: "NoSchedule" }], refused],
    ["no taints", undefined, [], "fits"],
  ];
  test.each(cases)("%s", (_, tolerations, taints, verdict) => {
    expect(verdicts(taintToleration, { spec: { tolerations: tolerations as never } }, cacheOf([{ name: "n", taints }]))).toEqual({ n: verdict });
  });

  test("the decision record names the taint", () => {
    const cache = cacheOf([{ name: "n", taints: [dedicated] }]);
    expect(taintToleration.filter(info(), cache.node("n")!, [])?.detail).toBe("node(s) had untolerated taint {dedicated: user1}");
  });
});

describe("prefers nodes with fewer soft taints that are not tolerated", () => {
  const soft = (key: string): Taint => ({ key, value: "v", effect: "PreferNoSchedule" });
  const cases: readonly (readonly [name: string, tolerations: readonly Toleration[], nodes: Readonly<Record<string, readonly Taint[]>>, scores: Readonly<Record<string, number>>])[] = [
    ["no taints anywhere", [], { a: [], b: [] }, { a: 100, b: 100 }],
    ["tolerated and untolerated", [{ key: "a", operator: "Equal", value: "v", effect: "PreferNoSchedule" }], { a: [soft("a")], b: [soft("b")] }, { a: 100, b: 0 }],
    ["all tolerated, however many", [{ key: "a", operator: "Exists" }, { key: "b", operator: "Exists" }], { a: [], b: [soft("a")], c: [soft("a"), soft("b")] }, { a: 100, b: 100, c: 100 }],
    ["in proportion", [], { a: [], b: [soft("a")], c: [soft("a"), soft("b")] }, { a: 100, b: 50, c: 0 }],
    ["hard taints do not count", [], { a: [], b: [{ key: "x", effect: "NoSchedule" }], c: [soft("a")] }, { a: 100, b: 100, c: 0 }],
    ["tolerations of hard taints do not count", [{ key: "a", operator: "Exists", effect: "NoSchedule" }], { a: [], b: [soft("a")] }, { a: 100, b: 0 }],
  ];
  test.each(cases)("%s", (_, tolerations, nodes, expected) => {
    const cache = cacheOf(Object.entries(nodes).map(([name, taints]) => ({ name, taints })));
    expect(scores(taintToleration, { spec: { tolerations: tolerations as never } }, cache)).toEqual(expected);
  });
});

describe("wakes a refused pod", () => {
  const { wakesUpOn = [] } = taintToleration;
  const pod = info({ spec: { tolerations: [{ key: "ok", operator: "Exists" }] } });
  const tainted = node({ taints: [dedicated] });
  const clean = node({ taints: [{ key: "ok", effect: "NoSchedule" }] });

  test.each([
    ["a node comes that it tolerates", { event: "Node/Add", node: { after: clean } }, true],
    ["a node comes that it does not tolerate", { event: "Node/Add", node: { after: tainted } }, false],
    ["a taint goes", { event: "Node/UpdateTaint", node: { before: tainted, after: clean } }, true],
    ["another taint goes", { event: "Node/UpdateTaint", node: { before: clean, after: clean } }, false],
    ["it tolerates more", { event: "TargetPod/UpdateToleration", pod: { after: pod } }, true],
    ["another pod tolerates more", { event: "TargetPod/UpdateToleration", pod: { after: info({ name: "other" }) } }, false],
    ["a node has more room", { event: "Node/UpdateAllocatable", node: { before: tainted, after: clean } }, false],
  ] as const)("%s", (_, happening, expected) => {
    expect(wakes(wakesUpOn, pod, happening)).toBe(expected);
  });
});
