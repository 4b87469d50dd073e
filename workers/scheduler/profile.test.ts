import { describe, expect, test } from "vitest";
import { offlineFramework } from "../testing/scheduling-plugins.ts";
import type { ScorePlugin } from "./framework/plugin.ts";
import type { ProfileConfiguration } from "./profile.ts";

const weights = (configuration: Partial<ProfileConfiguration> = {}) => Object.fromEntries(offlineFramework(configuration).scorers.map(({ plugin, weight }) => [plugin.name, weight]));
const filters = (configuration: Partial<ProfileConfiguration> = {}) => offlineFramework(configuration).filters.map(({ name }) => name);
const favour: ScorePlugin = { name: "Favour", score: () => 1 };

describe("the default profile", () => {
  test("filters in this order", () => {
    expect(filters()).toEqual(["NodeUnschedulable", "NodeName", "TaintToleration", "NodeAffinity", "NodePorts", "NodeResourcesFit", "PodTopologySpread", "InterPodAffinity"]);
  });

  test("scores with these weights", () => {
    expect(weights()).toEqual({ TaintToleration: 3, NodeAffinity: 2, PodTopologySpread: 2, InterPodAffinity: 2, NodeResourcesFit: 1, NodeResourcesBalancedAllocation: 1, ImageLocality: 1 });
  });

  test("adapts the number of nodes to score", () => {
    expect(offlineFramework().percentageOfNodesToScore).toBe(0);
  });
});

describe("a profile of one's own", () => {
  test("leaves plugins out", () => {
    expect(filters({ disabled: ["NodePorts", "TaintToleration"] })).not.toContain("NodePorts");
    expect(weights({ disabled: ["TaintToleration"] })).not.toHaveProperty("TaintToleration");
  });

  test("adds plugins", () => {
    expect(weights({ enabled: [favour] })).toHaveProperty("Favour", 1);
  });

  test("weighs them as it likes", () => {
    expect(weights({ enabled: [favour], weights: { Favour: 50, ImageLocality: 0 } })).toMatchObject({ Favour: 50, ImageLocality: 0, TaintToleration: 3 });
  });

  test("cannot do without an order or a binder", () => {
    expect(() => offlineFramework({ disabled: ["PrioritySort"] })).toThrow("exactly one queue sort plugin");
    expect(() => offlineFramework({ disabled: ["DefaultBinder"] })).toThrow("needs a bind plugin");
  });
});

describe("events", () => {
  test.each([
    ["AssignedPod/Delete", ["NodePorts", "NodeResourcesFit", "PodTopologySpread", "InterPodAffinity"]],
    ["Node/UpdateTaint", ["NodeUnschedulable", "TaintToleration", "PodTopologySpread"]],
    ["Node/UpdateAllocatable", ["NodeResourcesFit"]],
    ["Node/UpdateLabel", ["NodeAffinity", "PodTopologySpread", "InterPodAffinity"]],
    ["Node/UpdateCondition", []],
    ["TargetPod/UpdateSchedulingGatesEliminated", ["SchedulingGates"]],
    ["Namespace/UpdateLabel", ["InterPodAffinity"]],
  ] as const)("%s concerns", (event, plugins) => {
    expect(offlineFramework().listeners(event)).toEqual(plugins);
  });
});
