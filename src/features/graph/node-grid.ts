import { detailsByWorth, metrics, type Detail } from "./detail.ts";

/** What decides how boxes are arranged: never which pod is where. */
export interface GridDemand {
  readonly boxes: number;
  /** Slots in every box. */
  readonly capacity: number;
  /** Slots in the tray of pods without a node. */
  readonly waiting: number;
  readonly view: { readonly width: number; readonly height: number };
}

export interface NodeGrid {
  readonly detail: Detail;
  /** Slots side by side in a box. */
  readonly columns: number;
  readonly boxesPerRow: number;
  readonly box: { readonly width: number; readonly height: number };
  readonly tray: { readonly width: number; readonly height: number; readonly columns: number };
  readonly width: number;
  readonly height: number;
  /** How large it would be drawn in the view. */
  readonly scale: number;
}

export const boxPadding = 12;
export const boxGap = 16;
export const headerHeight: Readonly<Record<Detail, number>> = { chip: 62, tile: 58, dot: 46 };
/** Small tiles for the pods of the system, below the others. */
export const stripTile = 16;
export const stripHeight = 26;
export const trayLabel = 24;
/** So many columns a box has at least, so that its header has room. */
const leastColumns: Readonly<Record<Detail, number>> = { chip: 2, tile: 5, dot: 7 };

/** Tries arrangements and takes the one that shows most: detail first, then size. The same demand gives the same grid. */
export function chooseGrid(demand: GridDemand): NodeGrid {
  let best: NodeGrid | undefined;
  for (const { detail, leastScale } of detailsByWorth) {
    best = largest(candidates(detail, demand));
    if (best.scale >= leastScale) return best;
  }
  return best ?? gridOf("dot", leastColumns.dot, 1, demand);
}

function* candidates(detail: Detail, demand: GridDemand): Generator<NodeGrid> {
  const mostColumns = Math.max(leastColumns[detail], Math.min(demand.capacity, detail === "chip" ? 4 : 24));
  for (let columns = leastColumns[detail]; columns <= mostColumns; columns += 1)
    for (let perRow = 1; perRow <= Math.max(1, demand.boxes); perRow += 1) yield gridOf(detail, columns, perRow, demand);
}

/** Nothing is drawn larger than life, so beyond scale 1 the more square arrangement wins. */
function largest(grids: Iterable<NodeGrid>): NodeGrid {
  let best: NodeGrid | undefined;
  for (const grid of grids) if (best === undefined || worth(grid) > worth(best)) best = grid;
  if (best === undefined) throw new Error("There is always one arrangement");
  return best;
}

const worth = ({ scale, width, height }: NodeGrid) => Math.min(scale, 1) * 1000 + Math.min(scale, 3) - Math.abs(Math.log(width / height)) * 0.1;

function gridOf(detail: Detail, columns: number, boxesPerRow: number, { boxes, capacity, waiting, view }: GridDemand): NodeGrid {
  const pod = metrics[detail];
  const rows = Math.ceil(capacity / columns);
  const box = {
    width: columns * (pod.width + pod.gap) - pod.gap + 2 * boxPadding,
    height: headerHeight[detail] + rows * (pod.height + pod.gap) - pod.gap + stripHeight + boxPadding,
  };
  const boxRows = Math.max(1, Math.ceil(boxes / boxesPerRow));
  const width = boxesPerRow * (box.width + boxGap) - boxGap;
  const trayColumns = Math.max(1, Math.floor((width - 2 * boxPadding + pod.gap) / (pod.width + pod.gap)));
  const trayRows = Math.max(1, Math.ceil(waiting / trayColumns));
  const tray = { width, height: trayLabel + trayRows * (pod.height + pod.gap) - pod.gap + boxPadding, columns: trayColumns };
  const height = boxRows * (box.height + boxGap) + tray.height;
  return { detail, columns, boxesPerRow, box, tray, width, height, scale: Math.min(view.width / width, view.height / height) };
}
