import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cacheOf, info, node, type PodSketch } from "../../testing/scheduling-objects.ts";
import type { Cache } from "./cache.ts";
import { OverlaidCounts } from "./overlaid-counts.ts";
import type { PodMatcher } from "./pod-counters.ts";

const web: PodMatcher = { key: "web", asksNamespaces: false, matches: ({ namespace, labels }) => namespace === "default" && labels["app"] === "web" };
const live: PodMatcher = { key: "live", asksNamespaces: false, matches: ({ terminating }) => !terminating };
const red: PodMatcher = { key: "red", asksNamespaces: true, matches: ({ namespace }) => namespaces[namespace] === "red" };
const matchers = [web, live, red];
let namespaces: Readonly<Record<string, string>> = {};

type Step =
  | { readonly do: "place"; readonly pod: number; readonly on: number; readonly app: string; readonly namespace: string; readonly deleted: boolean }
  | { readonly do: "remove"; readonly pod: number }
  | { readonly do: "label"; readonly on: number; readonly zone: string }
  | { readonly do: "remove node"; readonly on: number }
  | { readonly do: "paint"; readonly namespace: string; readonly colour: string }
  | { readonly do: "ask" };

const steps = fc.array(
  fc.oneof(
    fc.record({ do: fc.constant("place" as const), pod: fc.nat(8), on: fc.nat(3), app: fc.constantFrom("web", "db"), namespace: fc.constantFrom("default", "other"), deleted: fc.boolean() }),
    fc.record({ do: fc.constant("remove" as const), pod: fc.nat(8) }),
    fc.record({ do: fc.constant("label" as const), on: fc.nat(3), zone: fc.constantFrom("a", "b", "") }),
    fc.record({ do: fc.constant("remove node" as const), on: fc.nat(3) }),
    fc.record({ do: fc.constant("paint" as const), namespace: fc.constantFrom("default", "other"), colour: fc.constantFrom("red", "blue") }),
    fc.record({ do: fc.constant("ask" as const) }),
  ),
  { maxLength: 40 },
);

/** What there is, kept in the simplest way. */
interface Model {
  readonly pods: Map<number, PodSketch>;
  readonly zones: Map<number, string>;
}

function take(step: Step, cache: Cache, { pods, zones }: Model): void {
  switch (step.do) {
    case "place": {
      const sketch: PodSketch = { name: `p${step.pod}`, on: `n${step.on}`, namespace: step.namespace, labels: { app: step.app }, deleted: step.deleted, metadata: { uid: `${step.pod}` } };
      pods.set(step.pod, sketch);
      return cache.setPod(info(sketch));
    }
    case "remove":
      pods.delete(step.pod);
      return cache.removePod(`${step.pod}`);
    case "label":
      zones.set(step.on, step.zone);
      return cache.setNode(node({ name: `n${step.on}`, labels: step.zone === "" ? {} : { zone: step.zone } }));
    case "remove node":
      zones.delete(step.on);
      return cache.removeNode(`n${step.on}`);
    case "paint":
      namespaces = { ...namespaces, [step.namespace]: step.colour };
      return cache.namespacesChanged();
    case "ask":
      return check(cache, { pods, zones });
  }
}

/** Compares the counts with counting from scratch. */
function check(cache: Cache, { pods, zones }: Model): void {
  for (const matcher of matchers) {
    const counts = cache.counters.count(matcher);
    const matching = [...pods.values()].filter((sketch) => matcher.matches(info(sketch)));
    for (const { name } of cache.nodes) expect(counts.on(cache.node(name)!), `${matcher.key} on ${name}`).toBe(matching.filter(({ on }) => on === name).length);
    const byZone: Record<string, number> = {};
    for (const { on = "" } of matching) {
      const zone = zones.get(Number(on.slice(1))) ?? "";
      if (zone !== "") byZone[zone] = (byZone[zone] ?? 0) + 1;
    }
    expect(Object.fromEntries(counts.by("zone")), `${matcher.key} by zone`).toEqual(byZone);
  }
  expect(cache.domains("zone").size).toBe(new Set([...zones.values()].filter((zone) => zone !== "")).size);
  expect(cache.nodes.length).toBe(zones.size);
}

describe("counts of pods by selector", () => {
  test("follow whatever happens to pods, nodes and namespaces", () => {
    fc.assert(
      fc.property(steps, (history) => {
        namespaces = {};
        const cache = cacheOf([]);
        const model: Model = { pods: new Map(), zones: new Map() };
        for (const step of history) take(step, cache, model);
        check(cache, model);
      }),
      { numRuns: 300, seed: 36 },
    );
  });

  test("more questions than are kept are answered all the same", () => {
    const cache = cacheOf([{ name: "n" }], [{ on: "n", labels: { app: "0" } }]);
    const asking = (app: string): PodMatcher => ({ key: app, asksNamespaces: false, matches: ({ labels }) => labels["app"] === app });
    for (let index = 0; index < 2000; index++) expect(cache.counters.count(asking(`${index}`)).total).toBe(index === 0 ? 1 : 0);
    cache.setPod(info({ name: "new", on: "n", labels: { app: "1" } }));
    expect(cache.counters.count(asking("1")).total).toBe(1);
    expect(cache.counters.count(asking("1999")).total).toBe(0);
  });
});

describe("terms of placed pods", () => {
  const shy = (name: string, on: string, weight = 0): PodSketch => {
    const term = { topologyKey: "zone", labelSelector: { matchLabels: { app: "web" } } };
    const podAntiAffinity = weight === 0 ? { requiredDuringSchedulingIgnoredDuringExecution: [term] } : { preferredDuringSchedulingIgnoredDuringExecution: [{ weight, podAffinityTerm: term }] };
    return { name, on, spec: { affinity: { podAntiAffinity } } };
  };
  const cache = () => cacheOf([{ name: "n1", labels: { zone: "a" } }, { name: "n2", labels: { zone: "b" } }], [shy("1", "n1"), shy("2", "n1"), shy("3", "n2"), shy("4", "n2", 5), shy("5", "n2", 7)]);

  test("equal terms of many pods are one", () => {
    const found = cache().terms.matching("requiredAntiAffinity", { namespace: "default", labels: { app: "web" } });
    expect(found.map(({ counts }) => Object.fromEntries(counts.by("zone")))).toEqual([{ a: 2, b: 1 }]);
  });

  test("terms of different weights are not", () => {
    const found = cache().terms.matching("preferredAntiAffinity", { namespace: "default", labels: { app: "web" } });
    expect(found.map(({ weight, counts }) => [weight, counts.total])).toEqual([[5, 1], [7, 1]]);
  });

  test("terms go with their pods", () => {
    const all = cache();
    for (const name of ["1", "2", "3"]) all.removePod(`uid-default-${name}`);
    expect(all.terms.matching("requiredAntiAffinity", { namespace: "default", labels: { app: "web" } })).toEqual([]);
  });

  test("terms that do not speak of the pod are left out", () => {
    expect(cache().terms.matching("requiredAntiAffinity", { namespace: "default", labels: { app: "db" } })).toEqual([]);
    expect(cache().terms.matching("requiredAntiAffinity", { namespace: "other", labels: { app: "web" } })).toEqual([]);
  });
});

describe("overlaid counts", () => {
  const below = new Map([["a", 2], ["b", 1]]);
  test.each([
    ["unchanged", [], { a: 2, b: 1 }],
    ["more", [["a", 1]], { a: 3, b: 1 }],
    ["fewer", [["a", -1]], { a: 1, b: 1 }],
    ["none left", [["b", -1]], { a: 2 }],
    ["a new domain", [["c", 1]], { a: 2, b: 1, c: 1 }],
    ["there and back", [["c", 1], ["c", -1], ["b", -1], ["b", 1]], { a: 2, b: 1 }],
  ] as const)("%s", (_, changes, expected) => {
    const counts = new OverlaidCounts(below);
    for (const [domain, delta] of changes) counts.add(domain, delta);
    expect(Object.fromEntries(counts)).toEqual(expected);
    expect(counts.size).toBe(Object.keys(expected).length);
    expect([...counts.keys()].every((domain) => counts.has(domain))).toBe(true);
    expect([...counts.values()]).toEqual([...counts.keys()].map((domain) => counts.get(domain)));
    expect(Object.fromEntries(below)).toEqual({ a: 2, b: 1 });
  });
});
