import { Pipe, type TextSink, type TextSource } from "./text-stream.ts";

/** What a terminal tells the processes in front of it. */
export interface TerminalControl {
  /** Ctrl-C. */
  interrupt(): void;
}

const backspaces = new Set(["\u007f", "\b"]);

/**
 * A pseudo-terminal in cooked mode: it echoes what is typed, lets the line be corrected, hands over whole
 * lines, turns Ctrl-C into a signal and Ctrl-D into the end of input. Left out: raw mode, job control.
 */
export class Terminal {
  readonly input = new Pipe();
  readonly #screen: (text: string) => void;
  readonly #control: TerminalControl;
  #line = "";
  #escape: string | undefined;

  constructor(screen: (text: string) => void, control: TerminalControl) {
    this.#screen = screen;
    this.#control = control;
  }

  get stdin(): TextSource {
    return this.input;
  }

  /** Where programs write: line feeds become carriage return and line feed. */
  get output(): TextSink {
    return {
      write: (text) => {
        this.#screen(text.replace(/\r?\n/g, "\r\n"));
        return true;
      },
    };
  }

  /** Keys, as they are pressed. */
  type(keys: string): void {
    for (const key of keys) this.#key(key);
  }

  #key(key: string): void {
    if (this.#skipEscape(key)) return;
    if (key === "\r" || key === "\n") return this.#enter();
    if (key === "\u0003") return this.#cancel();
    if (key === "\u0004") return this.#endOfInput();
    if (key === "\u0015") return this.#erase(this.#line.length);
    if (key === "\u0017") return this.#erase(/\S*\s*$/.exec(this.#line)![0].length);
    if (backspaces.has(key)) return this.#erase(1);
    if (key < " ") return;
    this.#line += key;
    this.#screen(key);
  }

  /** Arrow keys and the like mean nothing to a cooked terminal. */
  #skipEscape(key: string): boolean {
    if (this.#escape === undefined) {
      if (key !== "\u001b") return false;
      this.#escape = "";
      return true;
    }
    this.#escape += key;
    if (!/^[[O]?[0-9;]*$/.test(this.#escape)) this.#escape = undefined;
    return true;
  }

  #enter(): void {
    const line = this.#line;
    this.#line = "";
    this.#screen("\r\n");
    this.input.write(`${line}\n`);
  }

  #cancel(): void {
    this.#line = "";
    this.#screen("^C");
    this.#control.interrupt();
  }

  #endOfInput(): void {
    if (this.#line !== "") return;
    this.input.end();
  }

  #erase(count: number): void {
    const erased = Math.min(count, this.#line.length);
    this.#line = this.#line.slice(0, this.#line.length - erased);
    this.#screen("\b \b".repeat(erased));
  }
}
