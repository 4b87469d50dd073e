import { describe, expect, test } from "vitest";
import * as make from "../testing/fake-objects.ts";
import { testStore } from "../testing/test-session.ts";
import { tableOf } from "./object-table.ts";
import { applyNotice } from "./session-slice.ts";

const settings = { seed: "shop", nodes: 3 };

describe("a session's life", () => {
  test("begins with open, and takes in what the worker tells", async () => {
    const { store, workers } = testStore();
    expect(store.getState().phase).toBe("idle");
    const opened = store.getState().open(settings);
    expect(store.getState().phase).toBe("starting");
    await opened;
    expect(store.getState().phase).toBe("live");
    workers[0]?.tell({ objects: [make.node("n1")] });
    expect(tableOf(store.getState().objects, "nodes").size).toBe(1);
  });

  test("a new session ends the old worker, whose late news are not heard", async () => {
    const { store, workers } = testStore();
    await store.getState().open(settings);
    workers[0]?.tell({ objects: [make.node("old")] });
    await store.getState().open({ ...settings, seed: "other" });
    expect(workers[0]?.terminated).toBe(true);
    workers[0]?.tell({ objects: [make.node("ghost")] });
    expect([...tableOf(store.getState().objects, "nodes").keys()]).toEqual(["old"]);
    workers[1]?.tell({ objects: [make.node("new")] });
    expect([...tableOf(store.getState().objects, "nodes").keys()]).toEqual(["new"]);
  });

  test("a worker that dies leaves the last known state, and the reason", async () => {
    const { store, workers } = testStore();
    await store.getState().open(settings);
    workers[0]?.tell({ objects: [make.node("n1")] });
    workers[0]?.die("out of memory");
    expect(store.getState()).toMatchObject({ phase: "dead", failure: "out of memory" });
    expect(tableOf(store.getState().objects, "nodes").size).toBe(1);
    await expect(store.getState().act({ type: "add-node" })).rejects.toThrow("no cluster");
  });

  test("a broken invariant is a death, too", async () => {
    const { store, workers } = testStore();
    await store.getState().open(settings);
    workers[0]?.tell({ failure: "assertion failed: slot is free" });
    expect(store.getState()).toMatchObject({ phase: "dead", failure: "assertion failed: slot is free" });
    expect(workers[0]?.terminated).toBe(true);
  });

  test("a worker that gives no sign of life is given up", async () => {
    const { store, workers } = testStore();
    await store.getState().open(settings);
    await store.link.probe(1_000);
    expect(store.getState().phase).toBe("live");
    workers[0]?.hang();
    await store.link.probe(1);
    expect(store.getState()).toMatchObject({ phase: "dead", failure: "The cluster's worker no longer answers." });
  });

  test("a session that cannot be opened is dead, not live", async () => {
    const { store } = testStore({ refuse: "cannot replay" });
    await store.getState().open(settings);
    expect(store.getState()).toMatchObject({ phase: "dead", failure: "cannot replay" });
  });
});

describe("the input log", () => {
  test("is saved with each action, and a replay after a death starts from it", async () => {
    const { store, workers, saved } = testStore();
    await store.getState().open(settings);
    await store.getState().act({ type: "power-off", node: "n1" });
    expect(saved.at(-1)?.inputs).toHaveLength(1);
    workers[0]?.die("gone");
    await store.getState().replay();
    expect(workers[1]?.source).toEqual(saved.at(-1));
    expect(store.getState().phase).toBe("live");
    expect([...store.getState().faults.off]).toEqual(["n1"]);
  });

  test("undo opens the session without the last action", async () => {
    const { store, workers } = testStore();
    await store.getState().open(settings);
    await store.getState().act({ type: "power-off", node: "n1" });
    await store.getState().act({ type: "add-node" });
    await store.getState().undo();
    expect(workers[1]?.source).toMatchObject({ inputs: [{ action: { type: "power-off" } }], until: 10 });
  });

  test("undo without actions leaves everything alone", async () => {
    const { store, workers } = testStore();
    await store.getState().open(settings);
    await store.getState().undo();
    expect(workers).toHaveLength(1);
  });

  test("a rewind forgets what was done later", async () => {
    const { store, workers } = testStore();
    await store.getState().open(settings);
    await store.getState().act({ type: "add-node" });
    await store.getState().act({ type: "add-node" });
    await store.getState().rewind(5);
    expect(workers[1]?.source).toMatchObject({ inputs: [{ at: 0 }], until: 5 });
  });
});

describe("actions", () => {
  test("tell what they did and what one would type", async () => {
    const { store } = testStore();
    await store.getState().open(settings);
    await store.getState().act({ type: "cordon", node: "n1" });
    expect(store.getState().notices).toMatchObject([{ level: "done", message: "cordon", kubectl: "kubectl cordon" }]);
    expect(store.getState().lastAction).toMatchObject({ number: 1, action: { type: "cordon" } });
  });

  test("an apply is told in one line, and flashes what it touched", async () => {
    const { store, workers } = testStore();
    await store.getState().open(settings);
    workers[0]?.tell({ objects: [make.deployment("web", 1, { ready: 1 })] });
    store.getState().setManifest("kind: Deployment");
    await store.getState().applyManifest();
    expect(store.getState().applied).toHaveLength(1);
    expect(store.getState().flashed).toEqual([{ resource: "deployments.apps", key: "default/web" }]);
  });
});

describe("the notice of an apply", () => {
  const result = (outcome: "created" | "configured" | "unchanged" | "error", message = "") => ({ line: 1, target: "", outcome, message, warnings: [] });
  test.each([
    [[], { level: "done", message: "The manifest is empty" }],
    [[result("created"), result("created"), result("unchanged")], { level: "done", message: "Applied: 2 created, 1 unchanged" }],
    [[result("created"), result("error", "no matches for kind")], { level: "error", message: "no matches for kind" }],
  ])("%#", (results, notice) => {
    expect(applyNotice(results, "manifest.yaml")).toMatchObject(notice);
  });
});
