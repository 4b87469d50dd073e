/** What plugins write down during an attempt for those that come later in it. */
export class CycleValues {
  readonly #values = new Map<string, unknown>();

  read(key: string): unknown {
    return this.#values.get(key);
  }

  write(key: string, value: unknown): void {
    this.#values.set(key, value);
  }
}
