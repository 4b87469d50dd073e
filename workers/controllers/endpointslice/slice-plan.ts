import type { Draft } from "../../apimachinery/object.ts";
import type { EndpointSlice } from "../../api/discovery/endpoint-slice.ts";

/** What to do to slices of one address type. */
export interface SlicePlan {
  readonly creates: readonly Draft<EndpointSlice>[];
  readonly updates: readonly EndpointSlice[];
  readonly deletes: readonly EndpointSlice[];
}
