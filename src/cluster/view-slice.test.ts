import { describe, expect, test } from "vitest";
import { testStore } from "../testing/test-session.ts";

const pod = { resource: "pods", key: "default/a" };
const node = { resource: "nodes", key: "n1" };

describe("the selection", () => {
  test("selecting the same object again is no change", () => {
    const { store } = testStore();
    store.getState().select(pod);
    const before = store.getState().selection;
    store.getState().select({ ...pod });
    expect(store.getState().selection).toBe(before);
  });

  test("keeps the tab from one object to the next, where there is one", () => {
    const { store } = testStore();
    store.getState().select(pod, "logs");
    store.getState().select({ ...pod, key: "default/b" });
    expect(store.getState().inspectorTab).toBe("logs");
    store.getState().select(node);
    expect(store.getState().inspectorTab).toBe("summary");
  });

  test("a tab can be asked for with it", () => {
    const { store } = testStore();
    store.getState().select(node, "why");
    store.getState().select(node, "yaml");
    expect(store.getState()).toMatchObject({ selection: node, inspectorTab: "yaml" });
  });

  test("a new session selects nothing", async () => {
    const { store } = testStore();
    store.getState().select(pod);
    await store.getState().open({ seed: "s", nodes: 1 });
    expect(store.getState().selection).toBeUndefined();
  });
});

describe("requests to other panels", () => {
  test("a line for the terminal opens it; the same line twice is two requests", () => {
    const { store } = testStore();
    store.getState().requestTerminal("kubectl get pods");
    const first = store.getState().terminalRequest;
    expect(store.getState().dock).toBe("terminal");
    store.getState().requestTerminal("kubectl get pods");
    expect(store.getState().terminalRequest).toEqual(first);
    expect(store.getState().terminalRequest).not.toBe(first);
  });

  test("a menu is asked for by object", () => {
    const { store } = testStore();
    store.getState().requestMenu(node);
    expect(store.getState().menuRequest?.target).toEqual(node);
  });
});

describe("notices", () => {
  test("have numbers of their own, are few, and go when dismissed", () => {
    const { store } = testStore();
    for (const message of ["a", "b", "c", "d"]) store.getState().notify({ level: "info", message });
    expect(store.getState().notices.map(({ message }) => message)).toEqual(["b", "c", "d"]);
    store.getState().dismiss(store.getState().notices[1]?.id ?? 0);
    expect(store.getState().notices.map(({ message }) => message)).toEqual(["b", "d"]);
  });
});
