import { describe, expect, test } from "vitest";
import { cacheOf, info, node } from "../../testing/scheduling-objects.ts";
import { verdicts } from "../../testing/scheduling-plugins.ts";
import { wakes } from "../framework/cluster-event.ts";
import { nodeUnschedulable } from "./node-unschedulable.ts";

const toleration = { key: "node.kubernetes.io/unschedulable", effect: "NoSchedule" } as const;

describe("keeps pods off cordoned nodes", () => {
  test.each([
    ["cordoned", undefined, true, "unresolvable: node(s) were unschedulable"],
    ["not cordoned", undefined, false, "fits"],
    ["cordoned, but tolerated", [toleration], true, "fits"],
    ["tolerating everything", [{ operator: "Exists" }], true, "fits"],
    ["tolerating another effect", [{ ...toleration, effect: "NoExecute" }], true, "unresolvable: node(s) were unschedulable"],
  ] as const)("%s", (_, tolerations, unschedulable, verdict) => {
    expect(verdicts(nodeUnschedulable, { spec: { tolerations } }, cacheOf([{ name: "n", unschedulable }]))).toEqual({ n: verdict });
  });
});

describe("wakes a refused pod", () => {
  const cordoned = node({ unschedulable: true });
  test.each([
    ["a node comes", { event: "Node/Add", node: { after: node() } }, true],
    ["a cordoned node comes", { event: "Node/Add", node: { after: cordoned } }, false],
    ["a node is uncordoned", { event: "Node/UpdateTaint", node: { before: cordoned, after: node() } }, true],
    ["a node is cordoned", { event: "Node/UpdateTaint", node: { before: node(), after: cordoned } }, false],
    ["a node was never cordoned", { event: "Node/UpdateTaint", node: { before: node(), after: node() } }, false],
    ["it comes to tolerate", { event: "TargetPod/UpdateToleration", pod: { after: info({ spec: { tolerations: [toleration] } }) } }, true],
    ["it comes to tolerate something else", { event: "TargetPod/UpdateToleration", pod: { after: info({ spec: { tolerations: [{ key: "x" }] } }) } }, false],
  ] as const)("%s", (_, happening, expected) => {
    expect(wakes(nodeUnschedulable.wakesUpOn ?? [], info(), happening)).toBe(expected);
  });
});
