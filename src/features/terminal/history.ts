/** As many lines as are kept. */
const longest = 500;

/** Lines that were run before, and a walk through them. Memory only. */
export class History {
  readonly #lines: string[] = [];
  /** Where the walk stands; at the end is the line that was begun. */
  #at = 0;
  #begun = "";

  get lines(): readonly string[] {
    return this.#lines;
  }

  /** Remembers a line, unless it is empty or the same again, and ends the walk. */
  add(line: string): void {
    if (line.trim() !== "" && this.#lines.at(-1) !== line) this.#lines.push(line);
    if (this.#lines.length > longest) this.#lines.shift();
    this.#at = this.#lines.length;
  }

  /** The line before; undefined at the beginning. */
  older(current: string): string | undefined {
    if (this.#at === 0) return undefined;
    if (this.#at === this.#lines.length) this.#begun = current;
    this.#at -= 1;
    return this.#lines[this.#at];
  }

  /** The line after, at last the one that was begun; undefined when there is none. */
  newer(): string | undefined {
    if (this.#at >= this.#lines.length) return undefined;
    this.#at += 1;
    return this.#lines[this.#at] ?? this.#begun;
  }

  /** The newest line that contains a text, but at least `skip` matches back. */
  find(text: string, skip: number): string | undefined {
    const matches = new Set(this.#lines.filter((line) => text !== "" && line.includes(text)).toReversed());
    return [...matches][skip];
  }
}
