import type { Faults } from "../../cluster/faults.ts";
import { share, type Gauge, type NodeFacts } from "../../cluster/node-facts.ts";
import type { Detail } from "./detail.ts";
import { fill, text, type Frame, type GraphElement } from "./element.ts";
import { boxPadding } from "./node-grid.ts";
import { join, matches } from "./pod-look.ts";

interface BoxContext {
  readonly detail: Detail;
  readonly faults: Faults;
  readonly filter: string;
}

/** A node's box with its name, its condition, and gauges of what is requested of it. */
export function drawNodeBox(facts: NodeFacts, frame: Frame, { detail, faults, filter }: BoxContext): readonly GraphElement[] {
  const id = `nodes:${facts.name}`;
  const look = nodeLook(facts, faults);
  const dimmed = matches(facts.name, filter) ? "" : "dimmed";
  const roomy = frame.width >= 240;
  const [left, right] = [frame.left + boxPadding, frame.left + frame.width - boxPadding];
  return [
    fill(id, frame, { classes: join("node", facts.controlPlane ? "control-plane" : "", look.classes), target: { resource: "nodes", key: facts.name } }),
    text(`${id}#name`, { x: left, y: frame.top + 19, width: frame.width * (roomy ? 0.5 : 0.72) }, facts.name, join("title", dimmed)),
    text(`${id}#status`, { x: right, y: frame.top + 19 }, roomy ? look.words : look.brief, join("right", "condition", look.tone)),
    ...gauges(id, facts, { left, right, y: frame.top + (detail === "dot" ? 34 : 42), words: detail === "dot" ? "none" : roomy ? "all" : "name" }),
  ];
}

interface NodeLook {
  readonly words: string;
  /** For a box without room for words. */
  readonly brief: string;
  readonly classes: string;
  readonly tone: "calm" | "worried" | "bad";
}

/** What the person broke is said first: the API server may not know of it yet, and then says otherwise. */
export function nodeLook(facts: NodeFacts, { off, partitioned }: Faults): NodeLook {
  const seen = facts.cordoned ? `${facts.condition === "Ready" ? "Ready" : "NotReady"}, cordoned` : facts.condition === "Ready" ? "Ready" : "NotReady";
  if (off.has(facts.name)) return { words: facts.condition === "Ready" ? "Power off · still “Ready”" : `Power off · ${seen}`, brief: "off", classes: "lost off", tone: "bad" };
  if (partitioned.has(facts.name)) return { words: facts.condition === "Ready" ? "Cut off · still “Ready”" : `Cut off · ${seen}`, brief: "cut off", classes: "lost cut", tone: "bad" };
  if (facts.condition !== "Ready") return { words: facts.condition === "Unknown" ? `? ${seen}` : `✕ ${seen}`, brief: facts.condition === "Unknown" ? "?" : "✕", classes: "lost", tone: "bad" };
  if (facts.cordoned) return { words: seen, brief: "cordoned", classes: "cordoned", tone: "worried" };
  return { words: facts.controlPlane && !facts.name.includes("control-plane") ? "Control plane" : "Ready", brief: "✓", classes: "", tone: "calm" };
}

interface GaugePlace {
  readonly left: number;
  readonly right: number;
  readonly y: number;
  readonly words: "all" | "name" | "none";
}

/** CPU and memory side by side, in equal halves. */
function gauges(id: string, { cpu, memory }: NodeFacts, { left, right, y, words }: GaugePlace): readonly GraphElement[] {
  const half = (right - left - 12) / 2;
  return [
    ...gauge(`${id}#cpu`, "cpu", cpu, { left, right: left + half, y, words }),
    ...gauge(`${id}#memory`, "mem", memory, { left: right - half, right, y, words }),
  ];
}

const barHeight = 4;

function gauge(id: string, name: string, value: Gauge, { left, right, y, words }: GaugePlace): readonly GraphElement[] {
  const part = share(value);
  const percent = `${Math.round(part * 100)}%`;
  const barLeft = words === "none" ? left : left + 31;
  const barRight = words === "all" ? right - 29 : right;
  const width = barRight - barLeft;
  const top = y - barHeight / 2;
  const level = part > 0.9 ? "full" : part > 0.75 ? "high" : "";
  return [
    ...(words === "none" ? [] : [text(`${id}-name`, { x: left, y }, name, "caption")]),
    ...(words === "all" ? [text(`${id}-part`, { x: right, y }, percent, "caption right")] : []),
    fill(`${id}-track`, { left: barLeft, top, width, height: barHeight }, { classes: "track" }),
    // A sliver stays visible, so that an empty gauge still reads as a gauge.
    fill(`${id}-level`, { left: barLeft, top, width: Math.max(2, width * part), height: barHeight }, { classes: join("level", level) }),
  ];
}
