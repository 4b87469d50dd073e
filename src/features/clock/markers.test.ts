import { describe, expect, test } from "vitest";
import type { Happening } from "../../../workers/protocol/delta.ts";
import { markersOf } from "./markers.ts";
import { speedLabel } from "./speed-label.ts";

const happening = (at: number, actor: string, warning = false): Happening => ({ at, actor, sentence: `${actor} at ${at}`, resource: "pods", key: "default/a", warning });

describe("marks on the line of time", () => {
  test("are set where the person did something, and at warnings", () => {
    const markers = markersOf([happening(0, "you"), happening(25, "kubelet"), happening(50, "kubelet", true), happening(100, "you", true)], { start: 0, now: 100 });
    expect(markers.map(({ part, kind }) => [part, kind])).toEqual([[0, "you"], [0.5, "warning"], [1, "you"]]);
  });

  test("stand once where many are close together", () => {
    const close = Array.from({ length: 500 }, (_, index) => happening(1000 + index / 1000, "kubelet", true));
    expect(markersOf(close, { start: 0, now: 100_000 })).toHaveLength(1);
  });

  test("what lies outside of the line has no mark", () => {
    expect(markersOf([happening(-5, "you"), happening(200, "you")], { start: 0, now: 100 })).toEqual([]);
    expect(markersOf([happening(0, "you")], { start: 10, now: 10 })).toEqual([]);
  });
});

test.each([
  [1, "1×"],
  [0.1, "0.1×"],
  ["max", "Max"],
] as const)("the speed %s is written %s", (speed, label) => {
  expect(speedLabel(speed)).toBe(label);
});
