import { expect, test } from "vitest";
import { judge, type Vitals } from "./health.ts";

const noPods: Vitals["pods"] = { ready: 0, running: 0, starting: 0, pending: 0, backoff: 0, failed: 0, succeeded: 0, terminating: 0, unknown: 0 };
const ready = { name: "node-1", ready: "True" } as const;
const vitals = (more: Partial<Vitals>, pods: Partial<Vitals["pods"]> = {}): Vitals => ({ apiServerUp: true, nodes: [ready], pods: { ...noPods, ...pods }, ...more });

test.each<[string, Vitals, string, string]>([
  ["before anything is there", vitals({ apiServerUp: false, nodes: [] }), "changing", "The control plane is starting."],
  ["without an API server", vitals({ apiServerUp: false }), "down", "The API server does not answer. What you see is the last known state; applications keep running."],
  ["with a silent node", vitals({ nodes: [ready, { name: "node-2", ready: "Unknown" }] }), "degraded", "Node node-2 does not answer."],
  ["with two silent nodes", vitals({ nodes: [{ name: "a", ready: "Unknown" }, { name: "b", ready: "Unknown" }] }), "degraded", "Nodes a, b do not answer."],
  ["with a node that boots", vitals({ nodes: [{ name: "node-2", ready: "False" }] }), "changing", "Node node-2 is not ready yet."],
  ["with a crashing pod", vitals({ troubled: { name: "web-1", status: "CrashLoopBackOff" } }, { backoff: 1, ready: 3 }), "degraded", "Pod web-1 is in trouble: CrashLoopBackOff."],
  ["with several in trouble", vitals({ troubled: { name: "web-1", status: "OOMKilled" } }, { backoff: 2, failed: 1 }), "degraded", "Pod web-1 is in trouble: OOMKilled, and 2 more pods."],
  ["with pods that fit nowhere", vitals({}, { pending: 2 }), "degraded", "2 pods wait for a node."],
  ["in the middle of a rollout", vitals({}, { starting: 1, terminating: 2, ready: 9 }), "changing", "1 pod is starting, 2 pods are stopping."],
  ["while a probe still fails", vitals({}, { running: 1 }), "changing", "1 pod runs but is not ready."],
  ["when all is well", vitals({ nodes: [ready, { name: "node-2", ready: "True" }] }, { ready: 12, succeeded: 1 }), "healthy", "All is well: 12 pods ready on 2 nodes."],
  ["when pods are unknown", vitals({}, { unknown: 1 }), "degraded", "Nothing is known of 1 pod."],
])("%s", (_, world, level, sentence) => {
  expect(judge(world)).toEqual({ level, sentence });
});
