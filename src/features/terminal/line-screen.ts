import type { LineState } from "./line-state.ts";

/** What a terminal must be able to do. */
export interface Screen {
  write(text: string): void;
  clear(): void;
  readonly columns: number;
}

/**
 * Draws the line that is being written, which may wrap over several rows. It remembers in which row of its own
 * drawing the cursor stands, to draw over it the next time.
 */
export class LineScreen {
  readonly #screen: Screen;
  #row = 0;

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  draw(prompt: string, { text, cursor }: LineState): void {
    const width = Math.max(1, this.#screen.columns);
    const lead = widthOf(prompt);
    const end = lead + widthOf(text);
    const target = lead + widthOf(text.slice(0, cursor));
    const [endRow, row] = [Math.floor(end / width), Math.floor(target / width)];
    // At a full row the terminal keeps its cursor in the last column until the next character comes.
    const wrap = end > 0 && end % width === 0 ? "\r\n" : "";
    this.#screen.write(`${this.#toStart()}${prompt}${text}${wrap}${up(endRow - row)}\r${right(target % width)}`);
    this.#row = row;
  }

  /** Takes the drawing away, so that output can come in its place. */
  erase(): void {
    this.#screen.write(this.#toStart());
    this.#row = 0;
  }

  /** What comes next begins below, and the drawing stays. */
  leave(): void {
    this.#screen.write("\r\n");
    this.#row = 0;
  }

  forget(): void {
    this.#row = 0;
  }

  #toStart(): string {
    return `${up(this.#row)}\r\u001b[J`;
  }
}

const up = (rows: number) => (rows > 0 ? `\u001b[${rows}A` : "");
const right = (columns: number) => (columns > 0 ? `\u001b[${columns}C` : "");

const escape = "\u001b";
const colours = new RegExp(`${escape}\\[[0-9;]*m`, "g");
const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;

/** Columns that a text takes: colours take none, some characters two. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text.replace(colours, "")) width += wide.test(character) ? 2 : /\p{M}/u.test(character) ? 0 : 1;
  return width;
}
