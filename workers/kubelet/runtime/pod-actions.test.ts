import { describe, expect, test } from "vitest";
import type { Container, Pod } from "../../api/generated/core/v1.ts";
import type { ContainerStatus, SandboxStatus } from "../../cri/runtime.ts";
import { containerHash } from "../pods/pod-containers.ts";
import { type ActionContext, computePodActions } from "./pod-actions.ts";
import type { PodRuntimeStatus } from "./pod-runtime-status.ts";

/** "web" runs, "db!1" has exited with code 1, "x?" was created only; "@2" is the attempt and "/old" another sandbox. */
function containerOf(text: string, index: number): ContainerStatus {
  const [, name = "", mark = "", code = "", attempt = "0", sandbox = "sandbox"] = /^([a-z0-9-]+)([!?]?)(\d*)(?:@(\d+))?(?:\/(\w+))?$/.exec(text) ?? [];
  const state = mark === "!" ? "Exited" : mark === "?" ? "Created" : "Running";
  return { id: `${name}-${attempt}`, sandboxId: sandbox, podUid: "uid", name, attempt: Number(attempt), image: "app:1.0", imageId: "id", state, createdAt: index, ...(state === "Exited" && { exitCode: Number(code), finishedAt: index }) };
}

const sandboxOf = (state: "Ready" | "NotReady", attempt = 0, ips = ["10.0.0.2"]): SandboxStatus => ({
  id: "sandbox",
  pod: { uid: "uid", namespace: "default", name: "web", attempt },
  state,
  createdAt: 0,
  ips,
  hostNetwork: false,
});

const status = (containers: readonly string[], sandboxes: readonly SandboxStatus[] = [sandboxOf("Ready")]): PodRuntimeStatus => ({
  sandboxes,
  containers: containers.map(containerOf).toReversed(),
});

const containers = (...names: readonly string[]): readonly Container[] => names.map((name) => ({ name, image: "app:1.0" }));

const pod = (spec: Partial<Pod["spec"]> = {}, metadata: Partial<Pod["metadata"]> = {}): Pod => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "web", namespace: "default", uid: "uid", resourceVersion: "1", creationTimestamp: "", ...metadata },
  spec: { restartPolicy: "Always", containers: containers("a", "b", "c"), ...spec },
  status: {},
});

const hash = containerHash({ name: "a", image: "app:1.0" });

const context = (verdicts: Readonly<Record<string, string>> = {}, hashes: Readonly<Record<string, number>> = {}): ActionContext => ({
  verdicts: {
    liveness: (id) => verdicts[`liveness ${id}`] as "success" | "failure" | undefined,
    startup: (id) => verdicts[`startup ${id}`] as "success" | "failure" | undefined,
  },
  startedHash: (id) => hashes[id],
});

const summary = (subject: Pod, runtime: PodRuntimeStatus, given: ActionContext = context()) => {
  const { killPod, createSandbox, attempt, initToStart, toStart, toKill, ephemeralToStart } = computePodActions(subject, runtime, given);
  const names = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name).join(" ");
  return [
    ...(createSandbox ? [`sandbox ${attempt}`] : []),
    ...(killPod ? ["kill pod"] : []),
    ...(initToStart.length > 0 ? [`init ${names(initToStart)}`] : []),
    ...(ephemeralToStart.length > 0 ? [`ephemeral ${names(ephemeralToStart)}`] : []),
    ...(toStart.length > 0 ? [`start ${names(toStart)}`] : []),
    ...toKill.map(({ id, message }) => `kill ${id}: ${message}`),
  ];
};

describe("regular containers", () => {
  test.each<[string, Pod, PodRuntimeStatus, readonly string[]]>([
    ["everything runs: nothing to do", pod(), status(["a", "b", "c"]), []],
    ["a new pod gets its sandbox and everything in it", pod(), status([], []), ["sandbox 0", "kill pod", "start a b c"]],
    ["the first container has to be started", pod(), status(["b", "c"]), ["start a"]],
    ["one that has exited is restarted", pod(), status(["a", "b!1", "c"]), ["start b"]],
    ["also without an error", pod(), status(["a", "b!0", "c"]), ["start b"]],
    ["OnFailure restarts failures only", pod({ restartPolicy: "OnFailure" }), status(["a", "b!0", "c!1"]), ["start c"]],
    ["Never restarts nothing", pod({ restartPolicy: "Never" }), status(["a", "b!0", "c!1"]), []],
    ["one that was created but never started is started again", pod({ restartPolicy: "Never" }), status(["a", "b", "c?"]), ["start c"]],
    ["all done: the pod is stopped", pod({ restartPolicy: "Never" }), status(["a!0", "b!1", "c!0"]), ["kill pod"]],
    ["all succeeded under OnFailure: the pod is stopped", pod({ restartPolicy: "OnFailure" }), status(["a!0", "b!0", "c!0"]), ["kill pod"]],
    ["a sandbox that is gone is replaced, with everything in it", pod(), status(["a!137", "b!137", "c!137"], [sandboxOf("NotReady")]), ["sandbox 1", "kill pod", "start a b c"]],
    ["a sandbox without an address is replaced", pod(), status(["a"], [sandboxOf("Ready", 0, [])]), ["sandbox 1", "kill pod", "start a b c"]],
    ["what has succeeded is not repeated in a new sandbox", pod({ restartPolicy: "OnFailure" }), status(["a!0", "b!1", "c!0"], [sandboxOf("NotReady")]), ["sandbox 1", "kill pod", "start b"]],
    ["a pod that may not restart gets no second sandbox", pod({ restartPolicy: "Never" }), status(["a!137", "b!0", "c!0"], [sandboxOf("NotReady")]), ["kill pod"]],
    ["a pod that is done gets no new sandbox either", pod({ restartPolicy: "OnFailure" }), status(["a!0", "b!0", "c!0"], [sandboxOf("NotReady")]), ["kill pod"]],
    ["two sandboxes at once are one too many", pod(), status(["a", "b", "c"], [sandboxOf("Ready", 1), sandboxOf("Ready")]), ["sandbox 2", "kill pod", "start a b c"]],
    ["a pod that is being deleted starts nothing", pod({}, { deletionTimestamp: "2026-01-01T00:00:00Z" }), status(["a", "b!1", "c"]), []],
    ["the newest instance counts", pod(), status(["a!1", "a@1", "b", "c"]), []],
  ])("%s", (_, subject, runtime, expected) => expect(summary(subject, runtime)).toEqual(expected));

  test.each([
    ["container of its own policy Never", { restartPolicy: "Never" }, "b!1", []],
    ["container of its own policy OnFailure, failed", { restartPolicy: "OnFailure" }, "b!1", ["start b"]],
    ["rule that restarts on its exit code", { restartPolicy: "Never", restartPolicyRules: [{ action: "Restart", exitCodes: { operator: "In", values: [42] } }] }, "b!42", ["start b"]],
    ["rule that does not speak of the exit code", { restartPolicy: "Never", restartPolicyRules: [{ action: "Restart", exitCodes: { operator: "In", values: [42] } }] }, "b!1", []],
    ["rule by exclusion", { restartPolicy: "Never", restartPolicyRules: [{ action: "Restart", exitCodes: { operator: "NotIn", values: [42] } }] }, "b!1", ["start b"]],
  ])("a %s", (_, more, b, expected) => {
    const [first, second, third] = containers("a", "b", "c") as [Container, Container, Container];
    expect(summary(pod({ containers: [first, { ...second, ...more }, third] }), status(["a", b, "c"]))).toEqual(expected);
  });

  test.each([
    ["Always", ["start a", "kill a-0: Container a failed liveness probe, will be restarted"]],
    ["OnFailure", ["start a", "kill a-0: Container a failed liveness probe, will be restarted"]],
    ["Never", ["kill a-0: Container a failed liveness probe"]],
  ] as const)("a failed liveness probe with restartPolicy %s", (restartPolicy, expected) => {
    expect(summary(pod({ restartPolicy }), status(["a", "b", "c"]), context({ "liveness a-0": "failure" }))).toEqual(expected);
  });

  test("a failed startup probe", () => {
    expect(summary(pod(), status(["a", "b", "c"]), context({ "startup a-0": "failure" }))).toEqual(["start a", "kill a-0: Container a failed startup probe, will be restarted"]);
  });

  test("a changed definition restarts whatever the policy says", () => {
    expect(summary(pod({ restartPolicy: "Never" }), status(["a", "b", "c"]), context({}, { "a-0": hash + 1 }))).toEqual(["start a", "kill a-0: Container a definition changed, will be restarted"]);
    expect(summary(pod(), status(["a", "b", "c"]), context({}, { "a-0": hash }))).toEqual([]);
  });

  test("debug containers are started once", () => {
    const subject = pod({ ephemeralContainers: [{ name: "d1", image: "app:1.0" }, { name: "d2", image: "app:1.0" }] });
    expect(summary(subject, status(["a", "b", "c", "d1!1"]))).toEqual(["ephemeral d2"]);
  });
});

describe("init containers", () => {
  const withInit = (more: Partial<Pod["spec"]> = {}) => pod({ initContainers: containers("i1", "i2", "i3"), ...more });

  test.each<[string, Pod, PodRuntimeStatus, readonly string[]]>([
    ["a new pod starts with the first", withInit(), status([], []), ["sandbox 0", "kill pod", "init i1"]],
    ["an empty sandbox too", withInit(), status([]), ["init i1"]],
    ["while one runs, nothing is started", withInit(), status(["i1"]), []],
    ["the next one follows a success", withInit(), status(["i1!0"]), ["init i2"]],
    ["and the next", withInit(), status(["i1!0", "i2!0"]), ["init i3"]],
    ["after the last the regular ones start", withInit(), status(["i1!0", "i2!0", "i3!0"]), ["start a b c"]],
    ["the last one counts, even if the runtime has forgotten the others", withInit(), status(["i3!0"]), ["start a b c"]],
    ["a failure is repeated", withInit(), status(["i1!0", "i2!1"]), ["init i2"]],
    ["a failure under OnFailure is repeated", withInit({ restartPolicy: "OnFailure" }), status(["i1!1"]), ["init i1"]],
    ["a failure under Never ends the pod", withInit({ restartPolicy: "Never" }), status(["i1!0", "i2!1"]), ["kill pod"]],
    ["one that was created but never started is started again", withInit(), status(["i1!0", "i2?"]), ["init i2"]],
    ["they are not repeated while regular ones run", withInit(), status(["a", "b", "c"]), []],
    ["nor when a regular one has to be restarted", withInit(), status(["i3!0", "a", "b!1", "c"]), ["start b"]],
    ["nor when all regular ones of this sandbox have exited", withInit(), status(["a!1", "b!1", "c!1"]), ["start a b c"]],
    ["a new sandbox starts from the beginning", withInit(), status(["i3!0", "a!137", "b!137", "c!137"], [sandboxOf("NotReady")]), ["sandbox 1", "kill pod", "init i1"]],
    ["exited ones of the old sandbox do not count in the new one", withInit(), status(["a!137/old", "b!137/old", "c!137/old"]), ["init i1"]],
  ])("%s", (_, subject, runtime, expected) => expect(summary(subject, runtime)).toEqual(expected));
});

describe("sidecars", () => {
  const sidecar = (name: string, more: Partial<Container> = {}): Container => ({ name, image: "app:1.0", restartPolicy: "Always", ...more });
  const subject = (more: Partial<Pod["spec"]> = {}) => pod({ initContainers: [sidecar("s1"), ...containers("i1"), sidecar("s2")], containers: containers("a"), ...more });
  const probed = pod({ initContainers: [sidecar("s1", { startupProbe: { exec: { command: ["true"] } } }), ...containers("i1")], containers: containers("a") });

  test.each<[string, Pod, PodRuntimeStatus, readonly string[]]>([
    ["the first is started like any init container", subject(), status([]), ["init s1"]],
    ["once it runs the next one follows", subject(), status(["s1"]), ["init i1"]],
    ["it goes on running beside the next", subject(), status(["s1", "i1"]), []],
    ["the last one too", subject(), status(["s1", "i1!0"]), ["init s2"]],
    ["when all run, the regular ones start", subject(), status(["s1", "i1!0", "s2"]), ["start a"]],
    ["one that exits is restarted while the pod runs", subject(), status(["s1!1", "i1!0", "s2", "a"]), ["init s1"]],
    ["also without an error, and also under Never", subject({ restartPolicy: "Never" }), status(["s1", "i1!0", "s2!0", "a"]), ["init s2"]],
    ["one that exits during initialisation is restarted, the others go on", subject(), status(["s1!1", "i1"]), ["init s1"]],
    ["they do not keep a pod alive that is done", subject({ restartPolicy: "Never" }), status(["s1", "i1!0", "s2", "a!0"]), ["kill pod"]],
    ["one that the runtime has forgotten is started again", subject(), status(["i1!0", "s2", "a"]), ["init s1"]],
  ])("%s", (_, given, runtime, expected) => expect(summary(given, runtime)).toEqual(expected));

  test("a startup probe holds the next one back", () => {
    expect(summary(probed, status(["s1"]))).toEqual([]);
    expect(summary(probed, status(["s1"]), context({ "startup s1-0": "success" }))).toEqual(["init i1"]);
    expect(summary(probed, status(["s1"]), context({ "startup s1-0": "failure" }))).toEqual(["init s1", "kill s1-0: Init container s1 failed startup probe"]);
  });

  test("a failed liveness probe restarts it", () => {
    expect(summary(subject(), status(["s1", "i1!0", "s2", "a"]), context({ "liveness s2-0": "failure" }))).toEqual(["init s2", "kill s2-0: Init container s2 failed liveness probe"]);
  });
});
