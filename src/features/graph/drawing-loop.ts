import type { ClusterState, ClusterStore } from "../../cluster/cluster-store.ts";
import { nextFrame } from "../../cluster/coalesce.ts";
import type { Lens } from "../../cluster/view-slice.ts";
import type { GraphCanvasView } from "./graph-canvas-view.ts";
import type { GraphLens } from "./lens.ts";
import { NodesLens } from "./nodes-lens.ts";
import { OwnersLens } from "./owners-lens.ts";

/** Rings of running countdowns move this often, in real time. */
const ringInterval = 250;

/** Redraws when what is drawn has changed, once per frame; countdowns alone get a slower beat. */
export function drawingLoop(store: ClusterStore, view: GraphCanvasView): { redraw(): void; stop(): void } {
  const lenses: Readonly<Record<Lens, GraphLens>> = { nodes: new NodesLens(), owners: new OwnersLens() };
  let [waiting, stopped, lastDrawn] = [false, false, 0];

  const draw = () => {
    waiting = false;
    if (stopped) return;
    lastDrawn = performance.now();
    const state = store.getState();
    const room = view.room();
    if (room.width > 0 && room.height > 0) view.show(lenses[state.lens].draw(state, room));
  };
  const redraw = () => {
    if (waiting || stopped) return;
    waiting = true;
    nextFrame(draw);
  };
  const unsubscribe = store.subscribe((state, before) => {
    if (state.lens !== before.lens) view.startAfresh();
    const ringsMoved = state.clock !== before.clock && performance.now() - lastDrawn > ringInterval && hasWaits(state);
    if (ringsMoved || differs(state, before)) redraw();
  });
  redraw();
  return {
    redraw,
    stop() {
      stopped = true;
      unsubscribe();
    },
  };
}

const drawn = ["objects", "faults", "filter", "showSystem", "lens"] as const;

const differs = (state: ClusterState, before: ClusterState) => drawn.some((part) => state[part] !== before[part]);

/** Is anything on the screen counting down? */
function hasWaits({ objects }: ClusterState): boolean {
  for (const { pod } of objects.tables.get("pods")?.values() ?? []) if (pod?.until !== undefined) return true;
  return false;
}
