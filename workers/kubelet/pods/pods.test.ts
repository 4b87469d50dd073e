import { describe, expect, test } from "vitest";
import type { Pod } from "../../api/generated/core/v1.ts";
import { second } from "../../base/units.ts";
import { Lifetime } from "../../sim/lifetime.ts";
import { silentLog } from "../../sim/log.ts";
import { createRandom } from "../../sim/random.ts";
import { Simulation } from "../../sim/simulation.ts";
import { turn } from "../../testing/node/turn.ts";
import { expected, isDefect } from "../defect.ts";
import { AssertionError } from "../../base/assert.ts";
import { Cancelled, untilEnded, whileAlive } from "../until-ended.ts";
import { containerHash, findContainer, formatPod, restartsAfterExit, restartsOnFailure } from "./pod-containers.ts";
import { isCriticalPod, isMirrorPod, isStaticPod } from "./pod-kind.ts";
import { PodTable } from "./pod-table.ts";
import type { Kill, PodSync, SyncOutcome } from "./pod-worker.ts";
import { PodWorkers } from "./pod-workers.ts";
import { SyncError } from "./sync-error.ts";

const podOf = (name: string, { uid = name, spec = {}, metadata = {} }: { readonly uid?: string; readonly spec?: Partial<Pod["spec"]>; readonly metadata?: Partial<Pod["metadata"]> } = {}): Pod => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name, namespace: "default", uid, resourceVersion: "1", creationTimestamp: "", ...metadata },
  spec: { containers: [{ name: "a" }], terminationGracePeriodSeconds: 30, ...spec },
  status: {},
});

const fromFile = { annotations: { "kubernetes.io/config.source": "file" } };
const mirror = { annotations: { "kubernetes.io/config.source": "file", "kubernetes.io/config.mirror": "x" } };

/** Work on pods that only writes down what it is asked, and takes as long as it is told. */
class Notes implements PodSync {
  readonly lines: string[] = [];
  takes = 0;
  outcome: (pod: Pod) => SyncOutcome = () => ({ over: false });
  readonly #clock: Simulation;

  constructor(clock: Simulation) {
    this.#clock = clock;
  }

  async syncPod(pod: Pod, _mirror: Pod | undefined, until: Lifetime): Promise<SyncOutcome> {
    this.#note(`sync ${pod.metadata.uid}`);
    if (this.takes > 0) await untilEnded(until, this.#clock.sleep(this.takes));
    return this.outcome(pod);
  }

  refreshStatus(pod: Pod): void {
    this.#note(`refresh ${pod.metadata.uid}`);
  }

  async syncTerminatingPod(pod: Pod, { gracePeriod }: Kill, until: Lifetime): Promise<void> {
    this.#note(`terminating ${pod.metadata.uid} ${gracePeriod}`);
    if (this.takes > 0) await untilEnded(until, this.#clock.sleep(this.takes));
  }

  syncTerminatedPod(pod: Pod): Promise<void> {
    this.#note(`terminated ${pod.metadata.uid}`);
    return Promise.resolve();
  }

  #note(line: string): void {
    this.lines.push(`${this.#clock.now() / second} ${line}`);
  }
}

function start() {
  const clock = new Simulation({ start: 0, turn });
  const notes = new Notes(clock);
  const finished: string[] = [];
  const options = { clock, random: { ...createRandom(1), next: () => 0, fork: () => createRandom(1) }, log: silentLog, lifetime: new Lifetime(), sync: notes, syncFrequency: 60 * second };
  const workers = new PodWorkers(options as unknown as ConstructorParameters<typeof PodWorkers>[0], (pod) => void finished.push(pod.metadata.uid));
  return { clock, notes, workers, finished };
}

/** Lets everything happen that can happen at once, then so much time pass. */
async function run(clock: Simulation, duration: number): Promise<void> {
  await clock.settle();
  await clock.runFor(duration);
}

const deleted = (seconds: number) => ({ metadata: { deletionTimestamp: "2026-01-01T00:00:00Z", deletionGracePeriodSeconds: seconds } });

describe("the worker of a pod", () => {
  test("looks at the pod at once, when it changes, and every minute", async () => {
    const { clock, notes, workers } = start();
    workers.update(podOf("web"), undefined);
    await run(clock, 10 * second);
    workers.update(podOf("web"), undefined);
    await run(clock, 125 * second);
    expect(notes.lines).toEqual(["0 sync web", "10 sync web", "70 sync web", "130 sync web"]);
  });

  test("does one thing at a time, and looks again once for all that happened meanwhile", async () => {
    const { clock, notes, workers } = start();
    notes.takes = 5 * second;
    workers.update(podOf("web"), undefined);
    await run(clock, second);
    for (let index = 0; index < 5; index++) workers.resync("web");
    await run(clock, 20 * second);
    expect(notes.lines).toEqual(["0 sync web", "5 sync web"]);
  });

  test("stops and cleans up a pod that is deleted, and calls off what it was doing", async () => {
    const { clock, notes, workers, finished } = start();
    notes.takes = 20 * second;
    workers.update(podOf("web"), undefined);
    await run(clock, second);
    workers.update(podOf("web", deleted(30)), undefined);
    await run(clock, 60 * second);
    expect(notes.lines).toEqual(["0 sync web", "1 terminating web 30", "21 terminated web"]);
    expect(finished).toEqual(["web"]);
    workers.resync("web");
    await run(clock, 600 * second);
    expect(notes.lines).toHaveLength(3);
  });

  test.each([
    [30, 5, ["0 sync web", "1 terminating web 30", "3 terminating web 5", "23 terminated web"]],
    [30, 60, ["0 sync web", "1 terminating web 30", "21 terminating web 30", "41 terminated web"].slice(0, 2).concat("21 terminated web")],
  ])("of two grace periods, %i and then %i, the shorter counts", async (first, then, lines) => {
    const { clock, notes, workers } = start();
    workers.update(podOf("web"), undefined);
    await run(clock, second);
    notes.takes = 20 * second;
    workers.update(podOf("web", deleted(first)), undefined);
    await run(clock, 2 * second);
    workers.update(podOf("web", deleted(then)), undefined);
    await run(clock, 60 * second);
    expect(notes.lines).toEqual(lines);
  });

  test("a deletion without grace leaves it to the pod", async () => {
    const { clock, notes, workers } = start();
    workers.update(podOf("web", deleted(0)), undefined);
    await run(clock, second);
    expect(notes.lines[0]).toBe("0 terminating web 30");
  });

  test("a pod that ends by itself is stopped and cleaned up", async () => {
    const { clock, notes, workers } = start();
    notes.outcome = () => ({ over: true });
    workers.update(podOf("web"), undefined);
    await run(clock, second);
    expect(notes.lines).toEqual(["0 sync web", "0 terminating web 30", "0 terminated web"]);
    expect(workers.isFinished("web")).toBe(true);
    expect(workers.couldRunContainers("web")).toBe(false);
    workers.forget("web");
    expect(workers.has("web")).toBe(false);
  });

  test("a pod that was over before is only cleaned up", async () => {
    const { clock, notes, workers } = start();
    workers.adoptStopped(podOf("web"));
    await run(clock, second);
    expect(notes.lines).toEqual(["0 terminated web"]);
  });

  test("looks again when time alone changes something", async () => {
    const { clock, notes, workers } = start();
    notes.outcome = () => ({ over: false, ...(clock.now() === 0 && { lookAgainAt: 7 * second }) });
    workers.update(podOf("web"), undefined);
    await run(clock, 8 * second);
    expect(notes.lines).toEqual(["0 sync web", "7 sync web"]);
  });

  test("a time that has passed already does not make it spin", async () => {
    const { clock, notes, workers } = start();
    notes.outcome = () => {
      throw new SyncError("no", { retryAt: -1 });
    };
    workers.update(podOf("web"), undefined);
    await run(clock, second);
    expect(notes.lines.length).toBeLessThan(12);
  });

  test.each<[string, (now: number) => Error, readonly string[]]>([
    ["any error", () => new Error("no"), ["0 sync web", "1 refresh web", "10 sync web", "11 refresh web"]],
    ["one that will be gone in a moment", () => new SyncError("no", { transient: true }), ["0 sync web", "1 sync web", "2 sync web"]],
    ["a back-off", (now) => new SyncError("no", { retryAt: now + 14 * second }), ["0 sync web", "1 refresh web", "14 sync web", "15 refresh web", "28 sync web"]],
    ["a long back-off", () => new SyncError("no", { retryAt: 500 * second }), ["0 sync web", "1 refresh web", "60 sync web"]],
  ])("after %s it tries again, and tells meanwhile", async (_, error, lines) => {
    const { clock, notes, workers } = start();
    notes.outcome = () => {
      throw error(clock.now());
    };
    workers.update(podOf("web"), undefined);
    await run(clock, 65 * second);
    expect(notes.lines.slice(0, lines.length)).toEqual(lines);
  });

  test("who fails for longer than a minute does so in the background", async () => {
    const { clock, notes, workers } = start();
    notes.outcome = () => {
      throw new Error("for ever");
    };
    workers.update(podOf("web"), undefined);
    await run(clock, 30 * second);
    expect(clock.settled).toBe(false);
    await run(clock, 60 * second);
    expect(clock.settled).toBe(true);
    await run(clock, 60 * second);
    expect(notes.lines.at(-1)).toMatch(/^1[45]\d /);
  });

  test("a defect of the program is not taken for a failure of the pod", async () => {
    const { clock, notes, workers } = start();
    notes.outcome = () => {
      throw new TypeError("undefined is not a function");
    };
    workers.update(podOf("web"), undefined);
    await expect(run(clock, second)).rejects.toThrow("undefined is not a function");
  });
});

describe("static pods of one name", () => {
  test("run one after another", async () => {
    const { clock, notes, workers } = start();
    workers.update(podOf("etcd", { uid: "old", metadata: fromFile }), undefined);
    workers.update(podOf("etcd", { uid: "new", metadata: fromFile }), undefined);
    await run(clock, second);
    expect(notes.lines).toEqual(["0 sync old"]);
    notes.takes = 3 * second;
    workers.kill("old", {});
    await run(clock, 10 * second);
    expect(notes.lines.slice(1)).toEqual(["1 terminating old 30", "4 terminated old", "4 sync new"]);
  });

  test("one that waits and is not wanted any more never runs", async () => {
    const { clock, notes, workers } = start();
    workers.update(podOf("etcd", { uid: "old", metadata: fromFile }), undefined);
    workers.update(podOf("etcd", { uid: "new", metadata: fromFile }), undefined);
    workers.kill("new", {});
    workers.kill("old", {});
    await run(clock, 10 * second);
    expect(notes.lines.some((line) => line.endsWith("new"))).toBe(false);
  });

  test("other pods do not wait", async () => {
    const { clock, notes, workers } = start();
    workers.update(podOf("web", { uid: "a" }), undefined);
    workers.update(podOf("web", { uid: "b" }), undefined);
    await run(clock, second);
    expect(notes.lines).toEqual(["0 sync a", "0 sync b"]);
  });
});

describe("the table of pods", () => {
  test("knows pods by uid and name, and mirrors by the static pod that they show", () => {
    const table = new PodTable();
    const etcd = podOf("etcd", { uid: "static", metadata: fromFile });
    const shown = podOf("etcd", { uid: "mirror", metadata: mirror });
    const web = podOf("web");
    for (const pod of [etcd, shown, web]) table.set(pod);
    expect(table.get("static")).toBe(etcd);
    expect(table.get("mirror")).toBeUndefined();
    expect(table.named("default", "etcd")).toBe(etcd);
    expect(table.mirrorOf(etcd)).toBe(shown);
    expect(table.mirrorOf(web)).toBeUndefined();
    expect(table.staticPodOf(shown)).toBe(etcd);
    expect(table.published("static")).toBe(shown);
    expect(table.published("web")).toBe(web);
    expect(table.size).toBe(2);
    table.delete(shown);
    expect(table.published("static")).toBeUndefined();
    table.delete(etcd);
    expect([table.get("static"), table.named("default", "etcd")]).toEqual([undefined, undefined]);
  });

  test("a pod that was replaced does not take its successor along", () => {
    const table = new PodTable();
    const old = podOf("web", { uid: "old" });
    const next = podOf("web", { uid: "next" });
    table.set(old);
    table.set(next);
    table.delete(old);
    expect(table.named("default", "web")).toBe(next);
  });
});

describe("kinds of pods", () => {
  test.each([
    ["from the API", {}, false, false, false],
    ["from a file", fromFile, true, false, true],
    ["a mirror", mirror, false, true, true],
  ])("%s", (_, metadata, isStatic, isMirror, critical) => {
    const pod = podOf("x", { metadata });
    expect([isStaticPod(pod), isMirrorPod(pod), isCriticalPod(pod)]).toEqual([isStatic, isMirror, critical]);
  });

  test("importance makes critical", () => expect([2_000_000_000, 1_999_999_999].map((priority) => isCriticalPod(podOf("x", { spec: { priority } })))).toEqual([true, false]));
});

describe("containers of a pod", () => {
  test.each([
    ["Always", 0, true],
    ["Always", 1, true],
    ["OnFailure", 0, false],
    ["OnFailure", 1, true],
    ["Never", 0, false],
    ["Never", 1, false],
  ] as const)("%s after exit %i: restarts %s", (restartPolicy, code, restarts) => {
    const pod = podOf("x", { spec: { restartPolicy } });
    expect(restartsAfterExit(pod, { name: "a" }, code)).toBe(restarts);
    expect(restartsAfterExit(podOf("x"), { name: "a", restartPolicy }, code)).toBe(restarts);
    expect(restartsOnFailure(pod, { name: "a" })).toBe(restartPolicy !== "Never");
  });

  test("are found by name, whatever their kind", () => {
    const pod = podOf("x", { spec: { initContainers: [{ name: "i" }], ephemeralContainers: [{ name: "e" }] } });
    expect(["i", "a", "e", "none"].map((name) => findContainer(pod, name)?.kind)).toEqual(["init", "regular", "ephemeral", undefined]);
  });

  test("are others when their image is another", () => {
    const hash = containerHash({ name: "a", image: "x" });
    expect(containerHash({ name: "a", image: "y" })).not.toBe(hash);
    expect(containerHash({ name: "b", image: "x" })).not.toBe(hash);
    expect(formatPod(podOf("web", { uid: "u" }))).toBe("web_default(u)");
  });
});

describe("promises and lifetimes", () => {
  test("a wait ends with the lifetime", async () => {
    const lifetime = new Lifetime();
    const waiting = untilEnded(lifetime, new Promise(() => {}));
    lifetime.end();
    await expect(waiting).rejects.toBeInstanceOf(Cancelled);
    await expect(untilEnded(lifetime, Promise.reject(new Error("late")))).rejects.toBeInstanceOf(Cancelled);
    expect(await untilEnded(new Lifetime(), Promise.resolve(1))).toBe(1);
  });

  test("whoever was killed hears nothing any more", async () => {
    const lifetime = new Lifetime();
    let heard = 0;
    const hear = () => void heard++;
    void whileAlive(lifetime, Promise.resolve(1)).then(hear);
    await turn();
    void whileAlive(lifetime, turn()).then(hear, hear);
    void whileAlive(lifetime, turn().then(() => Promise.reject(new Error("no")))).then(hear, hear);
    lifetime.end();
    await turn();
    await turn();
    expect(heard).toBe(1);
  });
});

test.each([
  [new Error("x"), false],
  [new SyncError("x"), false],
  [new TypeError("x"), true],
  [new RangeError("x"), true],
  [new AssertionError("x"), true],
  ["text", true],
])("%s is a defect: %s", (error, defect) => {
  expect(isDefect(error)).toBe(defect);
  if (defect) expect(() => expected(error)).toThrow();
  else expect(expected(error)).toBe(error);
});
