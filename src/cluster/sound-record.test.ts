import { describe, expect, test } from "vitest";
import type { Action, SessionRecord } from "../../workers/protocol/session.ts";
import { isSoundRecord } from "./sound-record.ts";

const record = (...actions: readonly unknown[]) => ({ version: 1, settings: { seed: "x", nodes: 3 }, inputs: actions.map((action, at) => ({ at, action })), until: 10 });

describe("a session from a link", () => {
  test.each<[string, Action]>([
    ["apply", { type: "apply", manifest: "kind: Pod" }],
    ["kubectl", { type: "kubectl", line: "kubectl get pods" }],
    ["kubectl with files", { type: "kubectl", line: "kubectl apply -f a.yaml", files: { "a.yaml": "kind: Pod" } }],
    ["delete", { type: "delete-pod", namespace: "default", name: "web", force: true }],
    ["crash", { type: "crash-container", namespace: "default", name: "web" }],
    ["power", { type: "power-off", node: "node-1" }],
    ["cordon", { type: "cordon", node: "node-1" }],
    ["add", { type: "add-node" }],
    ["scale", { type: "scale", resource: "deployments.apps", namespace: "default", name: "web", replicas: 3 }],
    ["traffic", { type: "traffic", service: "default/web", perSecond: 0.5 }],
  ])("may have the action: %s", (_name, action) => {
    expect(isSoundRecord(record(action) satisfies Omit<SessionRecord, "version" | "inputs"> & { inputs: unknown })).toBe(true);
  });

  test.each<[string, unknown]>([
    ["nothing", undefined],
    ["null", null],
    ["a list", []],
    ["another version", { ...record(), version: 2 }],
    ["no settings", { ...record(), settings: undefined }],
    ["too many nodes", { ...record(), settings: { seed: "x", nodes: 1_000_000 } }],
    ["half a node", { ...record(), settings: { seed: "x", nodes: 2.5 } }],
    ["a time that is none", { ...record(), until: Number.NaN }],
    ["a time before the beginning", { ...record(), until: -1 }],
    ["inputs that are no list", { ...record(), inputs: {} }],
    ["an input without time", { ...record(), inputs: [{ action: { type: "add-node" } }] }],
    ["an unknown action", record({ type: "format-disk" })],
    ["an action named like a method", record({ type: "toString" })],
    ["an action with a part missing", record({ type: "apply" })],
    ["an action with a part of another type", record({ type: "scale", resource: "x", namespace: "y", name: "z", replicas: "9" })],
    ["files that are no texts", record({ type: "kubectl", line: "x", files: { a: 1 } })],
    ["endlessly many inputs", record(...Array.from({ length: 20_001 }, () => ({ type: "add-node" })))],
  ])("is refused if it is %s", (_name, value) => {
    expect(isSoundRecord(value)).toBe(false);
  });
});
