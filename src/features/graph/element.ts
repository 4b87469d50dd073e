import type { Target } from "../../lib/object-key.ts";

/** One thing on the canvas, with its place decided: a layout's result, and the canvas's input. */
export interface GraphElement {
  readonly id: string;
  /** Centre, in the layout's own units (pixels at zoom 1). */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly label: string;
  /** How it looks: names from the stylesheet, separated by spaces. */
  readonly classes: string;
  /** What a click on it selects. Without one it is decoration and lets clicks through. */
  readonly target?: Target;
  /** Only for edges: the elements it joins. */
  readonly from?: string;
  readonly to?: string;
}

export interface Drawing {
  readonly elements: readonly GraphElement[];
  readonly width: number;
  readonly height: number;
}

/** What must change on the canvas to get from one drawing to the next. */
export interface DrawingPatch {
  readonly added: readonly GraphElement[];
  readonly changed: readonly { readonly element: GraphElement; readonly moved: boolean; readonly resized: boolean; readonly relabelled: boolean; readonly restyled: boolean }[];
  readonly removed: readonly GraphElement[];
}

/** Compares by id. An edge whose ends change is a new edge, since ids of edges name their ends. */
export function patchBetween(before: ReadonlyMap<string, GraphElement>, after: readonly GraphElement[]): DrawingPatch {
  const added: GraphElement[] = [];
  const changed: DrawingPatch["changed"][number][] = [];
  const kept = new Set<string>();
  for (const element of after) {
    const old = before.get(element.id);
    kept.add(element.id);
    if (old === undefined) added.push(element);
    else if (old !== element) addChange(changed, old, element);
  }
  return { added, changed, removed: [...before.values()].filter(({ id }) => !kept.has(id)) };
}

function addChange(changed: DrawingPatch["changed"][number][], old: GraphElement, element: GraphElement) {
  const moved = old.x !== element.x || old.y !== element.y;
  const resized = old.width !== element.width || old.height !== element.height;
  const relabelled = old.label !== element.label;
  const restyled = old.classes !== element.classes;
  if (moved || resized || relabelled || restyled) changed.push({ element, moved, resized, relabelled, restyled });
}

/** A rectangle by its top left corner, which is how layouts think. */
export interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The element that fills a rectangle. */
export function fill(id: string, frame: Frame, look: { readonly label?: string; readonly classes: string; readonly target?: Target }): GraphElement {
  return {
    id,
    x: frame.left + frame.width / 2,
    y: frame.top + frame.height / 2,
    width: frame.width,
    height: frame.height,
    label: look.label ?? "",
    classes: look.classes,
    target: look.target,
  };
}

/** Text whose left edge (or right, by class) and middle line are given; it has no body. */
export function text(id: string, at: { readonly x: number; readonly y: number; readonly width?: number }, label: string, classes: string): GraphElement {
  return { id, x: at.x, y: at.y, width: at.width ?? 1, height: 1, label, classes: `text ${classes}` };
}
