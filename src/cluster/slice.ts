import type { Session } from "../../workers/protocol/session.ts";
import type { ClusterState } from "./cluster-store.ts";

/** What a slice is made from: the store's own state, and the session of the moment. */
export interface SliceContext {
  get(): ClusterState;
  set(patch: Partial<ClusterState> | ((state: ClusterState) => Partial<ClusterState>)): void;
  /** Throws while there is no worker to ask. */
  session(): Session;
}

export type Slice<T> = (context: SliceContext) => T;
