import { describe, expect, test } from "vitest";
import type { PodState } from "../../workers/protocol/pod-summary.ts";
import { glyphSvg, stateGlyph, stateWords } from "./state-glyph.ts";

const states = Object.keys(stateWords) as PodState[];
const colours = { solid: "#111111", ink: "#ffffff", soft: "#eeeeee" };

describe("the signs of the states", () => {
  test("no two states share a shape, so that colour is never the only cue", () => {
    const shapes = states.map((state) => JSON.stringify(stateGlyph(state)));
    expect(new Set(shapes).size).toBe(states.length);
  });

  test.each<PodState>(["backoff", "terminating", "starting"])("%s shows how much of its wait is left", (state) => {
    expect(stateGlyph(state, 1)).not.toEqual(stateGlyph(state, 0.5));
    expect(stateGlyph(state, 0.5)).not.toEqual(stateGlyph(state, 0));
  });

  test.each<PodState>(["ready", "failed", "pending"])("%s waits for nothing", (state) => {
    expect(stateGlyph(state, 0.5)).toEqual(stateGlyph(state));
  });

  test("as SVG they carry the colours they are given, and nothing that is undefined", () => {
    for (const state of states) {
      const svg = glyphSvg(stateGlyph(state, 0.3), colours);
      expect(svg).toMatch(/^<svg .*<\/svg>$/);
      expect(svg).toContain(colours.solid);
      expect(svg).not.toContain("undefined");
      expect(svg).not.toContain("NaN");
    }
  });
});
