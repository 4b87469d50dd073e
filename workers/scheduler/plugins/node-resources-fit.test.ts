import { describe, expect, test } from "vitest";
import type { Container } from "../../api/core/pod.ts";
import { cacheOf, info, node, type NodeSketch, type PodSketch } from "../../testing/scheduling-objects.ts";
import { scores, verdicts } from "../../testing/scheduling-plugins.ts";
import { wakes } from "../framework/cluster-event.ts";
import { nodeResourcesFit, type NodeResourcesFitArgs } from "./node-resources-fit.ts";

const asking = (requests: Readonly<Record<string, string>>): PodSketch => ({ spec: { containers: [{ name: "main", image: "x", resources: { requests } }] } });
const container = (name: string, requests: Readonly<Record<string, string>>, more: Partial<Container> = {}): Container => ({ name, image: "x", resources: { requests }, ...more });

/** The node of upstream's tests: 10 millicores, 20 bytes, 32 pods, 5 of each special resource. */
const small: NodeSketch = { name: "n", cpu: "10m", memory: "20", pods: "32", has: { "ephemeral-storage": "20", "example.com/aaa": "5", "hugepages-2Mi": "5" } };

describe("keeps pods off nodes with too little left", () => {
  const cases: readonly (readonly [name: string, pod: PodSketch, existing: readonly PodSketch[], verdict: string])[] = [
    ["nothing asked always fits", {}, [{ cpu: "10m", memory: "20" }], "fits"],
    ["too many resources", asking({ cpu: "1m", memory: "1" }), [{ cpu: "10m", memory: "20" }], "unschedulable: Insufficient cpu, Insufficient memory"],
    ["init container asks too much cpu", { spec: { initContainers: [container("init", { cpu: "3m", memory: "1" })], containers: [container("main", { cpu: "1m", memory: "1" })] } }, [{ cpu: "8m", memory: "19" }], "unschedulable: Insufficient cpu"],
    ["init container asks too much memory", { spec: { initContainers: [container("init", { cpu: "1m", memory: "3" })], containers: [container("main", { cpu: "1m", memory: "1" })] } }, [{ cpu: "9m", memory: "19" }], "unschedulable: Insufficient memory"],
    ["the largest init container counts, not the sum", { spec: { initContainers: [container("a", { cpu: "1m", memory: "1" }), container("b", { cpu: "1m", memory: "1" })], containers: [container("main", { cpu: "1m", memory: "1" })] } }, [{ cpu: "9m", memory: "19" }], "fits"],
    ["both resources fit", asking({ cpu: "1m", memory: "1" }), [{ cpu: "5m", memory: "5" }], "fits"],
    ["one resource memory fits", asking({ cpu: "2m", memory: "1" }), [{ cpu: "9m", memory: "5" }], "unschedulable: Insufficient cpu"],
    ["one resource cpu fits", asking({ cpu: "1m", memory: "2" }), [{ cpu: "5m", memory: "19" }], "unschedulable: Insufficient memory"],
    ["equal edge case", asking({ cpu: "5m", memory: "1" }), [{ cpu: "5m", memory: "19" }], "fits"],
    ["more than the node has can never be", asking({ cpu: "11m" }), [], "unresolvable: Insufficient cpu"],
    ["more than the node has of one, less of the other", asking({ cpu: "11m", memory: "2" }), [{ cpu: "1m", memory: "19" }], "unresolvable: Insufficient cpu, Insufficient memory"],
    ["ephemeral storage", asking({ "ephemeral-storage": "25" }), [], "unresolvable: Insufficient ephemeral-storage"],
    ["ephemeral storage fits", asking({ "ephemeral-storage": "10" }), [], "fits"],
    ["extended resource fits", asking({ "example.com/aaa": "1" }), [asking({ "example.com/aaa": "4" })], "fits"],
    ["extended resource is used up", asking({ "example.com/aaa": "1" }), [asking({ "example.com/aaa": "5" })], "unschedulable: Insufficient example.com/aaa"],
    ["extended resource beyond capacity", asking({ "example.com/aaa": "10" }), [], "unresolvable: Insufficient example.com/aaa"],
    ["extended resource that the node has not", asking({ "example.com/bbb": "1" }), [], "unresolvable: Insufficient example.com/bbb"],
    ["zero of an extended resource that the node has not", asking({ "example.com/bbb": "0" }), [], "fits"],
    ["huge pages", asking({ "hugepages-2Mi": "10" }), [asking({ "hugepages-2Mi": "2" })], "unresolvable: Insufficient hugepages-2Mi"],
    ["several containers", { spec: { containers: [container("a", { "hugepages-2Mi": "3" }), container("b", { "hugepages-2Mi": "3" })] } }, [asking({ "hugepages-2Mi": "2" })], "unresolvable: Insufficient hugepages-2Mi"],
    ["overhead counts", { spec: { ...asking({ cpu: "1m", memory: "1" }).spec, overhead: { cpu: "3m", memory: "13" } } }, [{ cpu: "5m", memory: "5" }], "fits"],
    ["overhead is too much", { spec: { ...asking({ cpu: "1m", memory: "1" }).spec, overhead: { cpu: "1m", memory: "15" } } }, [{ cpu: "5m", memory: "5" }], "unschedulable: Insufficient memory"],
    ["a sidecar runs beside the containers", { spec: { initContainers: [container("sidecar", { cpu: "3m" }, { restartPolicy: "Always" })], containers: [container("main", { cpu: "3m" })] } }, [{ cpu: "5m" }], "unschedulable: Insufficient cpu"],
    ["pod-level requests replace the sum", { spec: { resources: { requests: { cpu: "2m" } }, containers: [container("main", { cpu: "1m" })] } }, [{ cpu: "9m" }], "unschedulable: Insufficient cpu"],
  ];
  test.each(cases)("%s", (_, pod, existing, verdict) => {
    expect(verdicts(nodeResourcesFit(), pod, cacheOf([small], existing.map((sketch) => ({ on: "n", ...sketch }))))).toEqual({ n: verdict });
  });

  test("a node has room for so many pods only", () => {
    const full = cacheOf([{ ...small, pods: "1" }], [{ on: "n", cpu: "5m" }]);
    expect(verdicts(nodeResourcesFit(), {}, full)).toEqual({ n: "unschedulable: Too many pods" });
    expect(verdicts(nodeResourcesFit(), { cpu: "6m", memory: "21" }, full)).toEqual({ n: "unresolvable: Too many pods, Insufficient cpu, Insufficient memory" });
  });

  test("resources can be ignored by name and by group", () => {
    const cache = cacheOf([small]);
    expect(verdicts(nodeResourcesFit({ ignoredResources: ["example.com/bbb"] }), asking({ "example.com/bbb": "1" }), cache)).toEqual({ n: "fits" });
    expect(verdicts(nodeResourcesFit({ ignoredResourceGroups: ["example.com"] }), asking({ "example.com/bbb": "1", "kubernetes.io/ccc": "1" }), cache)).toEqual({ n: "unresolvable: Insufficient kubernetes.io/ccc" });
  });
});

describe("prefers by strategy", () => {
  const least: NodeResourcesFitArgs = {};
  const most: NodeResourcesFitArgs = { scoringStrategy: { type: "MostAllocated" } };
  const uneven: NodeResourcesFitArgs = { scoringStrategy: { type: "LeastAllocated", resources: [{ name: "cpu", weight: 2 }, { name: "memory", weight: 1 }] } };
  const ratio: NodeResourcesFitArgs = { scoringStrategy: { type: "RequestedToCapacityRatio", shape: [{ utilization: 0, score: 10 }, { utilization: 100, score: 0 }] } };
  const packing: NodeResourcesFitArgs = { scoringStrategy: { type: "RequestedToCapacityRatio", resources: [{ name: "intel.com/foo", weight: 1 }], shape: [{ utilization: 0, score: 0 }, { utilization: 100, score: 1 }] } };
  const a: NodeSketch = { name: "a", cpu: "4000m", memory: "10000" };
  const b: NodeSketch = { name: "b", cpu: "4000m", memory: "10000" };
  const b6: NodeSketch = { name: "b", cpu: "6000m", memory: "10000" };
  const big = "10000Mi";

  const cases: readonly (readonly [name: string, args: NodeResourcesFitArgs, pod: PodSketch, nodes: readonly NodeSketch[], existing: readonly PodSketch[], scores: Readonly<Record<string, number>>])[] = [
    ["least: nothing used, nothing asked (defaults count)", least, { spec: { containers: [] } }, [a, b], [], { a: 100, b: 100 }],
    ["least: different sizes", least, { cpu: "3000m", memory: "5000" }, [a, b6], [], { a: 37, b: 50 }],
    ["least: by weight", uneven, { cpu: "3000m", memory: "5000" }, [a, b6], [], { a: 33, b: 50 }],
    ["least: what others have counts", least, { spec: { containers: [] } }, [{ name: "a", cpu: "10000m", memory: "20000" }, { name: "b", cpu: "10000m", memory: "20000" }], [{ on: "a", cpu: "3000m", memory: "5000" }, { on: "b", cpu: "6000m", memory: "10000" }], { a: 72, b: 45 }],
    ["least: containers that ask for nothing count as small", least, {}, [{ name: "a", cpu: "1000m", memory: "2000Mi" }], [{ on: "a" }], { a: 80 }],
    ["least: asked more than is left", least, { cpu: "5000m", memory: "5000" }, [a], [], { a: 25 }],
    ["most: different sizes", most, { cpu: "3000m", memory: "5000" }, [a, b6], [], { a: 62, b: 50 }],
    ["most: what others have counts", most, { spec: { containers: [] } }, [{ name: "a", cpu: "10000m", memory: "20000" }], [{ on: "a", cpu: "3000m", memory: "5000" }], { a: 27 }],
    ["most: never above all", most, { cpu: "5000m", memory: "10000" }, [a], [], { a: 100 }],
    ["ratio: empty nodes", ratio, { spec: { containers: [] } }, [a, b], [], { a: 100, b: 100 }],
    ["ratio: different sizes", ratio, { cpu: "3000m", memory: "5000" }, [a, b6], [], { a: 38, b: 50 }],
    ["ratio: packs by an extended resource", packing, asking({ "intel.com/foo": "2" }), [{ name: "a", memory: big, has: { "intel.com/foo": "8" } }, { name: "b", memory: big, has: { "intel.com/foo": "4" } }], [], { a: 2, b: 5 }],
    ["ratio: an extended resource that is not asked for does not count", packing, {}, [{ name: "a", has: { "intel.com/foo": "8" } }], [], { a: 0 }],
  ];
  test.each(cases)("%s", (_, args, pod, nodes, existing, expected) => {
    expect(scores(nodeResourcesFit(args), pod, cacheOf(nodes, existing))).toEqual(expected);
  });
});

describe("wakes a refused pod", () => {
  const { wakesUpOn = [] } = nodeResourcesFit();
  const pod = info({ cpu: "2", memory: "1Gi" });
  const other = (cpu: string) => info({ name: "other", on: "n", cpu });
  test.each([
    ["a pod leaves", { event: "AssignedPod/Delete", pod: { before: other("1") } }, true],
    ["a pod gives cpu back", { event: "AssignedPod/UpdateScaleDown", pod: { before: other("2"), after: other("1") } }, true],
    ["a pod gives back what is not wanted", { event: "AssignedPod/UpdateScaleDown", pod: { before: info(asking({ "example.com/x": "2" })), after: info(asking({ "example.com/x": "1" })) } }, false],
    ["a node comes that is large enough", { event: "Node/Add", node: { after: node({ cpu: "2" }) } }, true],
    ["a node comes that is too small", { event: "Node/Add", node: { after: node({ cpu: "1" }) } }, false],
    ["a node grows", { event: "Node/UpdateAllocatable", node: { before: node({ cpu: "2" }), after: node({ cpu: "4" }) } }, true],
    ["a node grows in what is not wanted", { event: "Node/UpdateAllocatable", node: { before: node(), after: node({ has: { "example.com/x": "1" } }) } }, false],
    ["a node grows, not enough", { event: "Node/UpdateAllocatable", node: { before: node({ cpu: "1" }), after: node({ cpu: "1500m" }) } }, false],
    ["a node may hold more pods", { event: "Node/UpdateAllocatable", node: { before: node({ pods: "1" }), after: node({ pods: "2" }) } }, true],
    ["labels change", { event: "Node/UpdateLabel", node: { before: node(), after: node() } }, false],
  ] as const)("%s", (_, happening, expected) => {
    expect(wakes(wakesUpOn, pod, happening)).toBe(expected);
  });
});
