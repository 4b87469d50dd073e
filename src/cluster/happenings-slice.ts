import type { Happening, Health } from "../../workers/protocol/delta.ts";
import type { Slice } from "./slice.ts";

/** So many steps of the causal chain are kept; the worker's story of an object knows the rest. */
export const mostHappenings = 2_000;

/** A happening with a number of its own, since two may share everything else. */
export interface NumberedHappening extends Happening {
  readonly number: number;
}

/** How it is, and what changed just now. */
export interface HappeningsSlice {
  readonly health: Health;
  readonly happenings: readonly NumberedHappening[];
}

export const noHealth: Health = { level: "changing", sentence: "Starting the cluster…" };

export const createHappeningsSlice: Slice<HappeningsSlice> = () => ({ health: noHealth, happenings: [] });

/** Appends in order, and forgets the oldest beyond the bound. */
export function appendHappenings(before: HappeningsSlice["happenings"], fresh: readonly Happening[]): HappeningsSlice["happenings"] {
  if (fresh.length === 0) return before;
  const first = (before.at(-1)?.number ?? 0) + 1;
  const all = [...before, ...fresh.map((happening, index) => ({ ...happening, number: first + index }))];
  return all.length > mostHappenings ? all.slice(-mostHappenings) : all;
}
