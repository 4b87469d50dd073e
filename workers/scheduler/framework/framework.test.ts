import { describe, expect, test } from "vitest";
import { cacheOf, info } from "../../testing/scheduling-objects.ts";
import { Framework } from "./framework.ts";
import { normalizeByHighest } from "./normalize.ts";
import type { BindPlugin, FilterPlugin, Plugin, PreBindPlugin, PreEnqueuePlugin, PreFilterPlugin, QueueSortPlugin, ReservePlugin } from "./plugin.ts";
import type { PostFilterContext, PostFilterPlugin } from "./post-filter.ts";
import { failed, fits, type Refusal, skip, unresolvable, unschedulable, type Verdict } from "./status.ts";
import { CycleValues } from "./cycle-values.ts";

const sorter: QueueSortPlugin = { name: "Sort", before: (a, b) => a.ticket < b.ticket };
const binder = (name: string, verdict: Verdict | "skip"): BindPlugin => ({ name, bind: async () => verdict });
const framework = (...plugins: readonly Plugin[]) => new Framework({ schedulerName: "s", plugins: [sorter, ...plugins, binder("Bind", fits)], weights: {}, percentageOfNodesToScore: 0 });
const cluster = cacheOf([{ name: "a" }, { name: "b" }]);
const naming = (name: string, ...names: readonly string[]): PreFilterPlugin => ({ name, preFilter: () => ({ state: undefined, nodeNames: new Set(names) }) });

describe("a profile", () => {
  test("needs exactly one order", () => {
    expect(() => new Framework({ schedulerName: "s", plugins: [binder("Bind", fits)], weights: {}, percentageOfNodesToScore: 0 })).toThrow("exactly one queue sort plugin");
    expect(() => framework({ ...sorter, name: "Other" } as QueueSortPlugin)).toThrow("exactly one queue sort plugin");
  });
  test("needs a way to bind", () => {
    expect(() => new Framework({ schedulerName: "s", plugins: [sorter], weights: {}, percentageOfNodesToScore: 0 })).toThrow("needs a bind plugin");
  });
});

describe("before any node is looked at", () => {
  test.each([
    ["all nodes", [], undefined],
    ["one plugin names nodes", [naming("A", "a", "b")], ["a", "b"]],
    ["two plugins name nodes", [naming("A", "a", "b"), naming("B", "b", "c")], ["b"]],
  ])("%s", (_, plugins, names) => {
    const { nodeNames, refusal } = framework(...plugins).preFilter(info(), cluster);
    expect(refusal).toBeUndefined();
    expect(nodeNames && [...nodeNames]).toEqual(names);
  });

  test.each([
    ["one plugin leaves no node", [naming("A")], "node(s) didn't satisfy plugin A"],
    ["two plugins contradict each other", [naming("B", "b"), naming("A", "a")], "node(s) didn't satisfy plugin(s) [A B] simultaneously"],
    ["a plugin refuses the pod", [{ name: "R", preFilter: () => ({ refusal: unschedulable("no") }) } as PreFilterPlugin], "no"],
  ])("%s", (_, plugins, reason) => {
    expect(framework(...plugins).preFilter(info(), cluster).refusal?.reasons).toEqual([reason]);
  });

  test("plugins that skip are not asked about nodes", () => {
    const never: FilterPlugin = { name: "N", preFilter: () => skip, filter: () => unschedulable("asked") };
    const run = framework(never);
    expect(run.filter(info(), cluster.nodes[0]!, run.preFilter(info(), cluster).state)).toBeUndefined();
  });
});

describe("filters", () => {
  const refusing = (name: string, refusal: Refusal): FilterPlugin => ({ name, filter: () => refusal });
  const run = framework({ name: "Fine", filter: () => fits } as FilterPlugin, refusing("First", unschedulable("1")), refusing("Second", unresolvable("2")));

  test("the first refusal counts", () => {
    const { state } = run.preFilter(info(), cluster);
    expect(run.filter(info(), cluster.nodes[0]!, state)).toEqual({ code: "unschedulable", reasons: ["1"] });
    expect(state.refuser).toBe("First");
  });

  test("all refusals can be had", () => {
    const { state } = run.preFilter(info(), cluster);
    expect(run.refusals(info(), cluster.nodes[0]!, state).map(({ plugin }) => plugin)).toEqual(["First", "Second"]);
  });

  test("are handed what they have worked out", () => {
    const stateful: FilterPlugin<string> = { name: "S", preFilter: ({ name }) => ({ state: name }), filter: (_, node, state) => unschedulable(`${state} on ${node.name}`) };
    const own = framework(stateful);
    expect(own.filter(info({ name: "p" }), cluster.nodes[1]!, own.preFilter(info({ name: "p" }), cluster).state)?.reasons).toEqual(["p on b"]);
  });
});

describe("when no node fits", () => {
  const helping = (name: string, refusal: Refusal | undefined, nominatedNodeName?: string): PostFilterPlugin => ({ name, postFilter: () => ({ refusal, ...(nominatedNodeName !== undefined && { nominatedNodeName }) }) });
  const ask = (...plugins: readonly Plugin[]) => framework(...plugins).postFilter(info(), {} as PostFilterContext);
  test.each([
    ["nobody helps", [], { message: "", succeeded: false }],
    ["the first help is taken", [helping("A", undefined, "a"), helping("B", undefined, "b")], { message: "", succeeded: true, nominatedNodeName: "a" }],
    ["who cannot help says why", [helping("A", unschedulable("x")), helping("B", unschedulable("y"), "")], { message: "x, y", succeeded: false, nominatedNodeName: "" }],
    ["a hopeless case ends the search", [helping("A", unresolvable("x")), helping("B", undefined, "b")], { message: "x", succeeded: false }],
    ["so does an error", [helping("A", failed("x")), helping("B", undefined, "b")], { message: "x", succeeded: false }],
  ])("%s", (_, plugins, expected) => {
    expect(ask(...plugins)).toMatchObject(expected);
  });
});

describe("gates", () => {
  const gate = (name: string, closed: boolean): PreEnqueuePlugin => ({ name, preEnqueue: () => (closed ? unschedulable("wait") : fits) });
  test("the first closed one is named", () => {
    expect(framework(gate("A", false), gate("B", true), gate("C", true)).gate(info())).toBe("B");
    expect(framework(gate("A", false)).gate(info())).toBeUndefined();
  });
});

describe("reservations", () => {
  test("are given back in reverse order when one is refused", () => {
    const log: string[] = [];
    const reserving = (name: string, refusal: Verdict): ReservePlugin => ({
      name,
      reserve: () => (log.push(`+${name}`), refusal),
      unreserve: () => void log.push(`-${name}`),
    });
    const run = framework(reserving("A", fits), reserving("B", unschedulable("full")), reserving("C", fits));
    expect(run.reserve(new CycleValues(), info(), "a")).toMatchObject({ plugin: "B" });
    expect(log).toEqual(["+A", "+B", "-C", "-B", "-A"]);
  });
});

describe("binding", () => {
  test.each([
    ["the first plugin that does not pass binds", [binder("A", "skip"), binder("B", fits)], undefined],
    ["a failure names its plugin", [binder("A", failed("conflict"))], 'running Bind plugin "A": conflict'],
    ["all pass", [binder("A", "skip")], "no bind plugin took the pod"],
  ])("%s", async (_, plugins, reason) => {
    const run = new Framework({ schedulerName: "s", plugins: [sorter, ...plugins], weights: {}, percentageOfNodesToScore: 0 });
    expect((await run.bind(info(), "a", undefined))?.reasons[0]).toBe(reason);
  });

  test("what fails before binding names its plugin", async () => {
    const preparing: PreBindPlugin = { name: "Prepare", preBind: async () => failed("no disk") };
    expect((await framework(preparing).preBind(new CycleValues(), info(), "a"))?.reasons).toEqual(['running PreBind plugin "Prepare": no disk']);
  });
});

describe("scores", () => {
  test.each([
    ["in proportion to the highest", [1, 2, 4], false, [25, 50, 100]],
    ["rounded down", [1, 3], false, [33, 100]],
    ["lowest best", [0, 1, 4], true, [100, 75, 0]],
    ["all zero", [0, 0], false, [0, 0]],
    ["all zero, lowest best", [0, 0], true, [100, 100]],
    ["none", [], true, []],
  ])("%s", (_, raw, reverse, expected) => {
    const scores = Float64Array.from(raw);
    normalizeByHighest(scores, reverse);
    expect([...scores]).toEqual(expected);
  });
});
