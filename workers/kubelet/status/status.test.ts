import { describe, expect, test } from "vitest";
import type { ContainerState, ContainerStatus, Pod, PodStatus } from "../../api/generated/core/v1.ts";
import { nothingRuns } from "../runtime/pod-runtime-status.ts";
import { podConditions } from "./conditions.ts";
import { endedStatus } from "./ended-status.ts";
import { podPhase } from "./phase.ts";
import type { NewPodStatus } from "./pod-status.ts";
import { withTransitions } from "./status-normal-form.ts";
import { statusPatch } from "./status-patch.ts";

const waiting: ContainerState = { waiting: { reason: "ContainerCreating" } };
const running: ContainerState = { running: { startedAt: "2026-01-01T00:00:00Z" } };
const exited = (exitCode: number): ContainerState => ({ terminated: { exitCode } });

/** "run", "wait", "ok", "fail"; "wait<fail" waits after a failure. */
function statusOf(name: string, text: string, started = text === "run"): ContainerStatus {
  const states: Readonly<Record<string, ContainerState>> = { run: running, wait: waiting, ok: exited(0), fail: exited(1) };
  const [now = "", before] = text.split("<");
  return { name, image: "", imageID: "", ready: now === "run" || now === "ok", started, restartCount: 0, state: states[now] ?? waiting, lastState: before === undefined ? {} : (states[before] ?? {}) };
}

const podOf = (spec: Partial<Pod["spec"]> = {}, annotations: Readonly<Record<string, string>> = {}): Pod => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "web", namespace: "default", uid: "uid", resourceVersion: "1", creationTimestamp: "", annotations },
  spec: { restartPolicy: "Always", containers: [{ name: "a" }, { name: "b" }], ...spec },
  status: {},
});

const named = (names: readonly string[], texts: string) => texts.split(" ").filter((text) => text !== "").map((text, index) => statusOf(names[index] ?? "", text));

describe("phase of a pod", () => {
  test.each([
    // Policy, a and b, phase while it lives, phase when it has been stopped for good.
    ["Always", "", "Pending", "Pending"],
    ["Always", "wait wait", "Pending", "Pending"],
    ["Always", "run wait", "Pending", "Pending"],
    ["Always", "run", "Pending", "Pending"],
    ["Always", "run run", "Running", "Running"],
    ["Always", "run ok", "Running", "Running"],
    ["Always", "run fail", "Running", "Running"],
    ["Always", "ok ok", "Running", "Succeeded"],
    ["Always", "fail fail", "Running", "Failed"],
    ["Always", "ok fail", "Running", "Failed"],
    ["Always", "run wait<fail", "Running", "Running"],
    ["Always", "wait<fail wait<fail", "Running", "Failed"],
    ["OnFailure", "wait wait", "Pending", "Pending"],
    ["OnFailure", "run run", "Running", "Running"],
    ["OnFailure", "ok ok", "Succeeded", "Succeeded"],
    ["OnFailure", "fail fail", "Running", "Failed"],
    ["OnFailure", "ok fail", "Running", "Failed"],
    ["OnFailure", "ok wait<fail", "Running", "Failed"],
    ["OnFailure", "run ok", "Running", "Running"],
    ["Never", "wait wait", "Pending", "Pending"],
    ["Never", "run run", "Running", "Running"],
    ["Never", "ok ok", "Succeeded", "Succeeded"],
    ["Never", "fail fail", "Failed", "Failed"],
    ["Never", "ok fail", "Failed", "Failed"],
    ["Never", "run fail", "Running", "Running"],
    ["Never", "wait ok", "Pending", "Pending"],
  ] as const)("restartPolicy %s, containers %j: %s, stopped for good: %s", (restartPolicy, texts, alive, ended) => {
    const regular = named(["a", "b"], texts);
    expect(podPhase(podOf({ restartPolicy }), { init: [], regular, ended: false })).toBe(alive);
    expect(podPhase(podOf({ restartPolicy }), { init: [], regular, ended: true })).toBe(ended);
  });

  test.each([
    ["Always", "wait wait", "wait wait", "Pending"],
    ["Always", "run wait", "wait wait", "Pending"],
    ["Always", "ok run", "wait wait", "Pending"],
    ["Always", "fail wait", "wait wait", "Pending"],
    ["Always", "wait<fail wait", "wait wait", "Pending"],
    ["Never", "fail wait", "wait wait", "Failed"],
    ["Never", "ok fail", "wait wait", "Failed"],
    ["OnFailure", "fail wait", "wait wait", "Pending"],
    ["Always", "ok ok", "wait wait", "Pending"],
    ["Always", "ok ok", "run run", "Running"],
    ["Never", "ok ok", "ok ok", "Succeeded"],
    ["Never", "ok ok", "ok fail", "Failed"],
  ] as const)("restartPolicy %s, init containers %j, containers %j: %s", (restartPolicy, init, regular, phase) => {
    const pod = podOf({ restartPolicy, initContainers: [{ name: "i" }, { name: "j" }] });
    expect(podPhase(pod, { init: named(["i", "j"], init), regular: named(["a", "b"], regular), ended: false })).toBe(phase);
  });

  test.each([
    ["run", true, "wait wait", "Pending"],
    ["run", false, "wait wait", "Pending"],
    ["run", true, "run run", "Running"],
    ["wait<fail", false, "run run", "Running"],
    ["fail", false, "run run", "Running"],
    ["run", true, "ok ok", "Running"],
    ["ok", false, "ok ok", "Succeeded"],
    ["fail", false, "ok ok", "Succeeded"],
  ] as const)("a sidecar %s (started: %s) beside %j under Never: %s", (state, started, regular, phase) => {
    const pod = podOf({ restartPolicy: "Never", initContainers: [{ name: "s", restartPolicy: "Always" }] });
    expect(podPhase(pod, { init: [statusOf("s", state, started)], regular: named(["a", "b"], regular), ended: false })).toBe(phase);
  });

  test("a static pod that was stopped is not called failed", () => {
    const pod = podOf({}, { "kubernetes.io/config.source": "file" });
    expect(podPhase(pod, { init: [], regular: named(["a", "b"], "fail fail"), ended: true })).toBe("Running");
  });
});

describe("conditions", () => {
  const conditions = (pod: Pod, regular: string, phase: string, init = "") =>
    Object.fromEntries(podConditions(pod, { phase, init: named(["i"], init), regular: named(["a", "b"], regular), runtime: nothingRuns }).map(({ type, status, reason, message }) => [type, [status, reason, message].filter((part) => part !== undefined).join(" ")]));

  test.each([
    ["run run", "Running", "True", "True"],
    ["run wait", "Pending", "False ContainersNotReady containers with unready status: [b]", "False ContainersNotReady containers with unready status: [b]"],
    ["run", "Pending", "False ContainersNotReady containers with unknown status: [b]", "False ContainersNotReady containers with unknown status: [b]"],
    ["ok ok", "Succeeded", "False PodCompleted", "False PodCompleted"],
    ["fail fail", "Failed", "False PodFailed", "False PodFailed"],
  ])("containers %j in phase %s", (regular, phase, ready, containersReady) => {
    expect(conditions(podOf(), regular, phase)).toMatchObject({ Ready: ready, ContainersReady: containersReady, Initialized: phase === "Succeeded" ? "True PodCompleted" : "True", PodScheduled: "True", PodReadyToStartContainers: "False" });
  });

  test.each([
    ["wait", "wait wait", "False ContainersNotInitialized containers with incomplete status: [i]"],
    ["", "wait wait", "False ContainersNotInitialized containers with unknown status: [i]"],
    ["ok", "wait wait", "True"],
    ["wait", "run run", "True"],
  ])("init container %j beside %j", (init, regular, initialized) => {
    expect(conditions(podOf({ initContainers: [{ name: "i" }] }), regular, "Pending", init)["Initialized"]).toBe(initialized);
  });
});

const newStatus = (status: Partial<NewPodStatus>): NewPodStatus => ({ phase: "Running", conditions: [], ...status });

describe("the last status of a pod", () => {
  const lost = { terminated: { exitCode: 137, reason: "ContainerStatusUnknown", message: "The container could not be located when the pod was terminated" } };

  test.each([
    ["Running", "Failed"],
    ["Pending", "Failed"],
    ["Succeeded", "Succeeded"],
    ["Failed", "Failed"],
  ] as const)("%s becomes %s", (phase, expected) => expect(endedStatus(podOf(), newStatus({ phase })).phase).toBe(expected));

  test("containers whose end nobody saw are taken to have failed", () => {
    const { containerStatuses } = endedStatus(podOf(), newStatus({ containerStatuses: named(["a", "b"], "run ok") }));
    expect(containerStatuses?.map(({ state }) => state)).toEqual([lost, exited(0)]);
  });

  test("containers of a pod that never got so far are left waiting", () => {
    const pod = podOf({ initContainers: [{ name: "i" }, { name: "j" }] });
    const ended = endedStatus(pod, newStatus({ phase: "Pending", initContainerStatuses: named(["i", "j"], "run wait"), containerStatuses: named(["a", "b"], "wait wait") }));
    expect(ended.initContainerStatuses?.map(({ state }) => state)).toEqual([lost, waiting]);
    expect(ended.containerStatuses?.map(({ state }) => state)).toEqual([waiting, waiting]);
  });
});

describe("times", () => {
  const condition = (status: string, lastTransitionTime?: string) => ({ type: "Ready", status, ...(lastTransitionTime !== undefined && { lastTransitionTime }) });

  test.each([
    ["True", "True", "old"],
    ["True", "False", "now"],
    ["False", "True", "now"],
  ])("from %s to %s: since %s", (before, after, since) => {
    const status = withTransitions(newStatus({ conditions: [condition(after)] }), { conditions: [condition(before, "old")], startTime: "begin" }, "now");
    expect(status).toMatchObject({ startTime: "begin", conditions: [{ status: after, lastTransitionTime: since }] });
  });

  test("what is new begins now", () => {
    expect(withTransitions(newStatus({ conditions: [condition("True")] }), {}, "now")).toMatchObject({ startTime: "now", conditions: [{ lastTransitionTime: "now" }] });
  });

  test("long last words are cut, the shorter the more containers there are", () => {
    const words = (message: string) => ({ ...statusOf("a", "fail"), state: { terminated: { exitCode: 1, message } } });
    const lengths = (count: number) =>
      withTransitions(newStatus({ containerStatuses: Array.from({ length: count }, () => words("x".repeat(5000))) }), {}, "now").containerStatuses?.map(({ state }) => state?.terminated?.message?.length);
    expect(lengths(1)).toEqual([4096]);
    expect(lengths(4)).toEqual([3072, 3072, 3072, 3072]);
  });
});

describe("the patch of a status", () => {
  const patch = (from: PodStatus, to: PodStatus) => (statusPatch(podOf(), from, to) as { readonly status: unknown } | undefined)?.status;
  const ready = (status: string, more: object = {}) => ({ type: "Ready", status, ...more });

  test.each<[string, PodStatus, PodStatus, unknown]>([
    ["nothing", { phase: "Running" }, { phase: "Running" }, undefined],
    ["a field", { phase: "Pending" }, { phase: "Running" }, { phase: "Running" }],
    ["a field that goes", { phase: "Failed", reason: "Evicted" }, { phase: "Failed" }, { reason: null }],
    ["a condition", { conditions: [ready("False")] }, { conditions: [ready("True")] }, { conditions: [ready("True")] }],
    ["a condition without its reason", { conditions: [ready("False", { reason: "X", message: "y" })] }, { conditions: [ready("True")] }, { conditions: [{ ...ready("True"), reason: null, message: null }] }],
    ["a condition that goes", { conditions: [ready("True")] }, { conditions: [] }, { conditions: [{ $patch: "delete", type: "Ready" }] }],
    ["other conditions are left alone", { conditions: [ready("True"), { type: "Mine", status: "True" }] }, { conditions: [ready("False"), { type: "Mine", status: "True" }] }, { conditions: [ready("False")] }],
    ["addresses as a whole", { podIPs: [{ ip: "a" }] }, { podIPs: [{ ip: "b" }] }, { podIPs: [{ $patch: "replace" }, { ip: "b" }] }],
  ])("%s", (_, from, to, expected) => expect(patch(from, to)).toEqual(expected));

  test("names the pod, so that it never reaches another of the same name", () => {
    expect(statusPatch(podOf(), {}, { phase: "Running" })).toMatchObject({ metadata: { uid: "uid" } });
  });
});
