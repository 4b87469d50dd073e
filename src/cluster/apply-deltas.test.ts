import { describe, expect, test } from "vitest";
import type { Delta, Happening, TrafficState } from "../../workers/protocol/delta.ts";
import * as make from "../testing/fake-objects.ts";
import { applyDeltas, type Told } from "./apply-deltas.ts";
import { appendHappenings, mostHappenings, noHealth } from "./happenings-slice.ts";
import { emptyIndex, tableOf } from "./object-table.ts";
import { mergeTraffic, totalTraffic } from "./traffic-slice.ts";

const nothing: Told = {
  objects: emptyIndex,
  apiServer: "down",
  clock: { now: 0, start: 0, paused: true, speed: 1 },
  traffic: new Map(),
  health: noHealth,
  happenings: [],
  progress: undefined,
  failure: undefined,
};

let sequence = 0;
const delta = (news: Partial<Delta>): Delta => ({ sequence: (sequence += 1), ...news });
const happening = (sentence: string): Happening => ({ at: 1, actor: "you", sentence, resource: "pods", key: "default/a", warning: false });
const load = (service: string, sent: number, failed = 0): TrafficState => ({ service, perSecond: 4, sent, failed });

describe("deltas", () => {
  test("nobody's news leaves every part as it was", () => {
    const after = applyDeltas(nothing, [delta({})]);
    for (const part of Object.keys(nothing) as (keyof Told)[]) expect(after[part]).toBe(nothing[part]);
  });

  test("are taken in their order", () => {
    const first = make.pod({ name: "a", state: "starting" });
    const second = make.pod({ name: "a", state: "ready" });
    const after = applyDeltas(nothing, [delta({ objects: [first], health: { level: "changing", sentence: "1" } }), delta({ objects: [second], health: { level: "healthy", sentence: "2" } })]);
    expect(tableOf(after.objects, "pods").get("default/a")?.pod?.state).toBe("ready");
    expect(after.health.sentence).toBe("2");
  });

  test("a reset forgets the objects and what happened, and takes in what comes with it", () => {
    const before = applyDeltas(nothing, [delta({ objects: [make.pod({ name: "old" })], happenings: [happening("old")], traffic: [load("default/old", 3)] })]);
    const after = applyDeltas(before, [delta({ reset: true, objects: [make.pod({ name: "new" })] })]);
    expect([...tableOf(after.objects, "pods").keys()]).toEqual(["default/new"]);
    expect(after.happenings).toEqual([]);
    expect(after.traffic.size).toBe(0);
  });

  test("the end of a progress is told with null", () => {
    const progress = { label: "Replaying", done: 1, of: 4 };
    const busy = applyDeltas(nothing, [delta({ progress })]);
    expect(busy.progress).toEqual(progress);
    expect(applyDeltas(busy, [delta({})]).progress).toEqual(progress);
    expect(applyDeltas(busy, [delta({ progress: null })]).progress).toBeUndefined();
  });

  test("the API server and a failure are taken over", () => {
    const after = applyDeltas(nothing, [delta({ controlPlane: { apiServer: "up" } }), delta({ failure: "assertion failed" })]);
    expect(after.apiServer).toBe("up");
    expect(after.failure).toBe("assertion failed");
  });
});

describe("happenings", () => {
  test("are numbered in their order, on and on", () => {
    const first = appendHappenings([], [happening("a"), happening("b")]);
    const second = appendHappenings(first, [happening("c")]);
    expect(second.map(({ number, sentence }) => [number, sentence])).toEqual([[1, "a"], [2, "b"], [3, "c"]]);
  });

  test("the oldest are forgotten beyond the bound", () => {
    const many = appendHappenings([], Array.from({ length: mostHappenings + 5 }, (_, index) => happening(String(index))));
    expect(many).toHaveLength(mostHappenings);
    expect(many[0]?.sentence).toBe("5");
    expect(appendHappenings(many, [happening("last")]).at(-1)?.number).toBe(mostHappenings + 6);
  });
});

describe("traffic", () => {
  test("the latest report of each Service counts", () => {
    const after = mergeTraffic(mergeTraffic(new Map(), [load("a", 1), load("b", 2)]), [load("a", 5, 1)]);
    expect(totalTraffic(after)).toEqual({ sent: 7, failed: 1, perSecond: 8 });
  });

  test("no reports change nothing", () => {
    const before = new Map();
    expect(mergeTraffic(before, [])).toBe(before);
  });
});
