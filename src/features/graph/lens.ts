import type { ClusterState } from "../../cluster/cluster-store.ts";
import type { Drawing } from "./element.ts";

/** The part of the page's state that a drawing depends on. While all of it is the same, so is the drawing. */
export type Scene = Pick<ClusterState, "objects" | "clock" | "faults" | "filter" | "showSystem">;

export interface View {
  readonly width: number;
  readonly height: number;
}

/**
 * A way to look at the cluster. It may remember places from one drawing to the next, so each canvas has lenses of
 * its own; it knows nothing of the canvas.
 */
export interface GraphLens {
  draw(scene: Scene, view: View): Drawing;
}
