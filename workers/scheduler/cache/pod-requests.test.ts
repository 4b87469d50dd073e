import { describe, expect, test } from "vitest";
import type { Container, PodSpec, PodStatus } from "../../api/core/pod.ts";
import { pod } from "../../testing/scheduling-objects.ts";
import { defaultMemory, podRequests } from "./pod-requests.ts";

const asking = (cpu?: string, memory?: string, more: Partial<Container> = {}): Container => ({
  name: "c", image: "x", resources: { requests: { ...(cpu !== undefined && { cpu }), ...(memory !== undefined && { memory }) } }, ...more,
});
const sidecar = { restartPolicy: "Always" };

describe("what a pod takes", () => {
  const cases: readonly (readonly [name: string, spec: Partial<PodSpec>, cpu: number, memory: number])[] = [
    ["nothing", { containers: [] }, 0, 0],
    ["one container", { containers: [asking("1", "1Gi")] }, 1000, 2 ** 30],
    ["containers together", { containers: [asking("1", "1"), asking("2", "2")] }, 3000, 3],
    ["fractions are rounded up", { containers: [asking("0.0001", "0.5")] }, 1, 1],
    ["one container says nothing", { containers: [asking("1", "1"), asking()] }, 1000, 1],
    ["init containers one after the other", { initContainers: [asking("1", "1"), asking("3", "2"), asking("2", "9")], containers: [asking("2", "2")] }, 3000, 9],
    ["init containers smaller than the containers", { initContainers: [asking("1", "1")], containers: [asking("2", "2")] }, 2000, 2],
    ["a sidecar stays", { initContainers: [asking("1", "1", sidecar)], containers: [asking("2", "2")] }, 3000, 3],
    ["an init container beside the sidecars before it", { initContainers: [asking("1", "1", sidecar), asking("5", "1")], containers: [asking("2", "2")] }, 6000, 3],
    ["sidecars after an init container do not run beside it", { initContainers: [asking("5", "1"), asking("1", "1", sidecar)], containers: [asking("2", "2")] }, 5000, 3],
    ["several sidecars", { initContainers: [asking("1", "1", sidecar), asking("2", "1", sidecar), asking("3", "1")], containers: [asking("1", "2")] }, 6000, 4],
    ["overhead on top", { containers: [asking("1", "1")], overhead: { cpu: "500m", memory: "10" } }, 1500, 11],
    ["overhead of a pod that asks for nothing", { containers: [asking()], overhead: { cpu: "500m", memory: "10" } }, 500, 10],
    ["pod-level requests replace the sum", { containers: [asking("1", "1")], resources: { requests: { cpu: "5", memory: "50" } } }, 5000, 50],
    ["pod-level requests of one resource", { containers: [asking("1", "1")], resources: { requests: { cpu: "5" } } }, 5000, 1],
    ["pod-level requests and overhead", { containers: [asking("1", "1")], resources: { requests: { cpu: "5" } }, overhead: { cpu: "1" } }, 6000, 1],
    ["limits do not count", { containers: [{ name: "c", resources: { limits: { cpu: "5" } } }] }, 0, 0],
  ];
  test.each(cases)("%s", (_, spec, milliCpu, memory) => {
    expect(podRequests(pod({ spec }))).toMatchObject({ milliCpu, memory });
  });
});

describe("what a pod counts as in scoring", () => {
  const cases: readonly (readonly [name: string, spec: Partial<PodSpec>, cpu: number, memory: number])[] = [
    ["containers that say nothing are small ones", { containers: [asking(), asking()] }, 200, 2 * defaultMemory],
    ["one resource is stated", { containers: [asking("1")] }, 1000, defaultMemory],
    ["zero is zero", { containers: [asking("0", "0")] }, 0, 0],
    ["sidecars count too", { initContainers: [asking(undefined, undefined, sidecar)], containers: [asking()] }, 200, 2 * defaultMemory],
    ["with pod-level requests for both, containers need none", { containers: [asking()], resources: { requests: { cpu: "1", memory: "1" } } }, 1000, 1],
    ["with a pod-level request for one, the other is assumed", { containers: [asking()], resources: { requests: { cpu: "1" } } }, 1000, defaultMemory],
  ];
  test.each(cases)("%s", (_, spec, nonZeroMilliCpu, nonZeroMemory) => {
    expect(podRequests(pod({ spec }))).toMatchObject({ nonZeroMilliCpu, nonZeroMemory });
  });
});

describe("other resources", () => {
  const requests = { "ephemeral-storage": "10", "nvidia.com/gpu": "2", "hugepages-2Mi": "4Mi", "example.com/none": "0" };
  test("are listed when they are more than nothing", () => {
    const { ephemeralStorage, scalars } = podRequests(pod({ spec: { containers: [{ name: "c", resources: { requests } }] } }));
    expect(ephemeralStorage).toBe(10);
    expect(scalars).toEqual([{ name: "nvidia.com/gpu", amount: 2 }, { name: "hugepages-2Mi", amount: 4 * 2 ** 20 }]);
  });
});

describe("a container that is being resized", () => {
  const status = (allocated: string | undefined, actual: string | undefined): Partial<PodStatus> => ({
    containerStatuses: [{
      name: "c", image: "x", imageID: "", ready: true, restartCount: 0,
      ...(allocated !== undefined && { allocatedResources: { cpu: allocated } }),
      ...(actual !== undefined && { resources: { requests: { cpu: actual } } }),
    }],
  });
  test.each([
    ["takes what it is allocated when it shrinks", "1", "2", "2", 2000],
    ["takes what it actually has when that is most", "1", "1", "3", 3000],
    ["takes what it wants when it grows", "3", "2", "2", 3000],
    ["before its kubelet has said anything", "3", undefined, undefined, 3000],
  ])("%s", (_, wanted, allocated, actual, expected) => {
    expect(podRequests(pod({ spec: { containers: [asking(wanted)] }, status: status(allocated, actual) })).milliCpu).toBe(expected);
  });
});
