import { emptyIndex, type ObjectIndex } from "./object-table.ts";
import type { Slice } from "./slice.ts";

/** The objects of the cluster, and whether there is an API server that could tell us of new ones. */
export interface ObjectsSlice {
  readonly objects: ObjectIndex;
  readonly apiServer: "up" | "down";
}

export const createObjectsSlice: Slice<ObjectsSlice> = () => ({ objects: emptyIndex, apiServer: "down" });
