/** How columns are laid out, as Go's tabwriter does it with spaces and no flags. */
export interface TabLayout {
  /** The least width of a column, with its padding. */
  readonly minimumWidth: number;
  readonly padding: number;
}

/**
 * Aligns text whose cells end with a tab. A column is as wide as the widest of its cells in neighbouring lines; a line
 * without the column ends it. What follows the last tab of a line belongs to no column.
 */
export function alignTabs(text: string, layout: TabLayout): string {
  const lines = text.split("\n").map((line) => line.split("\t"));
  const widths = lines.map((): number[] => []);
  layOut({ lines, widths, layout }, { column: 0, from: 0, to: lines.length });
  return lines.map((cells, index) => cells.map((cell, column) => cell.padEnd(paddedLength(cell, widths[index]?.[column]))).join("")).join("\n");
}

interface Page {
  readonly lines: readonly (readonly string[])[];
  readonly widths: readonly number[][];
  readonly layout: TabLayout;
}

interface Block {
  readonly column: number;
  readonly from: number;
  readonly to: number;
}

/** Finds the runs of lines that have the column, sets its width there, and goes on to the next column inside. */
function layOut(page: Page, { column, from, to }: Block): void {
  const has = (line: number) => line < to && column < (page.lines[line] as readonly string[]).length - 1;
  for (let line = from; line < to; line++) {
    if (!has(line)) continue;
    const first = line;
    let width = page.layout.minimumWidth;
    for (; has(line); line++) width = Math.max(width, lengthOf(page.lines[line]?.[column] ?? "") + page.layout.padding);
    for (let each = first; each < line; each++) page.widths[each]?.push(width);
    layOut(page, { column: column + 1, from: first, to: line });
  }
}

/** `padEnd` counts UTF-16 units where columns count characters. */
const paddedLength = (cell: string, width = 0) => width + cell.length - lengthOf(cell);

const lengthOf = (cell: string) => (/[\ud800-\udfff]/.test(cell) ? [...cell].length : cell.length);
