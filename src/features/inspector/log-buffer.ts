/** So many lines are kept; a log has no end. */
export const mostLines = 2_000;

/** Gathers text that comes in pieces into lines. */
export class LogBuffer {
  #lines: string[] = [];
  #rest = "";
  #changed = false;

  write(text: string): void {
    const parts = (this.#rest + text).split(/\r?\n/);
    this.#rest = parts.pop() ?? "";
    this.#lines.push(...parts);
    if (this.#lines.length > mostLines) this.#lines = this.#lines.slice(-mostLines);
    this.#changed = true;
  }

  get changed(): boolean {
    return this.#changed;
  }

  /** Has anything come since this was last asked? */
  takeChange(): boolean {
    const changed = this.#changed;
    this.#changed = false;
    return changed;
  }

  /** All lines, and at the end the one that is not finished yet. */
  lines(): readonly string[] {
    return this.#rest === "" ? [...this.#lines] : [...this.#lines, this.#rest];
  }
}
