import { describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import type { SessionRecord } from "../../workers/protocol/session.ts";
import { testStore } from "../testing/test-session.ts";
import { scenarios } from "./scenarios/scenarios.ts";
import { begin, lastManifest, startScenario } from "./start.ts";
import { looksLikeManifest } from "./use-dropped-manifests.ts";

const [scenario] = scenarios;
const record: SessionRecord = { version: 1, settings: { seed: "mine", nodes: 2, manifest: "first" }, inputs: [{ at: 5, action: { type: "apply", manifest: "second" } }, { at: 9, action: { type: "add-node" } }], until: 20 };
const emptyLog = { load: async () => undefined, save: async () => undefined, clear: async () => undefined };
const fullLog = { ...emptyLog, load: async () => record };

describe("a page begins", () => {
  test("with the first scenario, and its manifest in the editor", async () => {
    const { store, workers } = testStore();
    await begin(store, { manifest: undefined, session: undefined, log: emptyLog, scenario });
    expect(workers[0]?.source).toEqual(scenario.settings);
    expect(store.getState().manifest).toBe(scenario.settings.manifest);
  });

  test("where it was, after a reload", async () => {
    const { store, workers } = testStore();
    await begin(store, { manifest: undefined, session: undefined, log: fullLog, scenario });
    expect(workers[0]?.source).toEqual(record);
    expect(store.getState().manifest).toBe("second");
  });

  test("with what its link carries, whatever it was before", async () => {
    const { store, workers } = testStore();
    await begin(store, { manifest: "linked", session: undefined, log: fullLog, scenario });
    expect(workers[0]?.source).toMatchObject({ manifest: "linked" });
    const other = testStore();
    await begin(other.store, { manifest: undefined, session: record, log: emptyLog, scenario });
    expect(other.workers[0]?.source).toEqual(record);
  });

  test("anew where the old session cannot be brought back, and says so", async () => {
    const { store, workers } = testStore({ refuse: "unknown action" });
    await begin(store, { manifest: undefined, session: undefined, log: fullLog, scenario });
    expect(workers.map(({ source }) => ("settings" in source ? source.settings.seed : source.seed))).toEqual(["mine", scenario.settings.seed]);
    expect(store.getState().notices[0]?.message).toContain("unknown action");
  });

  test("a scenario that is started is what a reload finds", async () => {
    const { store, saved } = testStore();
    await startScenario(store, scenario);
    expect(saved.at(-1)?.settings).toEqual(scenario.settings);
  });
});

test("the editor shows what was applied last", () => {
  expect(lastManifest(record)).toBe("second");
  expect(lastManifest({ ...record, inputs: [] })).toBe("first");
  expect(lastManifest({ ...record, settings: { seed: "x", nodes: 1 }, inputs: [] })).toBe("");
});

describe("scenarios", () => {
  test("have names and seeds of their own", () => {
    expect(new Set(scenarios.map(({ id }) => id)).size).toBe(scenarios.length);
    expect(new Set(scenarios.map(({ settings }) => settings.seed)).size).toBe(scenarios.length);
  });

  test.each(scenarios.filter(({ settings }) => settings.manifest !== undefined).map(({ id, settings }) => [id, settings.manifest ?? ""]))("%s has a manifest of whole objects", (_, manifest) => {
    for (const document of parseAllDocuments(manifest)) {
      expect(document.errors).toEqual([]);
      expect(document.toJS()).toMatchObject({ apiVersion: expect.any(String), kind: expect.any(String), metadata: { name: expect.any(String) } });
    }
  });
});

test.each([
  ["apiVersion: v1\nkind: Pod", true],
  ["# c\napiVersion: v1\nkind: Pod\n", true],
  ['{"apiVersion":"v1","kind":"Pod"}', true],
  ["hello world", false],
  ["kind: regards", false],
  ["", false],
])("%j is taken for a manifest: %s", (text, is) => {
  expect(looksLikeManifest(text)).toBe(is);
});
