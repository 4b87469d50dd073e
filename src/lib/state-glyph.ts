import type { PodState } from "../../workers/protocol/pod-summary.ts";

/** The colours of one glyph; a canvas needs real colours, the page uses custom properties. */
export interface GlyphColours {
  readonly solid: string;
  /** What is drawn on top of the solid colour. */
  readonly ink: string;
  readonly soft: string;
}

/** One stroke or area of a glyph, on a field of 16 by 16. */
export interface GlyphPath {
  readonly d: string;
  readonly fill?: keyof GlyphColours;
  readonly stroke?: keyof GlyphColours;
  readonly width?: number;
  readonly dash?: string;
  readonly opacity?: number;
}

const disc = circle(7);
const smallDisc = circle(5.2);
const check = "M4.9 8.3l2.1 2.1 4.1-4.5";
const cross = "M5.6 5.6l4.8 4.8M10.4 5.6l-4.8 4.8";
const smallCross = "M6.2 6.2l3.6 3.6M9.8 6.2l-3.6 3.6";
const question = "M6.1 6.2a1.95 1.95 0 1 1 2.9 1.7c-.7.4-1 .8-1 1.5M8 11.3v.05";
const leftHalf = "M8 3.3a4.7 4.7 0 0 0 0 9.4z";
const hatch = "M2.2 10.6L10.6 2.2M4 13.4L13.4 4M8 14.6L14.6 8M1.6 6.2L6.2 1.6";

/**
 * The second cue of each state, beside its colour: no two states share a shape. `left` is what is left of a
 * countdown, 0 to 1, for the states that wait for something.
 */
export function stateGlyph(state: PodState, left?: number): readonly GlyphPath[] {
  switch (state) {
    case "ready":
      return [area(disc, "solid"), line(check, "ink", 1.8)];
    case "running":
      return [area(disc, "soft"), line(disc, "solid", 1.5), area(leftHalf, "solid")];
    case "starting":
      return [line(disc, "solid", 1.8, 0.28), line(arc(7, left === undefined ? 0.7 : 1 - left), "solid", 1.8)];
    case "pending":
      return [{ d: disc, stroke: "solid", width: 1.3, dash: "2.6 2.2" }, line(question, "solid", 1.4)];
    case "backoff":
      return [area(smallDisc, "solid"), line(smallCross, "ink", 1.6), ...countdown(left)];
    case "failed":
      return [area(disc, "soft"), line(hatch, "solid", 1, 0.35), line(disc, "solid", 1.5), line(cross, "solid", 2)];
    case "succeeded":
      return [line(circle(5.5), "solid", 1.3), line("M5.7 8.2l1.6 1.6 3.1-3.4", "solid", 1.4)];
    case "terminating":
      return [line(smallDisc, "solid", 1.3), line("M3.2 12.8L12.8 3.2", "solid", 1.4), ...countdown(left)];
    case "unknown":
      return [area(disc, "soft"), line(hatch, "solid", 1, 0.5), { d: disc, stroke: "solid", width: 1.3, dash: "5 2" }, line(question, "solid", 1.6)];
  }
}

/** A ring around the glyph: full at the start of a wait, gone at its end. */
const countdown = (left: number | undefined): readonly GlyphPath[] =>
  left === undefined ? [] : [line(circle(7.2), "solid", 1.3, 0.25), line(arc(7.2, left), "solid", 1.5)];

const area = (d: string, fill: keyof GlyphColours): GlyphPath => ({ d, fill });

const line = (d: string, stroke: keyof GlyphColours, width: number, opacity?: number): GlyphPath => ({ d, stroke, width, opacity });

function circle(radius: number): string {
  return `M8 ${8 - radius}a${radius} ${radius} 0 1 1 0 ${2 * radius}a${radius} ${radius} 0 1 1 0 -${2 * radius}z`;
}

/** A part of a circle, clockwise from the top. */
function arc(radius: number, part: number): string {
  if (part >= 0.999) return circle(radius);
  const angle = Math.max(0.001, part) * 2 * Math.PI;
  const [x, y] = [8 + radius * Math.sin(angle), 8 - radius * Math.cos(angle)];
  return `M8 ${8 - radius}A${radius} ${radius} 0 ${part > 0.5 ? 1 : 0} 1 ${x.toFixed(2)} ${y.toFixed(2)}`;
}

/** The glyph as an SVG document, for a canvas. */
export function glyphSvg(paths: readonly GlyphPath[], colours: GlyphColours): string {
  const parts = paths.map(({ d, fill, stroke, width, dash, opacity }) => {
    const look = [
      `fill="${fill === undefined ? "none" : colours[fill]}"`,
      stroke === undefined ? "" : `stroke="${colours[stroke]}" stroke-width="${width ?? 1}" stroke-linecap="round" stroke-linejoin="round"`,
      dash === undefined ? "" : `stroke-dasharray="${dash}"`,
      opacity === undefined ? "" : `opacity="${opacity}"`,
    ];
    return `<path d="${d}" ${look.filter((part) => part !== "").join(" ")}/>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64" viewBox="0 0 16 16">${parts.join("")}</svg>`;
}

/** What a screen reader says, and what the legend says. */
export const stateWords: Readonly<Record<PodState, string>> = {
  ready: "Ready",
  running: "Running, not ready",
  starting: "Starting",
  pending: "Not scheduled",
  backoff: "Waiting to retry",
  failed: "Failed",
  succeeded: "Finished",
  terminating: "Terminating",
  unknown: "Not known",
};
