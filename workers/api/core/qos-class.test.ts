import { expect, test } from "vitest";
import type { PodSpec, ResourceRequirements } from "../generated/core/v1.ts";
import { qosClass } from "./qos-class.ts";

const full = { cpu: "1", memory: "1Gi" };
const spec = (...all: readonly ResourceRequirements[]): PodSpec => ({ containers: all.map((resources, index) => ({ name: `c${index}`, image: "i", resources })) });

test.each<readonly [string, PodSpec, string]>([
  ["asks for nothing", spec({}), "BestEffort"],
  ["asks for zero", spec({ requests: { cpu: "0" } }), "BestEffort"],
  ["asks for disks only", spec({ requests: { "ephemeral-storage": "1Gi" } }), "BestEffort"],
  ["gets what it asks for and no more", spec({ limits: full, requests: full }), "Guaranteed"],
  ["is limited only", spec({ limits: full }), "Guaranteed"],
  ["is limited to the same in other words", spec({ limits: full, requests: { cpu: "1000m", memory: "1024Mi" } }), "Guaranteed"],
  ["may get more", spec({ limits: full, requests: { ...full, cpu: "500m" } }), "Burstable"],
  ["is limited in part", spec({ limits: { cpu: "1" } }), "Burstable"],
  ["has one that is not limited", spec({ limits: full }, {}), "Burstable"],
  ["has an init container that is not limited", { ...spec({ limits: full }), initContainers: [{ name: "i", image: "i" }] }, "Burstable"],
  ["is limited as a whole", { ...spec({}), resources: { limits: full, requests: full } }, "Guaranteed"],
])("a pod that %s", (_, pod, expected) => {
  expect(qosClass(pod)).toBe(expected);
});
