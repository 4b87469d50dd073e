import { describe, expect, test } from "vitest";
import type { KubernetesObject } from "../../apimachinery/object.ts";
import { summarizePod } from "./pod-summary.ts";
import { WorldView } from "./world-view.ts";
import type { Pod } from "../../api/core/pod.ts";

const meta = (name: string, more: object = {}) => ({ name, namespace: "default", uid: name, resourceVersion: "1", creationTimestamp: "2026-04-22T10:00:00Z", managedFields: [{ manager: "kubectl" }], ...more });
const container = (state: object, more: object = {}) => ({ name: "web", ready: false, restartCount: 0, image: "nginx", imageID: "", state, ...more });
const pod = (name: string, status: object, more: { readonly spec?: object; readonly metadata?: object } = {}) =>
  ({ apiVersion: "v1", kind: "Pod", metadata: meta(name, more.metadata), spec: { nodeName: "node-1", containers: [{ name: "web", image: "nginx" }], ...more.spec }, status }) as unknown as Pod;
const node = (name: string, ready: string) => ({ apiVersion: "v1", kind: "Node", metadata: meta(name, { namespace: undefined }), spec: {}, status: { conditions: [{ type: "Ready", status: ready }] } }) as unknown as KubernetesObject;

const running = { phase: "Running", containerStatuses: [container({ running: {} }, { ready: true })], conditions: [{ type: "Ready", status: "True" }] };

describe("how a pod is drawn", () => {
  test.each([
    ["ready", pod("p", running), "Running", "ready"],
    ["running, not ready", pod("p", { phase: "Running", containerStatuses: [container({ running: {} })] }), "Running", "running"],
    ["creating its container", pod("p", { phase: "Pending", containerStatuses: [container({ waiting: { reason: "ContainerCreating" } })] }), "ContainerCreating", "starting"],
    ["without a node", pod("p", { phase: "Pending" }, { spec: { nodeName: undefined } }), "Pending", "pending"],
    ["crashing again and again", pod("p", { phase: "Running", containerStatuses: [container({ waiting: { reason: "CrashLoopBackOff" } }, { restartCount: 3 })] }), "CrashLoopBackOff", "backoff"],
    ["without its image", pod("p", { phase: "Pending", containerStatuses: [container({ waiting: { reason: "ErrImagePull" } })] }), "ErrImagePull", "backoff"],
    ["out of memory", pod("p", { phase: "Running", containerStatuses: [container({ terminated: { reason: "OOMKilled", exitCode: 137 } })] }), "OOMKilled", "failed"],
    ["evicted", pod("p", { phase: "Failed", reason: "Evicted" }), "Evicted", "failed"],
    ["finished", pod("p", { phase: "Succeeded", containerStatuses: [container({ terminated: { reason: "Completed", exitCode: 0 } })] }), "Completed", "succeeded"],
    ["told to stop", pod("p", running, { metadata: { deletionTimestamp: "2026-04-22T10:00:30Z" } }), "Terminating", "terminating"],
  ])("%s", (_, object, status, state) => {
    expect(summarizePod(object, 0, true)).toMatchObject({ status, state });
  });

  test("on a node that does not answer nothing is known of it", () => {
    expect(summarizePod(pod("p", running), 0, false).state).toBe("unknown");
  });

  test("the end of a back-off and of a grace period is told", () => {
    const waiting = { waiting: { reason: "CrashLoopBackOff", message: "back-off 1m20s restarting failed container=web pod=p" } };
    const crashed = pod("p", { phase: "Running", containerStatuses: [container(waiting, { lastState: { terminated: { exitCode: 1, finishedAt: "2026-04-22T10:00:00Z" } } })] });
    expect(summarizePod(crashed, 0, true).until).toBe(Date.parse("2026-04-22T10:01:20Z"));
    expect(summarizePod(pod("p", running, { metadata: { deletionTimestamp: "2026-04-22T10:00:30Z" } }), 0, true).until).toBe(Date.parse("2026-04-22T10:00:30Z"));
  });
});

describe("what the page is shown", () => {
  test("each object once, without managedFields, however often it changed", () => {
    const world = new WorldView(() => 0);
    world.set("pods", pod("a", { phase: "Pending" }));
    world.set("pods", pod("a", running));
    world.set("pods", pod("b", running));
    const [first, ...rest] = world.take(10);
    expect(first).toMatchObject({ type: "set", key: "default/a", pod: { state: "ready" } });
    expect(JSON.stringify(first)).not.toContain("managedFields");
    expect(rest).toHaveLength(1);
    expect([world.changed, world.take(10)]).toEqual([false, []]);
  });

  test("a removal replaces what was to be told before", () => {
    const world = new WorldView(() => 0);
    world.set("pods", pod("a", running));
    world.remove("pods", pod("a", running));
    expect(world.take(10)).toEqual([{ type: "remove", resource: "pods", key: "default/a", uid: "a" }]);
  });

  test("no more than asked for at a time", () => {
    const world = new WorldView(() => 0);
    for (let index = 0; index < 5; index++) world.set("pods", pod(`p${index}`, running));
    expect([world.take(3).length, world.changed, world.take(3).length]).toEqual([3, true, 2]);
  });

  test("when a node falls silent its pods are told again, as unknown; when it is heard of, as they are", () => {
    const world = new WorldView(() => 0);
    world.set("nodes", node("node-1", "True"));
    for (const name of ["a", "b"]) world.set("pods", pod(name, running));
    world.take(10);
    world.set("nodes", node("node-1", "Unknown"));
    expect(world.take(10).map((change) => ("pod" in change ? change.pod?.state : change.key))).toEqual(["node-1", "unknown", "unknown"]);
    world.set("nodes", node("node-1", "True"));
    expect(world.vitals(true).pods.ready).toBe(2);
  });

  test("vitals count pods by state and name one in trouble", () => {
    const world = new WorldView(() => 0);
    world.set("nodes", node("node-1", "True"));
    world.set("pods", pod("a", running));
    world.set("pods", pod("b", { phase: "Failed", reason: "Evicted" }));
    expect(world.vitals(true)).toMatchObject({ nodes: [{ name: "node-1", ready: "True" }], pods: { ready: 1, failed: 1 }, troubled: { name: "b", status: "Evicted" } });
    world.remove("pods", pod("b", {}));
    expect(world.vitals(true).troubled).toBeUndefined();
  });
});
