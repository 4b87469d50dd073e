import { expect, test } from "vitest";
import type { Action } from "../../workers/protocol/session.ts";
import { faultsAfter } from "./faults.ts";

test.each<[string, readonly Action[], { off: string[]; partitioned: string[] }]>([
  ["nothing was done", [], { off: [], partitioned: [] }],
  ["a node was powered off", [{ type: "power-off", node: "a" }], { off: ["a"], partitioned: [] }],
  ["and on again", [{ type: "power-off", node: "a" }, { type: "power-on", node: "a" }], { off: [], partitioned: [] }],
  ["two nodes, one repaired", [{ type: "power-off", node: "a" }, { type: "power-off", node: "b" }, { type: "power-on", node: "a" }], { off: ["b"], partitioned: [] }],
  ["a partition", [{ type: "partition", node: "a" }], { off: [], partitioned: ["a"] }],
  ["healed", [{ type: "partition", node: "a" }, { type: "heal-partition", node: "a" }], { off: [], partitioned: [] }],
  ["a removed node has no faults", [{ type: "power-off", node: "a" }, { type: "partition", node: "a" }, { type: "remove-node", node: "a" }], { off: [], partitioned: [] }],
  ["what is no fault", [{ type: "cordon", node: "a" }, { type: "apply", manifest: "" }, { type: "add-node" }], { off: [], partitioned: [] }],
])("%s", (_, actions, { off, partitioned }) => {
  const faults = faultsAfter(actions);
  expect([...faults.off]).toEqual(off);
  expect([...faults.partitioned]).toEqual(partitioned);
});
