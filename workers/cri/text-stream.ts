import { FileError } from "./file-system.ts";

/** Where a process reads from: a pipe, a terminal, nothing. */
export interface TextSource {
  /** The next chunk, or undefined at the end. */
  read(): Promise<string | undefined>;
  /** Puts back what was read too far. */
  unread(text: string): void;
}

/** Where a process writes to: a log, a pipe, a file. Never blocks; false once nobody reads any more. */
export interface TextSink {
  write(text: string): boolean;
}

/** Unread text that a pipe keeps before its writer is cut off as a runaway. */
const mostBuffered = 4 * 1024 * 1024;

/** A pipe inside a machine. */
export class Pipe implements TextSource, TextSink {
  #chunks: string[] = [];
  #size = 0;
  #ended = false;
  #broken = false;
  #readers: ((text: string | undefined) => void)[] = [];

  write(text: string): boolean {
    if (this.#broken || this.#ended) return false;
    if (text === "") return true;
    const reader = this.#readers.shift();
    if (reader !== undefined) {
      reader(text);
      return true;
    }
    this.#chunks.push(text);
    this.#size += text.length;
    if (this.#size > mostBuffered) this.breakOff();
    return true;
  }

  /** Nothing more will be written. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    for (const reader of this.#readers.splice(0)) reader(undefined);
  }

  /** Nobody reads any more: writers learn it from `write`. */
  breakOff(): void {
    this.#broken = true;
    this.#chunks = [];
    this.#size = 0;
    this.end();
  }

  read(): Promise<string | undefined> {
    const chunk = this.#chunks.shift();
    if (chunk !== undefined) {
      this.#size -= chunk.length;
      return Promise.resolve(chunk);
    }
    if (this.#ended) return Promise.resolve(undefined);
    return new Promise((resolve) => this.#readers.push(resolve));
  }

  unread(text: string): void {
    if (text === "") return;
    this.#chunks.unshift(text);
    this.#size += text.length;
  }
}

/** Standard input of a process that has none: at its end from the start. */
export const emptySource: TextSource = { read: () => Promise.resolve(undefined), unread() {} };

/** Reads one line without its end; undefined when nothing is left. */
export async function readLine(source: TextSource): Promise<string | undefined> {
  let line = "";
  for (;;) {
    const chunk = await source.read();
    if (chunk === undefined) return line === "" ? undefined : line;
    const end = chunk.indexOf("\n");
    if (end < 0) {
      line += chunk;
      continue;
    }
    source.unread(chunk.slice(end + 1));
    return line + chunk.slice(0, end);
  }
}

/** More than this does not fit into a program's memory. */
const mostRead = 32 * 1024 * 1024;

/** Reads all there is. Rejects with FileError when that has no end. */
export async function readAll(source: TextSource): Promise<string> {
  let text = "";
  for (;;) {
    const chunk = await source.read();
    if (chunk === undefined) return text;
    text += chunk;
    if (text.length > mostRead) throw new FileError("ENOMEM");
  }
}

/** Collects what is written, up to a bound. */
export class TextBuffer implements TextSink {
  text = "";

  write(chunk: string): boolean {
    if (this.text.length < mostBuffered) this.text += chunk;
    return true;
  }
}

/** Takes everything and keeps nothing. */
export const nullSink: TextSink = { write: () => true };
