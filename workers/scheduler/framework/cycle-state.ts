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
  readonly #values = new Map<string, unknown>();

  /** For what plugins of the binding cycle have to remember. */
  read(key: string): unknown {
    return this.#values.get(key);
  }

  write(key: string, value: unknown): void {
    this.#values.set(key, value);
  }

  /** A state to play with: pods may be added and removed in it. */
  copy(): CycleState {
    const copy = new CycleState();
    copy.filters = this.filters.map(({ plugin, state }) => ({ plugin, state: plugin.copyState === undefined ? state : plugin.copyState(state) }));
    for (const [key, value] of this.#values) copy.#values.set(key, value);
    return copy;
  }
}
