import { describe, expect, test } from "vitest";
import { testStore } from "../testing/test-session.ts";
import { textsOf } from "./files-slice.ts";

function started() {
  const { store } = testStore();
  store.getState().setManifest("first");
  return store;
}

describe("the editor's files", () => {
  test("begin with one, whose text is the manifest", () => {
    expect(textsOf(started().getState())).toEqual({ "manifest.yaml": "first" });
  });

  test("several can be added at once, and the first of them is shown", () => {
    const store = started();
    store.getState().addFiles([{ name: "a.yaml", text: "A" }, { name: "b.yaml", text: "B" }]);
    expect(store.getState()).toMatchObject({ openFile: "a.yaml", manifest: "A", fileNames: ["manifest.yaml", "a.yaml", "b.yaml"] });
    expect(textsOf(store.getState())).toEqual({ "manifest.yaml": "first", "a.yaml": "A", "b.yaml": "B" });
  });

  test("keep what was written when another is shown", () => {
    const store = started();
    store.getState().addFiles([{ name: "a.yaml", text: "A" }]);
    store.getState().setManifest("changed");
    store.getState().showFile("manifest.yaml");
    expect(store.getState().manifest).toBe("first");
    store.getState().showFile("a.yaml");
    expect(store.getState().manifest).toBe("changed");
  });

  test("of the same name replace each other", () => {
    const store = started();
    store.getState().addFiles([{ name: "manifest.yaml", text: "second" }]);
    expect(store.getState()).toMatchObject({ fileNames: ["manifest.yaml"], manifest: "second" });
  });

  test("that are closed show their neighbour, and the last one stays", () => {
    const store = started();
    store.getState().addFiles([{ name: "a.yaml", text: "A" }]);
    store.getState().closeFile("a.yaml");
    expect(store.getState()).toMatchObject({ openFile: "manifest.yaml", manifest: "first", closedTexts: {} });
    store.getState().closeFile("manifest.yaml");
    expect(store.getState().fileNames).toEqual(["manifest.yaml"]);
  });

  test("closing one in the background leaves the open one alone", () => {
    const store = started();
    store.getState().addFiles([{ name: "a.yaml", text: "A" }]);
    store.getState().closeFile("manifest.yaml");
    expect(store.getState()).toMatchObject({ openFile: "a.yaml", manifest: "A", fileNames: ["a.yaml"] });
  });

  test.each([
    ["web.yaml", true],
    ["pod.yml", true],
    ["a.yaml", false],
    ["", false],
    ["two words.yaml", false],
    ["../x.yaml", false],
  ])("can be renamed to %s: %s", (wanted, allowed) => {
    const store = started();
    store.getState().addFiles([{ name: "a.yaml", text: "A" }]);
    expect(store.getState().renameFile("manifest.yaml", wanted)).toBe(allowed);
    expect(store.getState().fileNames).toEqual([allowed ? wanted : "manifest.yaml", "a.yaml"]);
    expect(Object.values(textsOf(store.getState())).toSorted()).toEqual(["A", "first"]);
  });

  test("showing one that is not there does nothing", () => {
    const store = started();
    store.getState().showFile("nowhere.yaml");
    expect(store.getState()).toMatchObject({ openFile: "manifest.yaml", manifest: "first" });
  });
});
