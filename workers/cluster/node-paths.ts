import type { Fabric } from "../network/fabric.ts";
import type { Paths } from "./node-transport.ts";

/** The switches of the network, and who hears when one is thrown. */
export class NodePaths implements Paths {
  readonly #fabric: Fabric;
  readonly #listeners = new Set<() => void>();

  constructor(fabric: Fabric) {
    this.#fabric = fabric;
  }

  path(from: string, to: string) {
    return this.#fabric.path(from, to);
  }

  onChange(run: () => void): () => void {
    this.#listeners.add(run);
    return () => this.#listeners.delete(run);
  }

  partition(node: string): void {
    this.#fabric.partition(node);
    this.changed();
  }

  heal(node: string): void {
    this.#fabric.heal(node);
    this.changed();
  }

  /** Links have changed: connections that cross them stall or go on. */
  changed(): void {
    for (const run of this.#listeners) run();
  }
}
