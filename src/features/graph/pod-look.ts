import type { Endpoints } from "../../cluster/endpoints.ts";
import type { Entry } from "../../cluster/object-table.ts";
import { shortName, stateOf } from "../../cluster/pod-facts.ts";
import { targetId } from "../../lib/object-key.ts";
import type { ResourceTypes } from "../../lib/resources.ts";
import type { Countdowns } from "./countdown.ts";
import { metrics, type Detail } from "./detail.ts";
import { fill, text, type Frame, type GraphElement } from "./element.ts";

export type PodEntry = Entry<ResourceTypes["pods"]>;

/** What, beside the pod itself, decides how it is drawn. */
export interface PodContext {
  readonly detail: Detail;
  readonly now: number;
  readonly countdowns: Countdowns;
  readonly endpoints: Endpoints;
  readonly filter: string;
  /** The stripe of a pod while two revisions of its workload live side by side. */
  readonly stripeOf: (pod: PodEntry) => "old" | "new" | undefined;
}

/** Draws one pod into its frame: body, and as much more as the detail allows. */
export function drawPod(pod: PodEntry, frame: Frame, context: PodContext): readonly GraphElement[] {
  const id = targetId(pod);
  const dimmed = matches(pod.object.metadata.name, context.filter) ? "" : "dimmed";
  const name = shortName(pod);
  const body = fill(id, frame, {
    label: context.detail === "chip" ? name : "",
    classes: join("pod", context.detail, `state-${stateOf(pod)}`, ringClass(pod, context), dimmed),
    target: { resource: "pods", key: pod.key },
  });
  if (context.detail === "dot") return [body];
  return [body, ...(context.detail === "chip" ? [statusLine(pod, frame, dimmed)] : []), ...stripe(pod, frame, context), ...endpointDot(pod, frame, context)];
}

/** A pod of the system, small, in the strip of its node. */
export function drawStripTile(pod: PodEntry, frame: Frame, context: PodContext): GraphElement {
  const dimmed = matches(pod.object.metadata.name, context.filter) ? "" : "dimmed";
  return fill(targetId(pod), frame, {
    classes: join("pod", "strip", `state-${stateOf(pod)}`, ringClass(pod, context), dimmed),
    target: { resource: "pods", key: pod.key },
  });
}

/** An empty filter matches all. */
export const matches = (name: string, filter: string) => filter === "" || name.includes(filter.toLowerCase());

export const join = (...classes: readonly string[]) => classes.filter((name) => name !== "").join(" ");

function ringClass(pod: PodEntry, { countdowns, now }: PodContext): string {
  const until = pod.pod?.until;
  return until === undefined ? "" : `ring-${countdowns.stepOf(targetId(pod), until, now)}`;
}

function statusLine(pod: PodEntry, frame: Frame, dimmed: string): GraphElement {
  const at = { x: frame.left + 30, y: frame.top + frame.height - 12.5, width: frame.width - 36 };
  return text(`${targetId(pod)}#status`, at, statusText(pod), join("status", `state-${stateOf(pod)}`, dimmed));
}

/** kubectl's STATUS, and what else a glance should catch: how many containers are ready, how often it was restarted. */
export function statusText({ pod }: PodEntry): string {
  if (pod === undefined) return "…";
  const parts = [pod.state === "running" ? `${pod.status} ${pod.ready}` : pod.status];
  if (pod.restarts > 0) parts.push(`↻${pod.restarts}`);
  return parts.join(" · ");
}

function stripe(pod: PodEntry, { left, top, height }: Frame, { stripeOf }: PodContext): readonly GraphElement[] {
  const which = stripeOf(pod);
  return which === undefined ? [] : [fill(`${targetId(pod)}#stripe`, { left: left - 1, top: top + 5, width: 3, height: height - 10 }, { classes: `stripe stripe-${which}` })];
}

const dotSize = 7;

function endpointDot(pod: PodEntry, { left, top, width }: Frame, { endpoints, detail }: PodContext): readonly GraphElement[] {
  if (!endpoints.servicesByPod.has(pod.key)) return [];
  const inset = detail === "chip" ? 7 : 1;
  return [fill(`${targetId(pod)}#endpoint`, { left: left + width - inset - dotSize / 2, top: top + inset - dotSize / 2, width: dotSize, height: dotSize }, { classes: "endpoint" })];
}

/** Frames in rows, for slots of one size. */
export function slotFrame(slot: number, columns: number, origin: { readonly left: number; readonly top: number }, detail: Detail): Frame {
  const { width, height, gap } = metrics[detail];
  return { left: origin.left + (slot % columns) * (width + gap), top: origin.top + Math.floor(slot / columns) * (height + gap), width, height };
}
