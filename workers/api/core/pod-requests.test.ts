import { expect, test } from "vitest";
import { formatQuantity } from "../../apimachinery/quantity.ts";
import type { Container, PodSpec } from "./pod.ts";
import { podLimits, podRequests, type ResourceAmounts } from "./pod-requests.ts";

const asking = (cpu: string, more: Partial<Container> = {}): Container => ({ name: "c", image: "i", resources: { requests: { cpu }, limits: { cpu } }, ...more });
const sidecar = (cpu: string) => asking(cpu, { restartPolicy: "Always" });
const written = (amounts: ResourceAmounts) => Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, formatQuantity(amount)]));

test.each<readonly [string, Partial<PodSpec>, Record<string, string>]>([
  ["containers add up", { containers: [asking("100m"), asking("1")] }, { cpu: "1100m" }],
  ["a hungry init container outweighs them", { containers: [asking("100m")], initContainers: [asking("2"), asking("1")] }, { cpu: "2" }],
  ["a sidecar runs beside the containers", { containers: [asking("1")], initContainers: [sidecar("500m")] }, { cpu: "1500m" }],
  ["an init container runs beside earlier sidecars only", { containers: [asking("1")], initContainers: [sidecar("1"), asking("2"), sidecar("1")] }, { cpu: "3" }],
  ["overhead comes on top", { containers: [asking("1")], overhead: { cpu: "250m", memory: "64Mi" } }, { cpu: "1250m", memory: "64Mi" }],
  ["the pod's own request outweighs its containers'", { containers: [asking("1")], resources: { requests: { cpu: "4" } } }, { cpu: "4" }],
  ["nothing asks for nothing", { containers: [{ name: "c", image: "i" }] }, {}],
])("%s", (_, spec, expected) => {
  expect(written(podRequests({ containers: [], ...spec }))).toEqual(expected);
});

test("overhead does not invent limits", () => {
  const spec: PodSpec = { containers: [asking("1")], overhead: { cpu: "250m", memory: "64Mi" } };
  expect(written(podLimits(spec))).toEqual({ cpu: "1250m" });
});
