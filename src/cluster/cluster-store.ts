import { createStore, type StoreApi } from "zustand/vanilla";
import { applyDeltas } from "./apply-deltas.ts";
import { createClockSlice, type ClockSlice } from "./clock-slice.ts";
import { coalesce, nextFrame, type Schedule } from "./coalesce.ts";
import type { Connect } from "./connect.ts";
import { createFilesSlice, type FilesSlice } from "./files-slice.ts";
import { createHappeningsSlice, type HappeningsSlice } from "./happenings-slice.ts";
import type { InputLog } from "./input-log.ts";
import { createNoticesSlice, type NoticesSlice } from "./notices-slice.ts";
import { createObjectsSlice, type ObjectsSlice } from "./objects-slice.ts";
import { SessionLink } from "./session-link.ts";
import { createSessionSlice, type SessionSlice } from "./session-slice.ts";
import type { SliceContext } from "./slice.ts";
import { createTrafficSlice, type TrafficSlice } from "./traffic-slice.ts";
import { createViewSlice, type ViewSlice } from "./view-slice.ts";

/** All that the page knows. */
export interface ClusterState extends ObjectsSlice, ClockSlice, TrafficSlice, HappeningsSlice, SessionSlice, ViewSlice, FilesSlice, NoticesSlice {}

/** The page's store, and the link through which it asks the worker. */
export interface ClusterStore extends StoreApi<ClusterState> {
  readonly link: SessionLink;
}

export interface StoreOptions {
  readonly connect: Connect;
  readonly log: InputLog;
  readonly schedule?: Schedule;
}

/** Makes the store of one page: one worker at a time, deltas merged once per frame. */
export function createClusterStore({ connect, log, schedule = nextFrame }: StoreOptions): ClusterStore {
  const link = new SessionLink(connect, log);
  const store = createStore<ClusterState>()((set, get) => {
    const context: SliceContext<ClusterState> = { get, set, session: () => link.session() };
    return {
      ...createObjectsSlice(context),
      ...createClockSlice(context),
      ...createTrafficSlice(context),
      ...createHappeningsSlice(context),
      ...createSessionSlice(link)(context),
      ...createViewSlice(context),
      ...createFilesSlice(context),
      ...createNoticesSlice(context),
    };
  });
  link.listen({
    told: coalesce(schedule, (deltas) => store.setState((state) => applyDeltas(state, deltas))),
    died: (reason) => store.setState({ phase: "dead", failure: reason }),
  });
  return Object.assign(store, { link });
}
