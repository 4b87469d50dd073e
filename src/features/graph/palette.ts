import type { PodState } from "../../../workers/protocol/pod-summary.ts";
import type { GlyphColours } from "../../lib/state-glyph.ts";

export const podStates: readonly PodState[] = ["ready", "running", "starting", "pending", "backoff", "failed", "succeeded", "terminating", "unknown"];

export interface StateColours extends GlyphColours {
  readonly line: string;
  readonly text: string;
}

/** The page's colours as a canvas needs them: plain values, read anew with each theme. */
export interface Palette {
  readonly states: Readonly<Record<PodState, StateColours>>;
  readonly surface: string;
  readonly sunken: string;
  readonly hover: string;
  readonly line: string;
  readonly lineStrong: string;
  readonly text: string;
  readonly muted: string;
  readonly faint: string;
  readonly accent: string;
  readonly accentSoft: string;
  readonly background: string;
  readonly font: string;
}

/** Reads the custom properties in force at an element. */
export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element);
  const read = (name: string) => style.getPropertyValue(`--${name}`).trim();
  const state = (name: PodState): StateColours => ({
    solid: read(`state-${name}`),
    soft: read(`state-${name}-soft`),
    line: read(`state-${name}-line`),
    text: read(`state-${name}-text`),
    ink: read("state-ink"),
  });
  return {
    states: Object.fromEntries(podStates.map((name) => [name, state(name)])) as Record<PodState, StateColours>,
    surface: read("surface"),
    sunken: read("sunken"),
    hover: read("hover"),
    line: read("line"),
    lineStrong: read("line-strong"),
    text: read("text"),
    muted: read("muted"),
    faint: read("faint"),
    accent: read("accent"),
    accentSoft: read("accent-soft"),
    background: read("bg"),
    font: read("sans"),
  };
}
