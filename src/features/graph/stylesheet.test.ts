import { describe, expect, test } from "vitest";
import { podStates, type Palette, type StateColours } from "./palette.ts";
import { picturedLooks, stylesheet } from "./stylesheet.ts";

const state: StateColours = { solid: "#010101", ink: "#020202", soft: "#030303", line: "#040404", text: "#050505" };
const palette: Palette = {
  states: Object.fromEntries(podStates.map((name) => [name, state])) as Palette["states"],
  surface: "#fff",
  sunken: "#eee",
  hover: "#ddd",
  line: "#ccc",
  lineStrong: "#bbb",
  text: "#111",
  muted: "#555",
  faint: "#999",
  accent: "#44f",
  accentSoft: "#eef",
  background: "#fafafa",
  font: "sans-serif",
};
const rules = stylesheet(palette) as unknown as readonly { readonly selector: string; readonly style: Record<string, unknown> }[];
const styleOf = (selector: string) => rules.find((rule) => rule.selector === selector)?.style ?? {};

describe("looks", () => {
  test("every state has one, as chip and as dot", () => {
    for (const name of podStates) {
      expect(styleOf(`.pod.state-${name}`)["background-image"]).toMatch(/^data:image\/svg\+xml/);
      expect(styleOf(`.pod.state-${name}.dot`).shape).toBeDefined();
    }
  });

  test("no two states are the same dot, colours aside", () => {
    const shapes = podStates.map((name) => JSON.stringify(styleOf(`.pod.state-${name}.dot`)));
    expect(new Set(shapes).size).toBe(podStates.length);
  });

  test("every picture that can be asked for has a rule", () => {
    for (const look of picturedLooks) expect(styleOf(`.pod.${look.replace(" ", ".")}`)["background-image"]).toBeDefined();
  });

  test("nothing is undefined", () => {
    for (const { selector, style } of rules) for (const [name, value] of Object.entries(style)) expect(value, `${selector} ${name}`).toBeDefined();
  });

  test("nothing lasts longer than 600 ms", () => {
    for (const { style } of rules) expect(Number(style["transition-duration"] ?? 0)).toBeLessThanOrEqual(600);
  });
});
