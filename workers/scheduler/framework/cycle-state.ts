import { CycleValues } from "./cycle-values.ts";
import type { FilterPlugin, ScorePlugin } from "./plugin.ts";

/** A filter that has something to say about the pod, and what it has worked out. */
export interface ActiveFilter {
  readonly plugin: FilterPlugin;
  readonly state: unknown;
}

/** A score plugin that has something to say about the pod. */
export interface ActiveScore {
  readonly plugin: ScorePlugin;
  readonly weight: number;
  readonly state: unknown;
}

/** What one attempt to schedule a pod has worked out so far. */
export class CycleState {
  /** In the order in which they are asked. */
  filters: readonly ActiveFilter[] = [];
  /** The plugin that refused the node that was looked at last. */
  refuser = "";
  values = new CycleValues();

  /** A state to play with: pods may be added and removed in it. */
  copy(): CycleState {
    const copy = new CycleState();
    copy.filters = this.filters.map(({ plugin, state }) => ({ plugin, state: plugin.copyState === undefined ? state : plugin.copyState(state) }));
    copy.values = this.values;
    return copy;
  }
}
