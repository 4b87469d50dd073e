import { describe, expect, test } from "vitest";
import type { Node } from "../api/core/node.ts";
import { info, node, type PodSketch } from "../testing/scheduling-objects.ts";
import { nodeEvents, podEvents } from "./observe.ts";

describe("what has happened to a node", () => {
  const base = node();
  const withStatus = (status: Partial<Node["status"]>): Node => ({ ...base, status: { ...base.status, ...status } });
  const ready = (status: string, lastHeartbeatTime: string) => withStatus({ conditions: [{ type: "Ready", status, lastHeartbeatTime }] });
  const cases: readonly (readonly [name: string, before: Node, after: Node, events: readonly string[]])[] = [
    ["nothing", base, { ...base }, []],
    ["more room", base, withStatus({ allocatable: { cpu: "8" } }), ["Node/UpdateAllocatable"]],
    ["capacity alone", base, withStatus({ capacity: { cpu: "8" } }), []],
    ["a label", base, node({ labels: { x: "y" } }), ["Node/UpdateLabel"]],
    ["a taint", base, node({ taints: [{ key: "x", effect: "NoSchedule" }] }), ["Node/UpdateTaint"]],
    ["cordoned", base, node({ unschedulable: true }), ["Node/UpdateTaint"]],
    ["a condition", ready("True", "1"), ready("False", "1"), ["Node/UpdateCondition"]],
    ["a heartbeat", ready("True", "1"), ready("True", "2"), []],
    ["an annotation", base, { ...base, metadata: { ...base.metadata, annotations: { x: "y" } } }, ["Node/UpdateAnnotation"]],
    ["an image", base, node({ images: [{ names: ["x"] }] }), []],
    ["several things", base, node({ labels: { x: "y" }, cpu: "8" }), ["Node/UpdateAllocatable", "Node/UpdateLabel"]],
  ];
  test.each(cases)("%s", (_, before, after, events) => {
    expect(nodeEvents(before, after)).toEqual(events);
  });
});

describe("what has happened to a pod", () => {
  const gated: PodSketch = { spec: { containers: [{ name: "c" }], schedulingGates: [{ name: "g" }] } };
  const cases: readonly (readonly [name: string, before: PodSketch, after: PodSketch, events: readonly string[]])[] = [
    ["a label", {}, { labels: { x: "y" } }, ["AssignedPod/UpdateLabel"]],
    ["a label is removed", { labels: { x: "y" } }, {}, ["AssignedPod/UpdateLabel"]],
    ["less cpu", { cpu: "2" }, { cpu: "1" }, ["AssignedPod/UpdateScaleDown"]],
    ["more cpu", { cpu: "1" }, { cpu: "2" }, ["AssignedPod/Update"]],
    ["less memory, more cpu", { cpu: "1", memory: "2" }, { cpu: "2", memory: "1" }, ["AssignedPod/UpdateScaleDown"]],
    ["a toleration", {}, { spec: { containers: [{ name: "c" }], tolerations: [{ key: "x" }] } }, ["AssignedPod/UpdateToleration"]],
    ["its gates are gone", gated, {}, ["AssignedPod/UpdateSchedulingGatesEliminated"]],
    ["it had none", {}, { spec: { containers: [{ name: "c" }], schedulingGates: [] } }, ["AssignedPod/Update"]],
  ];
  test.each(cases)("%s", (_, before, after, events) => {
    expect(podEvents("AssignedPod", info(before), info(after))).toEqual(events);
  });

  test("its status alone is no news", () => {
    const before = info({ status: { phase: "Pending" } });
    const after = { ...before, pod: { ...before.pod, status: { phase: "Running" as const } } };
    expect(podEvents("TargetPod", before, after)).toEqual([]);
  });
});
