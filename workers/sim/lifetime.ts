/**
 * How long something lives: a process, a connection, a node that is powered on. When it ends, its
 * timers never fire again and whoever listens is told once. Ending is final and reaches all children.
 */
export class Lifetime {
  #ended = false;
  #parent: Lifetime | undefined;
  readonly #listeners = new Set<() => void>();

  get ended(): boolean {
    return this.#ended;
  }

  /** Calls `run` when this ends (at once, if it has). Returns how to stop listening. */
  onEnd(run: () => void): () => void {
    if (this.#ended) {
      run();
      return () => {};
    }
    this.#listeners.add(run);
    return () => this.#listeners.delete(run);
  }

  /** A lifetime that ends with this one, or earlier. */
  child(): Lifetime {
    const child = new Lifetime();
    child.#parent = this;
    const forget = this.onEnd(() => child.end());
    child.onEnd(forget);
    return child;
  }

  /** Is this the other one, or a descendant of it, so that it ends no later? */
  isWithin(other: Lifetime): boolean {
    return this === other || (this.#parent?.isWithin(other) ?? false);
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    for (const run of this.#listeners) run();
    this.#listeners.clear();
  }
}
