import { endpointsOf } from "../../cluster/endpoints.ts";
import { nodeFacts, type NodeFacts } from "../../cluster/node-facts.ts";
import { podsOn, tableOf, type Entry, type ObjectIndex, type Table } from "../../cluster/object-table.ts";
import { isSystem } from "../../cluster/pod-facts.ts";
import { controllerOf, type ResourceTypes } from "../../lib/resources.ts";
import { Countdowns } from "./countdown.ts";
import { metrics } from "./detail.ts";
import type { Drawing, GraphElement } from "./element.ts";
import { fill, text } from "./element.ts";
import type { GraphLens, Scene, View } from "./lens.ts";
import { drawNodeBox } from "./node-box.ts";
import { boxGap, boxPadding, chooseGrid, headerHeight, stripHeight, stripTile, trayLabel, type NodeGrid } from "./node-grid.ts";
import { drawPod, drawStripTile, slotFrame, type PodContext, type PodEntry } from "./pod-look.ts";
import { stripes } from "./revisions.ts";
import { capacityFor, Slots } from "./slots.ts";

interface Box {
  readonly facts: NodeFacts;
  readonly pods: readonly PodEntry[];
  readonly strip: readonly PodEntry[];
}

/**
 * Nodes as boxes with their pods in fixed slots, and a tray for pods that no node has taken yet. Pods of the system
 * stand small in a strip, except the static ones: those *are* the control plane.
 */
export class NodesLens implements GraphLens {
  readonly #slots = new Map<string, Slots>();
  readonly #tray = new Slots();
  readonly #countdowns = new Countdowns();
  readonly #boxes = new Map<string, { readonly node: Entry; readonly pods: Table; readonly box: Box }>();
  #capacity = 0;

  draw(scene: Scene, view: View): Drawing {
    const boxes = this.#boxesOf(scene.objects);
    const waiting = inOrder([...podsOn(scene.objects, "").values()]);
    this.#seat(boxes, waiting);
    const grid = chooseGrid({ boxes: boxes.length, capacity: this.#capacity, waiting: this.#tray.used, view });
    const context = this.#contextOf(scene, grid);
    const elements = boxes.flatMap((box, index) => this.#drawBox(box, cornerOf(index, grid), { grid, scene, context }));
    elements.push(...this.#drawTray(waiting, { grid, context, boxes: boxes.length }));
    return { elements, width: grid.width, height: grid.height };
  }

  /** Control plane first, then by name, with numbers counted as numbers. Boxes of nodes where nothing changed are kept. */
  #boxesOf(objects: ObjectIndex): readonly Box[] {
    const nodes = tableOf(objects, "nodes");
    for (const name of this.#boxes.keys()) if (!nodes.has(name)) this.#boxes.delete(name);
    return [...nodes.values()]
      .map((node) => {
        const pods = podsOn(objects, node.key);
        const known = this.#boxes.get(node.key);
        if (known?.node === node && known.pods === pods) return known.box;
        const box = boxOf(node, pods);
        this.#boxes.set(node.key, { node, pods, box });
        return box;
      })
      .sort((a, b) => Number(b.facts.controlPlane) - Number(a.facts.controlPlane) || byNumber.compare(a.facts.name, b.facts.name));
  }

  #seat(boxes: readonly Box[], waiting: readonly PodEntry[]) {
    const names = new Set(boxes.map(({ facts }) => facts.name));
    for (const name of this.#slots.keys()) if (!names.has(name)) this.#slots.delete(name);
    let used = 0;
    for (const { facts, pods } of boxes) {
      const slots = this.#slots.get(facts.name) ?? new Slots();
      this.#slots.set(facts.name, slots);
      slots.seat(pods.map(({ key }) => key));
      used = Math.max(used, slots.used);
    }
    this.#tray.seat(waiting.map(({ key }) => key));
    this.#capacity = capacityFor(used, this.#capacity);
  }

  #contextOf({ objects, clock, filter }: Scene, { detail }: NodeGrid): PodContext {
    this.#countdowns.keep(new Set([...tableOf(objects, "pods").keys()].map((key) => `pods:${key}`)));
    return { detail, now: clock.now, countdowns: this.#countdowns, endpoints: endpointsOf(objects), filter, stripeOf: stripes(objects) };
  }

  #drawBox({ facts, pods, strip }: Box, corner: Corner, { grid, scene, context }: { readonly grid: NodeGrid; readonly scene: Scene; readonly context: PodContext }): readonly GraphElement[] {
    const frame = { ...corner, ...grid.box };
    const origin = { left: frame.left + boxPadding, top: frame.top + headerHeight[grid.detail] };
    const slots = this.#slots.get(facts.name);
    const stripTop = frame.top + frame.height - boxPadding / 2 - stripHeight / 2 - stripTile / 2;
    const mostTiles = Math.floor((frame.width - 2 * boxPadding) / (stripTile + 4));
    return [
      ...drawNodeBox(facts, frame, { detail: grid.detail, faults: scene.faults, filter: scene.filter }),
      ...emptySlots(this.#capacity, new Set(pods.map(({ key }) => slots?.slotOf(key) ?? 0)), { grid, origin, node: facts.name }),
      ...pods.flatMap((pod) => drawPod(pod, slotFrame(slots?.slotOf(pod.key) ?? 0, grid.columns, origin, grid.detail), context)),
      ...strip
        .slice(0, mostTiles)
        .map((pod, index) => drawStripTile(pod, { left: origin.left + index * (stripTile + 4), top: stripTop, width: stripTile, height: stripTile }, context)),
    ];
  }

  #drawTray(waiting: readonly PodEntry[], { grid, context, boxes }: { readonly grid: NodeGrid; readonly context: PodContext; readonly boxes: number }): readonly GraphElement[] {
    const top = Math.ceil(boxes / grid.boxesPerRow) * (grid.box.height + boxGap);
    const origin = { left: boxPadding, top: top + trayLabel };
    const label = waiting.length === 0 ? "Unscheduled: none" : `Unscheduled: ${waiting.length} ${waiting.length === 1 ? "pod waits" : "pods wait"} for a node`;
    return [
      fill("tray", { left: 0, top, width: grid.tray.width, height: grid.tray.height }, { classes: waiting.length === 0 ? "tray" : "tray occupied" }),
      text("tray#label", { x: boxPadding, y: top + 13, width: grid.tray.width - 2 * boxPadding }, label, "caption"),
      ...waiting.flatMap((pod) => drawPod(pod, slotFrame(this.#tray.slotOf(pod.key), grid.tray.columns, origin, grid.detail), context)),
    ];
  }
}

interface Corner {
  readonly left: number;
  readonly top: number;
}

const cornerOf = (index: number, { boxesPerRow, box }: NodeGrid): Corner => ({
  left: (index % boxesPerRow) * (box.width + boxGap),
  top: Math.floor(index / boxesPerRow) * (box.height + boxGap),
});

function boxOf({ object }: Entry<ResourceTypes["nodes"]>, pods: Table<ResourceTypes["pods"]>): Box {
  const all = inOrder([...pods.values()]);
  const facts = nodeFacts(object, pods);
  const isControlPlane = (pod: PodEntry) => facts.controlPlane && controllerOf(pod.object.metadata.ownerReferences)?.kind === "Node";
  const small = (pod: PodEntry) => isSystem(pod) && !isControlPlane(pod);
  return { facts, pods: all.filter((pod) => !small(pod)), strip: all.filter(small) };
}

const byNumber = new Intl.Collator("en", { numeric: true });

/** The order of birth; those born in the same second by name. */
const inOrder = (pods: readonly PodEntry[]) =>
  [...pods].sort((a, b) => compare(a.object.metadata.creationTimestamp, b.object.metadata.creationTimestamp) || compare(a.key, b.key));

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** Faint marks where the next pods will stand. Dots are too many to mark. */
function emptySlots(capacity: number, taken: ReadonlySet<number>, place: { readonly grid: NodeGrid; readonly origin: Corner; readonly node: string }): readonly GraphElement[] {
  const { grid, origin, node } = place;
  if (grid.detail === "dot" || capacity > 64) return [];
  const { width, height } = metrics[grid.detail];
  return Array.from({ length: capacity }, (_, slot) => slot)
    .filter((slot) => !taken.has(slot))
    .map((slot) => fill(`nodes:${node}#slot${slot}`, { ...slotFrame(slot, grid.columns, origin, grid.detail), width, height }, { classes: `slot ${grid.detail}` }));
}
