import { expect, test } from "vitest";
import type { Draft } from "../../apimachinery/object.ts";
import { parseTime } from "../../apimachinery/timestamp.ts";
import { deepFreeze } from "../../base/freeze.ts";
import type { ContainerStatus, Pod, PodSpec, PodStatus } from "./pod.ts";
import { Pods } from "./pod.ts";
import { podStatusText } from "./pod-status-text.ts";

const now = parseTime("2026-04-22T10:10:00Z");

const status = (name: string, more: Partial<ContainerStatus> = {}): ContainerStatus => ({ name, image: "i", imageID: "", ready: false, restartCount: 0, ...more });
const running = (name: string) => status(name, { ready: true, started: true, state: { running: {} } });
const waiting = (name: string, reason: string) => status(name, { state: { waiting: { reason } } });
const ended = (name: string, exitCode: number, reason?: string, signal?: number) =>
  status(name, { state: { terminated: { exitCode, ...(reason !== undefined && { reason }), ...(signal !== undefined && { signal }) } } });

const web = { name: "web", image: "i" };
const log = { name: "log", image: "i" };
const setup = { name: "setup", image: "i" };
const proxy = { name: "proxy", image: "i", restartPolicy: "Always" };

function podOf(spec: Partial<PodSpec>, podStatus: PodStatus, metadata: Draft<Pod>["metadata"] = {}): Pod {
  return deepFreeze({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "web-0", uid: "1", resourceVersion: "1", creationTimestamp: "2026-04-22T10:00:00Z", ...metadata },
    spec: { containers: [web], ...spec },
    status: podStatus,
  } as Pod);
}

const row = (pod: Pod, priority = 0) => Pods.columns.filter((column) => (column.priority ?? 0) <= priority).map((column) => column.cell(pod, { now }));
/** READY, STATUS and RESTARTS. */
const shown = (pod: Pod) => row(pod).slice(1, 4).join(" | ");

const ready = [{ type: "Ready", status: "True" }];
const initialized = [{ type: "Initialized", status: "True" }];

test.each<readonly [string, Partial<PodSpec>, PodStatus, string]>([
  ["pending", {}, { phase: "Pending" }, "0/1 | Pending | 0"],
  ["pulling its image", {}, { phase: "Pending", containerStatuses: [waiting("web", "ContainerCreating")] }, "0/1 | ContainerCreating | 0"],
  ["without an image to pull", {}, { phase: "Pending", containerStatuses: [waiting("web", "ImagePullBackOff")] }, "0/1 | ImagePullBackOff | 0"],
  ["running", {}, { phase: "Running", containerStatuses: [running("web")] }, "1/1 | Running | 0"],
  ["running, not ready", {}, { phase: "Running", containerStatuses: [status("web", { state: { running: {} } })] }, "0/1 | Running | 0"],
  ["half ready", { containers: [web, log] }, { phase: "Running", containerStatuses: [running("web"), status("log", { state: { running: {} } })] }, "1/2 | Running | 0"],
  ["completed", {}, { phase: "Succeeded", containerStatuses: [ended("web", 0, "Completed")] }, "0/1 | Completed | 0"],
  ["failed", {}, { phase: "Failed", containerStatuses: [ended("web", 1, "Error")] }, "0/1 | Error | 0"],
  ["out of memory", {}, { phase: "Running", containerStatuses: [ended("web", 137, "OOMKilled")] }, "0/1 | OOMKilled | 0"],
  ["ended by a signal", {}, { phase: "Failed", containerStatuses: [ended("web", 143, undefined, 15)] }, "0/1 | Signal:15 | 0"],
  ["ended with a code", {}, { phase: "Failed", containerStatuses: [ended("web", 3)] }, "0/1 | ExitCode:3 | 0"],
  ["evicted", {}, { phase: "Failed", reason: "Evicted" }, "0/1 | Evicted | 0"],
  ["partly completed and ready", { containers: [web, log] }, { phase: "Running", conditions: ready, containerStatuses: [ended("web", 0, "Completed"), running("log")] }, "1/2 | Running | 0"],
  ["partly completed, not ready", { containers: [web, log] }, { phase: "Running", containerStatuses: [ended("web", 0, "Completed"), running("log")] }, "1/2 | NotReady | 0"],
  ["the first of two reasons", { containers: [web, log] }, { phase: "Running", containerStatuses: [waiting("web", "CrashLoopBackOff"), waiting("log", "ErrImagePull")] }, "0/2 | CrashLoopBackOff | 0"],
  ["gated", {}, { phase: "Pending", conditions: [{ type: "PodScheduled", status: "False", reason: "SchedulingGated" }] }, "0/1 | SchedulingGated | 0"],
  ["initializing", { initContainers: [setup, log] }, { phase: "Pending", initContainerStatuses: [status("setup", { state: { running: {} } }), waiting("log", "PodInitializing")], containerStatuses: [waiting("web", "PodInitializing")] }, "0/1 | Init:0/2 | 0"],
  ["initialized by half", { initContainers: [setup, log] }, { phase: "Pending", initContainerStatuses: [ended("setup", 0, "Completed"), status("log", { state: { running: {} } })] }, "0/1 | Init:1/2 | 0"],
  ["failing to initialize", { initContainers: [setup] }, { phase: "Pending", initContainerStatuses: [ended("setup", 1, "Error")] }, "0/1 | Init:Error | 0"],
  ["failing to initialize with a code", { initContainers: [setup] }, { phase: "Pending", initContainerStatuses: [ended("setup", 2)] }, "0/1 | Init:ExitCode:2 | 0"],
  ["failing to initialize with a signal", { initContainers: [setup] }, { phase: "Pending", initContainerStatuses: [ended("setup", 137, undefined, 9)] }, "0/1 | Init:Signal:9 | 0"],
  ["backing off from initialization", { initContainers: [setup] }, { phase: "Pending", initContainerStatuses: [waiting("setup", "CrashLoopBackOff")] }, "0/1 | Init:CrashLoopBackOff | 0"],
  ["initialized, about to start", { initContainers: [setup] }, { phase: "Pending", conditions: initialized, initContainerStatuses: [ended("setup", 0, "Completed")], containerStatuses: [waiting("web", "PodInitializing")] }, "0/1 | PodInitializing | 0"],
  ["with a sidecar that runs", { initContainers: [proxy] }, { phase: "Running", conditions: initialized, initContainerStatuses: [running("proxy")], containerStatuses: [running("web")] }, "2/2 | Running | 0"],
  ["with a sidecar that starts", { initContainers: [proxy] }, { phase: "Pending", initContainerStatuses: [status("proxy", { state: { running: {} } })], containerStatuses: [waiting("web", "PodInitializing")] }, "0/2 | Init:0/1 | 0"],
])("a pod that is %s", (_, spec, podStatus, expected) => {
  expect(shown(podOf(spec, podStatus))).toBe(expected);
});

test.each<readonly [string, PodStatus, string]>([
  ["alive", { phase: "Running", containerStatuses: [running("web")] }, "Terminating"],
  ["on a lost node", { phase: "Running", reason: "NodeLost" }, "Unknown"],
  ["completed already", { phase: "Succeeded", containerStatuses: [ended("web", 0, "Completed")] }, "Completed"],
])("a pod that is deleted while %s", (_, podStatus, expected) => {
  expect(podStatusText(podOf({}, podStatus, { deletionTimestamp: "2026-04-22T10:05:00Z" }))).toBe(expected);
});

test("restarts tell when the last one was", () => {
  const lastState = { terminated: { exitCode: 1, finishedAt: "2026-04-22T10:05:00Z" } };
  const crashing = status("web", { restartCount: 3, lastState, state: { waiting: { reason: "CrashLoopBackOff" } } });
  const steady = status("log", { restartCount: 1, lastState: { terminated: { exitCode: 1, finishedAt: "2026-04-22T10:01:00Z" } }, ready: true, state: { running: {} } });
  expect(shown(podOf({ containers: [web, log] }, { phase: "Running", containerStatuses: [crashing, steady] }))).toBe("1/2 | CrashLoopBackOff | 4 (5m ago)");
});

test("once a pod runs, only its sidecars' restarts count of its initialization", () => {
  const spec = { initContainers: [setup, proxy] };
  const statuses = [{ ...ended("setup", 0, "Completed"), restartCount: 5 }, { ...running("proxy"), restartCount: 2 }];
  const podStatus: PodStatus = { phase: "Running", conditions: initialized, initContainerStatuses: statuses, containerStatuses: [running("web")] };
  expect(shown(podOf(spec, podStatus))).toBe("2/2 | Running | 2");
});

test("a wide row tells where the pod is", () => {
  const spec: Partial<PodSpec> = { nodeName: "node-1", readinessGates: [{ conditionType: "a/b" }, { conditionType: "a/c" }] };
  const podStatus: PodStatus = { phase: "Running", podIPs: [{ ip: "10.0.0.7" }], conditions: [{ type: "a/b", status: "True" }], containerStatuses: [running("web")] };
  expect(row(podOf(spec, podStatus), 1)).toEqual(["web-0", "1/1", "Running", "0", "10m", "10.0.0.7", "node-1", "<none>", "1/2"]);
  expect(row(podOf({}, { phase: "Pending" }), 1).slice(5)).toEqual(["<none>", "<none>", "<none>", "<none>"]);
});
