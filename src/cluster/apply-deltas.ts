import type { Delta } from "../../workers/protocol/delta.ts";
import type { ClockSlice } from "./clock-slice.ts";
import { appendHappenings, type HappeningsSlice } from "./happenings-slice.ts";
import { applyChanges, emptyIndex } from "./object-table.ts";
import type { ObjectsSlice } from "./objects-slice.ts";
import type { SessionSlice } from "./session-slice.ts";
import { mergeTraffic, type TrafficSlice } from "./traffic-slice.ts";

/** The part of the page's state that the worker decides. */
export type Told = ObjectsSlice & HappeningsSlice & TrafficSlice & Pick<ClockSlice, "clock"> & Pick<SessionSlice, "progress" | "failure">;

/** What the page knows after a frame's worth of deltas. Parts that nobody spoke about keep their identity. */
export function applyDeltas(state: Told, deltas: readonly Delta[]): Told {
  return deltas.reduce(applyDelta, state);
}

function applyDelta(state: Told, delta: Delta): Told {
  const base = delta.reset === true ? { ...state, objects: emptyIndex, happenings: [], traffic: new Map() } : state;
  return {
    objects: delta.objects === undefined ? base.objects : applyChanges(base.objects, delta.objects),
    apiServer: delta.controlPlane?.apiServer ?? base.apiServer,
    clock: delta.clock ?? base.clock,
    traffic: delta.traffic === undefined ? base.traffic : mergeTraffic(base.traffic, delta.traffic),
    health: delta.health ?? base.health,
    happenings: delta.happenings === undefined ? base.happenings : appendHappenings(base.happenings, delta.happenings),
    progress: delta.progress === undefined ? base.progress : (delta.progress ?? undefined),
    failure: delta.failure ?? base.failure,
  };
}
