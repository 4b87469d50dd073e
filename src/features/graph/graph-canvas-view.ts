import type { Core, EventObject, NodeSingular, Position } from "cytoscape";
import { patchBetween, type Drawing, type DrawingPatch, type GraphElement } from "./element.ts";
import { readPalette } from "./palette.ts";
import { picturedLooks, stylesheet } from "./stylesheet.ts";

/** What the canvas tells about the person's hand. Positions are in pixels of the window. */
export interface CanvasListener {
  picked(element: GraphElement | undefined): void;
  menu(element: GraphElement | undefined, at: { readonly x: number; readonly y: number }): void;
  hovered(element: GraphElement | undefined, at: { readonly x: number; readonly y: number }): void;
  /** Did the person move away from the fitting view? */
  strayed(strayed: boolean): void;
}

export interface Insets {
  readonly side: number;
  readonly top: number;
  readonly bottom: number;
}

/** Beyond so many births, deaths or moves at once nothing is animated: it would be a blur, and slow. */
const mostAnimated = 80;
const fadeTime = 280;
const moveTime = 320;
const largestZoom = 1.3;
const warmingTime = 1_500;

/** Keeps a Cytoscape canvas equal to the last drawing. The one place that changes what is on it. */
export class GraphCanvasView {
  readonly #cy: Core;
  readonly #listener: CanvasListener;
  #known: ReadonlyMap<string, GraphElement> = new Map();
  #drawing: Drawing = { elements: [], width: 1, height: 1 };
  #marks = new Map<"selected" | "focused", string>();
  #strayed = false;
  /** What must not be covered, and how wide what covers it is. */
  #aside: { readonly id: string; readonly width: number } | undefined;
  #calm = true;
  #insets: Insets = { side: 0, top: 0, bottom: 0 };

  constructor(cy: Core, listener: CanvasListener) {
    this.#cy = cy;
    this.#listener = listener;
    this.restyle();
    this.#listen();
  }

  /** Whether nothing should move by itself, and the room to leave free around the drawing when it is fitted. */
  configure({ calm, insets }: { readonly calm: boolean; readonly insets: Insets }): void {
    this.#calm = calm;
    this.#insets = insets;
    this.resized();
  }

  /** Reads the colours of the theme anew. */
  restyle(): void {
    const container = this.#cy.container();
    if (container === null) return;
    this.#cy.style().fromJson(stylesheet(readPalette(container))).update();
    this.#warm();
  }

  /** Has all pictures loaded before they are needed, by drawing each once where nobody sees it. */
  #warm() {
    const warming = this.#cy.add(picturedLooks.map((look) => ({ group: "nodes", data: { label: "", width: 1, height: 1 }, position: { x: 1, y: 1 }, classes: `pod tile ${look} warming` })));
    setTimeout(() => {
      if (!this.#cy.destroyed()) warming.remove();
    }, warmingTime);
  }

  show(drawing: Drawing): void {
    const patch = patchBetween(this.#known, drawing.elements);
    const resized = drawing.width !== this.#drawing.width || drawing.height !== this.#drawing.height;
    const first = this.#known.size === 0;
    this.#known = new Map(drawing.elements.map((element) => [element.id, element]));
    this.#drawing = drawing;
    const animated = !this.#calm && !first && patch.added.length + patch.removed.length + patch.changed.filter(({ moved }) => moved).length <= mostAnimated;
    this.#cy.batch(() => this.#apply(patch, animated));
    if (resized && !this.#strayed) this.fit(animated);
  }

  /** Shows everything, as large as it fits. */
  fit(animated = !this.#calm): void {
    this.#cy.resize();
    const { width, height } = this.#drawing;
    const room = this.room();
    const zoom = Math.min(largestZoom, room.width / width, room.height / height);
    if (!(zoom > 0)) return;
    const pan = { x: (this.#cy.width() - width * zoom) / 2, y: this.#insets.top + (room.height - height * zoom) / 2 };
    this.#view(this.#asideOf(pan, zoom), zoom, animated);
    this.#stray(false);
  }

  /** What is left for the drawing. */
  room(): { readonly width: number; readonly height: number } {
    const { side, top, bottom } = this.#insets;
    return { width: this.#cy.width() - 2 * side, height: this.#cy.height() - top - bottom };
  }

  /** After the container changed its size. */
  resized(): void {
    if (this.#strayed) this.#cy.resize();
    else this.fit(false);
  }

  /** Draws a ring around one element, and around no other. */
  mark(name: "selected" | "focused", id: string | undefined): void {
    const before = this.#marks.get(name);
    if (before === id) return;
    if (before !== undefined) this.#cy.getElementById(before).removeClass(name);
    if (id === undefined) this.#marks.delete(name);
    else {
      this.#marks.set(name, id);
      this.#cy.getElementById(id).addClass(name);
    }
  }

  /** Moves the drawing to the left if the element would be hidden by something this wide at the right. */
  uncover(id: string, width: number): void {
    this.#aside = { id, width };
    if (this.#strayed) return;
    const pan = this.#asideOf(this.#cy.pan(), this.#cy.zoom());
    if (pan.x !== this.#cy.pan().x) this.#view(pan, this.#cy.zoom(), !this.#calm);
  }

  /** Back to where the drawing was before it was moved aside, unless the person has moved it since. */
  return(): void {
    if (this.#aside === undefined) return;
    this.#aside = undefined;
    if (!this.#strayed) this.fit();
  }

  /** A view in which the element in question is not hidden, with as little movement as will do. */
  #asideOf(pan: Position, zoom: number): Position {
    const element = this.#aside === undefined ? undefined : this.#known.get(this.#aside.id);
    if (this.#aside === undefined || element === undefined || this.#cy.width() < 2 * this.#aside.width) return pan;
    const [left, right] = [(element.x - element.width / 2) * zoom + pan.x, (element.x + element.width / 2) * zoom + pan.x];
    const hidden = right + this.#insets.side - (this.#cy.width() - this.#aside.width);
    return { x: pan.x - Math.max(0, Math.min(hidden, left - this.#insets.side)), y: pan.y };
  }

  #view(pan: Position, zoom: number, animated: boolean) {
    this.#cy.stop();
    if (animated) this.#cy.animate({ zoom, pan, duration: moveTime, easing: "ease-out" });
    else this.#cy.viewport({ zoom, pan });
  }

  /** The next drawing is of something else, so it is fitted whatever the person did to this one. */
  startAfresh(): void {
    this.#stray(false);
  }

  flash(ids: readonly string[]): void {
    const wanted = new Set(ids);
    const elements = this.#cy.elements().filter((element) => wanted.has(element.id()));
    elements.addClass("flash");
    setTimeout(() => elements.removeClass("flash"), 600);
  }

  /** Where an element is in the window, for what must hang from it. */
  positionOf(id: string): { readonly x: number; readonly y: number } | undefined {
    const element = this.#cy.getElementById(id);
    const frame = this.#cy.container()?.getBoundingClientRect();
    if (element.empty() || frame === undefined) return undefined;
    const box = element.renderedBoundingBox({ includeLabels: false });
    return { x: frame.left + Math.min(box.x2, frame.width), y: frame.top + Math.min(box.y1, frame.height) };
  }

  destroy(): void {
    this.#cy.destroy();
  }

  #apply(patch: DrawingPatch, animated: boolean) {
    for (const element of patch.removed) this.#remove(element, animated);
    // An edge can only be added when both of its ends are there.
    for (const element of patch.added) if (element.from === undefined) this.#add(element, animated);
    for (const element of patch.added) if (element.from !== undefined) this.#add(element, false);
    for (const change of patch.changed) this.#change(change, animated);
  }

  #add(element: GraphElement, animated: boolean) {
    // One that is still fading out must make room for its namesake.
    this.#cy.getElementById(element.id).remove();
    const edge = element.from !== undefined;
    if (edge && (this.#cy.getElementById(element.from ?? "").empty() || this.#cy.getElementById(element.to ?? "").empty())) return;
    const born = animated && isAlive(element);
    this.#cy.add({
      group: edge ? "edges" : "nodes",
      data: { id: element.id, label: element.label, width: element.width, height: element.height, ...(edge ? { source: element.from, target: element.to } : {}) },
      position: { x: element.x, y: element.y },
      classes: this.#classesOf(element) + (born ? " born" : ""),
      pannable: true,
    });
    if (born) requestAnimationFrame(() => requestAnimationFrame(() => this.#cy.getElementById(element.id).removeClass("born")));
  }

  #remove({ id, from }: GraphElement, animated: boolean) {
    const element = this.#cy.getElementById(id);
    if (!animated || from !== undefined) {
      element.remove();
      return;
    }
    element.addClass("dying");
    setTimeout(() => {
      if (element.hasClass("dying")) element.remove();
    }, fadeTime);
  }

  #change({ element, moved, resized, relabelled, restyled }: DrawingPatch["changed"][number], animated: boolean) {
    const node = this.#cy.getElementById(element.id) as NodeSingular;
    if (node.empty()) return;
    if (restyled) node.classes(this.#classesOf(element));
    if (resized || relabelled) node.data({ label: element.label, width: element.width, height: element.height });
    if (!moved) return;
    const position: Position = { x: element.x, y: element.y };
    node.stop();
    if (animated) node.animate({ position, duration: moveTime, easing: "ease-out" });
    else node.position(position);
  }

  #classesOf({ id, classes }: GraphElement): string {
    const marks = [...this.#marks].filter(([, marked]) => marked === id).map(([name]) => name);
    return [classes, this.#calm ? "" : "moving", ...marks].join(" ");
  }

  #listen() {
    const elementOf = (event: EventObject) => (event.target === this.#cy ? undefined : this.#known.get((event.target as NodeSingular).id()));
    this.#cy.on("tap", (event) => this.#listener.picked(elementOf(event)));
    this.#cy.on("cxttap taphold", (event) => this.#listener.menu(elementOf(event), pointerOf(event)));
    this.#cy.on("mouseover", "node", (event) => this.#listener.hovered(elementOf(event), pointerOf(event)));
    this.#cy.on("mouseout pan zoom", () => this.#listener.hovered(undefined, { x: 0, y: 0 }));
    this.#cy.on("dragpan scrollzoom pinchzoom", () => this.#stray(true));
  }

  #stray(strayed: boolean) {
    if (this.#strayed === strayed) return;
    this.#strayed = strayed;
    this.#listener.strayed(strayed);
  }
}

/** Decoration simply appears with what it decorates. */
const isAlive = ({ target }: GraphElement) => target !== undefined;

function pointerOf({ originalEvent }: EventObject): { readonly x: number; readonly y: number } {
  const touch = "touches" in originalEvent ? (originalEvent as unknown as TouchEvent).touches[0] : undefined;
  const { clientX, clientY } = touch ?? (originalEvent as MouseEvent);
  return { x: clientX, y: clientY };
}
