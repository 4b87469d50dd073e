import { describe, expect, test } from "vitest";
import { cacheOf, type NodeSketch, type PodSketch } from "../../testing/scheduling-objects.ts";
import { scores } from "../../testing/scheduling-plugins.ts";
import { nodeResourcesBalancedAllocation, type NodeResourcesBalancedAllocationArgs } from "./node-resources-balanced-allocation.ts";

const even: NodeSketch = { name: "n", cpu: "1000m", memory: "1000" };

/** The node's score when it holds such pods and gets such a pod. */
const score = (pod: PodSketch, existing: readonly PodSketch[], args?: NodeResourcesBalancedAllocationArgs, sketch = even) =>
  scores(nodeResourcesBalancedAllocation(args), pod, cacheOf([sketch], existing.map((other) => ({ on: "n", ...other }))))?.["n"];

describe("prefers nodes that the pod would balance", () => {
  const cases: readonly (readonly [name: string, pod: PodSketch, existing: readonly PodSketch[], score: number | undefined])[] = [
    ["no change", { cpu: "100m", memory: "100" }, [], 75],
    ["a balanced pod on a balanced node", { cpu: "100m", memory: "100" }, [{ cpu: "500m", memory: "500" }], 75],
    ["from balanced to as uneven as can be", { cpu: "1000m", memory: "0" }, [], 50],
    ["from as uneven as can be to balanced", { cpu: "0", memory: "1000" }, [{ cpu: "1000m" }], 100],
    ["from balanced to uneven by half", { cpu: "500m", memory: "0" }, [], 62],
    ["from uneven by half to balanced", { cpu: "0", memory: "500" }, [{ cpu: "500m" }], 87],
    ["worse than before", { cpu: "400m", memory: "0" }, [{ cpu: "200m" }], 65],
    ["better than before", { memory: "200" }, [{ cpu: "400m" }], 80],
    ["pods that ask for nothing are not scored", {}, [{ cpu: "500m" }], undefined],
    ["zero is nothing", { cpu: "0", memory: "0" }, [], undefined],
    ["over-use counts as full", { cpu: "2000m", memory: "2000" }, [], 75],
    ["small requests of others count as they are, not as defaults", { cpu: "500m", memory: "500" }, [{}], 75],
  ];
  test.each(cases)("%s", (_, pod, existing, expected) => {
    expect(score(pod, existing)).toBe(expected);
  });

  test("by more than two resources", () => {
    const args = { resources: [{ name: "cpu", weight: 1 }, { name: "memory", weight: 1 }, { name: "nvidia.com/gpu", weight: 1 }] };
    const gpuNode = { ...even, has: { "nvidia.com/gpu": "8" } };
    const wanting = (cpu: string, memory: string, gpu: string): PodSketch => ({ spec: { containers: [{ name: "c", resources: { requests: { cpu, memory, "nvidia.com/gpu": gpu } } }] } });
    expect(score(wanting("500m", "500", "4"), [], args, gpuNode)).toBe(75);
    // Shares 1, 0 and 0 deviate by 0.471 from their mean.
    expect(score(wanting("1000m", "0", "0"), [], args, gpuNode)).toBe(50);
    expect(score(wanting("0", "0", "8"), [], args, gpuNode)).toBe(51);
  });

  test("a resource that the node has not does not count", () => {
    const args = { resources: [{ name: "cpu", weight: 1 }, { name: "nvidia.com/gpu", weight: 1 }] };
    expect(score({ cpu: "700m" }, [], args)).toBe(75);
  });
});
