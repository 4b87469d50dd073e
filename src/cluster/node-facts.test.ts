import { describe, expect, test } from "vitest";
import type { ResourceTypes } from "../lib/resources.ts";
import * as make from "../testing/fake-objects.ts";
import { nodeFacts, requestOf, share } from "./node-facts.ts";
import { applyChanges, emptyIndex, podsOn } from "./object-table.ts";

type Node = ResourceTypes["nodes"];
type Pod = ResourceTypes["pods"];

const facts = (node: ReturnType<typeof make.node>, ...pods: ReturnType<typeof make.pod>[]) => nodeFacts(node.object as Node, podsOn(applyChanges(emptyIndex, pods), "n1"));
const container = (name: string, cpu: string, restartPolicy?: string) => ({ name, resources: { requests: { cpu } }, restartPolicy });
const podWith = (spec: object) => ({ spec: { containers: [], ...spec } }) as unknown as Pod;

describe("what a node is called", () => {
  test.each<[ReturnType<typeof make.node>, string, string]>([
    [make.node("n1"), "Ready", "Ready"],
    [make.node("n1", "False"), "NotReady", "NotReady"],
    [make.node("n1", "Unknown"), "Unknown", "NotReady"],
    [make.node("n1", "True", { cordoned: true }), "Ready", "Ready,SchedulingDisabled"],
    [make.node("n1", "Unknown", { cordoned: true }), "Unknown", "NotReady,SchedulingDisabled"],
  ])("%#", (node, condition, status) => {
    expect(facts(node)).toMatchObject({ condition, status });
  });

  test("a node without conditions is unknown", () => {
    const bare = { metadata: { name: "n1" }, spec: {}, status: {} } as unknown as Node;
    expect(nodeFacts(bare, new Map()).condition).toBe("Unknown");
  });

  test("the control plane is known by its label", () => {
    expect(facts(make.node("n1", "True", { controlPlane: true })).controlPlane).toBe(true);
    expect(facts(make.node("n1")).controlPlane).toBe(false);
  });
});

describe("gauges", () => {
  test("add up what is requested; pods that have ended ask for nothing", () => {
    const { cpu, pods } = facts(make.node("n1"), make.pod({ name: "a", node: "n1", cpu: "500m" }), make.pod({ name: "b", node: "n1", cpu: "1" }), make.pod({ name: "c", node: "n1", state: "succeeded" }), make.pod({ name: "d", node: "n1", state: "failed" }));
    expect(cpu).toEqual({ requested: 1.5, allocatable: 2 });
    expect(pods).toBe(2);
  });

  test.each([
    [{ requested: 1, allocatable: 2 }, 0.5],
    [{ requested: 5, allocatable: 2 }, 1],
    [{ requested: 1, allocatable: 0 }, 0],
  ])("%o fills %d", (gauge, part) => {
    expect(share(gauge)).toBe(part);
  });
});

describe("requests as the scheduler counts them", () => {
  test.each<[string, Pod, number]>([
    ["containers add up", podWith({ containers: [container("a", "1"), container("b", "500m")] }), 1.5],
    ["a larger init container wins", podWith({ containers: [container("a", "1")], initContainers: [container("i", "3")] }), 3],
    ["a smaller one does not", podWith({ containers: [container("a", "1")], initContainers: [container("i", "500m")] }), 1],
    ["sidecars run beside the containers", podWith({ containers: [container("a", "1")], initContainers: [container("s", "1", "Always")] }), 2],
    ["an init container runs beside earlier sidecars", podWith({ containers: [container("a", "1")], initContainers: [container("s", "1", "Always"), container("i", "2")] }), 3],
    ["overhead comes on top", podWith({ containers: [container("a", "1")], overhead: { cpu: "250m" } }), 1.25],
    ["nothing is asked for", podWith({ containers: [{ name: "a" }] }), 0],
  ])("%s", (_, pod, cpu) => {
    expect(requestOf(pod, "cpu")).toBe(cpu);
  });
});
