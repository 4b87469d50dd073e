import type { StylesheetJson } from "cytoscape";
import type { PodState } from "../../../workers/protocol/pod-summary.ts";
import { glyphSvg, stateGlyph } from "../../lib/state-glyph.ts";
import { ringSteps } from "./countdown.ts";
import { podStates, type Palette } from "./palette.ts";

/** Everything that decides looks on the canvas, by class. Elements carry no style of their own. */
export function stylesheet(palette: Palette): StylesheetJson {
  return [
    ...foundation(palette),
    ...nodeBoxes(palette),
    ...podShapes(palette),
    ...podStates.flatMap((state) => podLook(state, palette)),
    ...owners(palette),
    ...edges(palette),
    ...moments(palette),
  ] as StylesheetJson;
}

/** States that wait for a moment which is known. */
const ringed: ReadonlySet<PodState> = new Set(["backoff", "terminating", "starting"]);

const allRings = () => Array.from({ length: ringSteps + 1 }, (_, step) => step);

type Rule = { readonly selector: string; readonly style: Readonly<Record<string, unknown>> };

const rule = (selector: string, style: Rule["style"]): Rule => ({ selector, style });

const label = (palette: Palette, size: number, weight: number, color = palette.text) => ({
  "font-family": palette.font,
  "font-size": size,
  "font-weight": weight,
  color,
  "min-zoomed-font-size": 6,
});

function foundation(palette: Palette): readonly Rule[] {
  return [
    rule("node", {
      shape: "round-rectangle",
      "corner-radius": 6,
      width: "data(width)",
      height: "data(height)",
      "background-color": palette.surface,
      "border-width": 0,
      "overlay-opacity": 0,
      "z-index-compare": "manual",
      "z-index": 3,
      events: "no",
      ...label(palette, 12, 400),
    }),
    rule(".text", { width: 1, height: 1, "background-opacity": 0, label: "data(label)", "text-halign": "right", "text-valign": "center", "z-index": 6 }),
    rule(".text[width > 1]", { "text-wrap": "ellipsis", "text-max-width": "data(width)" }),
    rule(".text.right", { "text-halign": "left" }),
    rule(".text.title", label(palette, 13, 600)),
    rule(".text.caption", label(palette, 10.5, 400, palette.muted)),
    rule(".text.status", label(palette, 10.5, 400, palette.muted)),
    rule(".text.condition", label(palette, 11, 500, palette.muted)),
    rule(".text.condition.calm", { color: palette.muted }),
    rule(".text.condition.worried, .text.caption.worried", { color: palette.states.backoff.text }),
    rule(".text.condition.bad", { color: palette.states.failed.text }),
    rule(".track", { "background-color": palette.hover, "corner-radius": 2, "z-index": 2 }),
    rule(".level", { "background-color": palette.accent, "background-opacity": 0.75, "corner-radius": 2, "z-index": 3 }),
    rule(".level.high", { "background-color": palette.states.backoff.solid, "background-opacity": 1 }),
    rule(".level.full", { "background-color": palette.states.failed.solid, "background-opacity": 1 }),
  ];
}

function nodeBoxes(palette: Palette): readonly Rule[] {
  const { failed, unknown, backoff } = palette.states;
  return [
    rule(".node", { "corner-radius": 12, "border-width": 1, "border-color": palette.lineStrong, "z-index": 0, events: "yes" }),
    rule(".node.control-plane", { "background-color": palette.sunken }),
    rule(".node.cordoned", { "border-style": "dashed", "border-width": 1.5, "border-color": backoff.solid }),
    rule(".node.lost", {
      "border-width": 1.5,
      "border-color": failed.solid,
      "background-color": palette.sunken,
      "background-image": hatchImage(unknown.line),
      "background-width": 12,
      "background-height": 12,
      "background-repeat": "repeat",
      "background-image-opacity": 0.55,
    }),
    rule(".node.lost.cut", { "border-style": "dashed" }),
    rule(".tray", { "corner-radius": 12, "border-width": 1, "border-style": "dashed", "border-color": palette.lineStrong, "background-opacity": 0, "z-index": 0 }),
    rule(".tray.occupied", { "border-color": palette.states.pending.solid, "background-color": palette.surface, "background-opacity": 0.6 }),
    rule(".slot", { "background-opacity": 0, "border-width": 1, "border-style": "dotted", "border-color": palette.lineStrong, "border-opacity": 0.55, "corner-radius": 8, "z-index": 1 }),
    rule(".slot.tile", { "corner-radius": 7 }),
  ];
}

/** Every combination of classes that shows a picture: pictures load late, so the canvas asks for all of them early. */
export const picturedLooks: readonly string[] = podStates.flatMap((state) => [`state-${state}`, ...(ringed.has(state) ? allRings().map((step) => `state-${state} ring-${step}`) : [])]);

/** The looks of one state, in all sizes: colour, border, and the sign that is its second cue. */
function podLook(state: PodState, { states }: Palette): readonly Rule[] {
  const colours = states[state];
  const of = `.pod.state-${state}`;
  const sign = image(glyphSvg(stateGlyph(state), colours));
  const rings = ringed.has(state) ? allRings() : [];
  return [
    rule(of, {
      "background-color": colours.soft,
      "border-color": colours.line,
      "border-style": state === "pending" || state === "unknown" ? "dashed" : "solid",
      "background-image": sign,
      ...(state === "terminating" ? { "background-opacity": 0.6, "text-opacity": 0.6 } : {}),
      ...(state === "failed" || state === "unknown" ? { "border-width": 1.5 } : {}),
    }),
    ...rings.map((step) => rule(`${of}.ring-${step}`, { "background-image": image(glyphSvg(stateGlyph(state, step / ringSteps), colours)) })),
    rule(`.text.status.state-${state}`, { color: colours.text }),
    rule(`${of}.strip`, { "border-width": 0, "background-opacity": 0 }),
    rule(`${of}.dot`, dotShape(state, colours)),
  ];
}

/** A dot has no room for a sign, so there the outline itself is the second cue. */
function dotShape(state: PodState, { solid, soft }: { readonly solid: string; readonly soft: string }): Rule["style"] {
  const filled = { "background-image": "none", "background-color": solid, "border-width": 0 };
  const hollow = { "background-image": "none", "background-color": soft, "border-width": 2, "border-color": solid };
  switch (state) {
    case "ready":
      return { ...filled, shape: "round-rectangle", "corner-radius": 4 };
    case "running":
      return { ...hollow, shape: "round-rectangle", "corner-radius": 4 };
    case "starting":
      return { ...hollow, shape: "ellipse" };
    case "pending":
      return { ...hollow, shape: "ellipse", "border-style": "dashed" };
    case "backoff":
      return { ...filled, shape: "diamond" };
    case "failed":
      return { ...filled, shape: "triangle" };
    case "succeeded":
      return { ...filled, shape: "ellipse", "background-opacity": 0.6 };
    case "terminating":
      return { ...hollow, shape: "diamond", "border-width": 1, "background-opacity": 0.3 };
    case "unknown":
      return { ...hollow, shape: "hexagon", "border-style": "dashed" };
  }
}

function podShapes(palette: Palette): readonly Rule[] {
  return [
    rule(".pod", { "border-width": 1, "z-index": 4, events: "yes", "background-fit": "none", "background-clip": "none", "background-image-containment": "over" }),
    rule(".pod.chip", {
      "corner-radius": 8,
      "background-width": 16,
      "background-height": 16,
      "background-position-x": 8,
      "background-position-y": "50%",
      label: "data(label)",
      "text-halign": "right",
      "text-valign": "center",
      "text-margin-x": -130,
      "text-margin-y": -7.5,
      "text-wrap": "ellipsis",
      "text-max-width": 120,
      ...label(palette, 12, 500),
    }),
    rule(".pod.tile", { "corner-radius": 7, "background-width": 17, "background-height": 17, "background-position-x": "50%", "background-position-y": "50%" }),
    rule(".pod.strip", { "corner-radius": 5, "background-width": 13, "background-height": 13, "background-position-x": "50%", "background-position-y": "50%", "background-image-opacity": 0.85 }),
    rule(".stripe", { "corner-radius": 2, "z-index": 5 }),
    rule(".stripe-new", { "background-color": palette.accent }),
    rule(".stripe-old", { "background-color": palette.states.succeeded.solid }),
    rule(".endpoint", { shape: "ellipse", "background-color": palette.accent, "border-width": 1.5, "border-color": palette.surface, "z-index": 6 }),
  ];
}

function owners(palette: Palette): readonly Rule[] {
  const { succeeded, ready } = palette.states;
  return [
    rule(".group", { "corner-radius": 12, "border-width": 1, "border-color": palette.lineStrong, "z-index": 0 }),
    rule(".owner", { "corner-radius": 8, "border-width": 1, "border-color": palette.lineStrong, "background-color": palette.surface, "z-index": 4, events: "yes" }),
    rule(".workload", { "background-color": palette.sunken }),
    rule(".branch, .service", { label: "data(label)", "text-halign": "right", "text-valign": "center", "text-margin-y": -7, "text-wrap": "ellipsis", ...label(palette, 11.5, 500) }),
    rule(".branch", { "text-margin-x": -102, "text-max-width": 96 }),
    rule(".branch.old", { "border-style": "dashed", color: palette.muted }),
    rule(".service", { "text-margin-x": -156, "text-max-width": 146, "corner-radius": 21 }),
    rule(".bar", { "corner-radius": 2, "z-index": 5 }),
    rule(".bar.updated", { "background-color": ready.solid }),
    rule(".bar.outdated", { "background-color": succeeded.solid, "background-opacity": 0.7 }),
    rule(".tick", { "background-color": palette.text, "corner-radius": 1, "z-index": 6 }),
  ];
}

function edges(palette: Palette): readonly Rule[] {
  return [
    rule("edge", { width: 1.25, "line-color": palette.lineStrong, "curve-style": "round-taxi", "taxi-direction": "horizontal", "target-arrow-shape": "none", "z-index-compare": "manual", "z-index": 2, events: "no" }),
    rule("edge.routes", { "curve-style": "unbundled-bezier", "control-point-distances": 0, "control-point-weights": 0.5, "line-color": palette.accent, "line-opacity": 0.38, "source-endpoint": "270deg", "target-endpoint": "90deg" }),
    rule("edge.unready", { "line-style": "dashed", "line-color": palette.states.pending.solid }),
  ];
}

/** What lasts only for a moment: birth, death, a flash, and where the person is. */
function moments(palette: Palette): readonly Rule[] {
  return [
    rule(".moving", { "transition-property": "opacity, background-color, border-color", "transition-duration": 260, "transition-timing-function": "ease-out" }),
    rule(".born, .dying", { opacity: 0 }),
    // As large as a tile: a picture that hangs over the edge would be kept in its neighbours' cached textures.
    rule(".warming", { opacity: 0.01, width: 28, height: 28, "z-index": 0, events: "no" }),
    rule(".dimmed", { opacity: 0.22 }),
    rule(".selected", { "outline-width": 2, "outline-color": palette.accent, "outline-offset": 2, "z-index": 5 }),
    rule(".node.selected, .group.selected", { "outline-offset": 0, "z-index": 0 }),
    rule(".focused", { "outline-width": 2, "outline-style": "solid", "outline-color": palette.accent, "outline-offset": 4 }),
    rule(".flash", { "underlay-color": palette.accent, "underlay-opacity": 0.28, "underlay-padding": 7, "underlay-shape": "round-rectangle" }),
  ];
}

const image = (svg: string) => `data:image/svg+xml;utf8,${encodeURIComponent(svg)}`;

const hatchImage = (colour: string) =>
  image(`<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 12 12"><path d="M-3 3L3-3M0 12L12 0M9 15L15 9" stroke="${colour}" stroke-width="1.2"/></svg>`);
