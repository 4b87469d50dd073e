/** How a writer lays out its cells, as Go's text/tabwriter. */
export interface TabLayout {
  /** A column is never narrower, its padding included. */
  readonly minimumWidth: number;
  readonly padding: number;
  /** Keep the widths of columns from flush to flush, as `kubectl get --watch` needs. */
  readonly remember?: boolean;
}

/** The layout of `kubectl get`. */
export const getLayout: TabLayout = { minimumWidth: 6, padding: 3, remember: true };
/** The layout of `kubectl describe`. */
export const describeLayout: TabLayout = { minimumWidth: 0, padding: 2 };

/**
 * Aligns text whose cells end with tabs. A column is a block of neighbouring lines that all have a cell there; what
 * follows the last tab of a line belongs to no column.
 */
export class TabWriter {
  readonly #layout: TabLayout;
  readonly #out: (text: string) => void;
  #text = "";
  #remembered: number[] = [];

  constructor(out: (text: string) => void, layout: TabLayout = getLayout) {
    this.#out = out;
    this.#layout = layout;
  }

  write(text: string): void {
    this.#text += text;
  }

  /** Lays out and hands on what was written. */
  flush(): void {
    if (this.#text === "") return;
    const text = this.#text;
    this.#text = "";
    this.#out(this.#format(text));
  }

  /** The columns begin anew. */
  forgetWidths(): void {
    this.#remembered = [];
  }

  #format(text: string): string {
    const lines = text.split("\n").map((line) => line.split("\t"));
    const formatted: string[] = [];
    this.#block(lines, { first: 0, end: lines.length, widths: [] }, formatted);
    return formatted.join("\n");
  }

  /** Formats lines first..end, of which the columns so far have the given widths. */
  #block(lines: readonly (readonly string[])[], { first, end, widths }: Block, formatted: string[]): void {
    const column = widths.length;
    let index = first;
    while (index < end) {
      if ((lines[index]?.length ?? 0) - 1 <= column) {
        formatted.push(lineOf(lines[index] ?? [], widths));
        index++;
        continue;
      }
      let last = index;
      let width = this.#layout.minimumWidth;
      for (; last < end && (lines[last]?.length ?? 0) - 1 > column; last++) width = Math.max(width, widthOf(lines[last]?.[column] ?? "") + this.#layout.padding);
      this.#block(lines, { first: index, end: last, widths: [...widths, this.#recall(column, width)] }, formatted);
      index = last;
    }
  }

  #recall(column: number, width: number): number {
    if (this.#layout.remember !== true) return width;
    const widest = Math.max(width, this.#remembered[column] ?? 0);
    this.#remembered[column] = widest;
    return widest;
  }
}

interface Block {
  readonly first: number;
  readonly end: number;
  readonly widths: readonly number[];
}

const widthOf = (text: string) => Array.from(text).length;

function lineOf(cells: readonly string[], widths: readonly number[]): string {
  let line = "";
  for (let index = 0; index < cells.length; index++) {
    const cell = cells[index] ?? "";
    line += index < cells.length - 1 ? cell + " ".repeat(Math.max(0, (widths[index] ?? 0) - widthOf(cell))) : cell;
  }
  return line;
}
