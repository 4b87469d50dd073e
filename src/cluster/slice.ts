import type { Session } from "../../workers/protocol/session.ts";

/** What a slice is made from: the part of the store's state that it knows, and the session of the moment. */
export interface SliceContext<State> {
  readonly get: () => State;
  readonly set: (patch: Partial<State> | ((state: State) => Partial<State>)) => void;
  /** Throws while there is no worker to ask. */
  readonly session: () => Session;
}

/** Makes one slice of the store. What it needs of other slices stands in its type, so slices form no circle. */
export type Slice<Own, Needs = unknown> = (context: SliceContext<Own & Needs>) => Own;
