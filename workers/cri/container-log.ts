import type { Bytes, Milliseconds } from "../base/units.ts";
import { kibibyte } from "../base/units.ts";
import { logTimestamp } from "./calendar.ts";
import type { LogOptions, LogSink } from "./runtime.ts";
import type { TextSink } from "./text-stream.ts";

export type OutputStream = "stdout" | "stderr";

interface LogEntry {
  readonly at: Milliseconds;
  readonly stream: OutputStream;
  readonly text: string;
}

/** The log file of a container is rotated at this size (the kubelet's default is 10 MiB); only the newest two pieces are kept. */
const rotationSize: Bytes = 96 * kibibyte;

/** A line longer than this is written in pieces, as containerd does. */
const longestLine = 16 * kibibyte;

/** What a container wrote to stdout and stderr, line by line with the time of each. */
export class ContainerLog {
  readonly #now: () => Milliseconds;
  #rotated: readonly LogEntry[] = [];
  #entries: LogEntry[] = [];
  #size = 0;
  #closed = false;
  readonly #partial: Record<OutputStream, string> = { stdout: "", stderr: "" };
  readonly #followers = new Set<Follower>();

  constructor(now: () => Milliseconds) {
    this.#now = now;
  }

  /** The sink of one stream. */
  sink(stream: OutputStream): TextSink {
    return { write: (text) => this.#write(stream, text) };
  }

  /** The container has exited: an unfinished line is finished, followers come to their end. */
  close(): void {
    if (this.#closed) return;
    for (const stream of ["stdout", "stderr"] as const) {
      if (this.#partial[stream] !== "") this.#append(stream, this.#partial[stream]);
      this.#partial[stream] = "";
    }
    this.#closed = true;
    for (const follower of this.#followers) follower.end();
    this.#followers.clear();
  }

  /** Hands the log to a reader; with `follow` it goes on until the container ends or the reader closes. */
  read(options: LogOptions, sink: LogSink): { close(): void } {
    const follower = new Follower(options, sink);
    for (const entry of this.#selected(options)) if (!follower.take(entry)) break;
    if (!options.follow || this.#closed || follower.full) {
      follower.end();
      return { close() {} };
    }
    this.#followers.add(follower);
    return { close: () => void this.#followers.delete(follower) };
  }

  /** The last lines, for the message of a container that failed. */
  tail(lines: number, bytes: Bytes): string {
    const text = this.#all().slice(-lines).map((entry) => `${entry.text}\n`).join("");
    return text.slice(-bytes);
  }

  #selected({ tailLines, since }: LogOptions): readonly LogEntry[] {
    const all = this.#all();
    const recent = since === undefined ? all : all.slice(all.findLastIndex((entry) => entry.at < since) + 1);
    return tailLines === undefined ? recent : recent.slice(Math.max(0, recent.length - tailLines));
  }

  #all(): readonly LogEntry[] {
    return this.#rotated.length === 0 ? this.#entries : [...this.#rotated, ...this.#entries];
  }

  #write(stream: OutputStream, text: string): boolean {
    if (this.#closed) return false;
    let rest = this.#partial[stream] + text;
    for (let end = rest.indexOf("\n"); end >= 0; end = rest.indexOf("\n")) {
      this.#append(stream, rest.slice(0, end));
      rest = rest.slice(end + 1);
    }
    while (rest.length > longestLine) {
      this.#append(stream, rest.slice(0, longestLine));
      rest = rest.slice(longestLine);
    }
    this.#partial[stream] = rest;
    return true;
  }

  #append(stream: OutputStream, text: string): void {
    const entry: LogEntry = { at: this.#now(), stream, text };
    if (this.#size > rotationSize) {
      this.#rotated = this.#entries;
      this.#entries = [];
      this.#size = 0;
    }
    this.#entries.push(entry);
    this.#size += text.length + 64;
    for (const follower of this.#followers) {
      if (follower.take(entry)) continue;
      follower.end();
      this.#followers.delete(follower);
    }
  }
}

/** One reader of a log, with its own format and its own allowance of bytes. */
class Follower {
  readonly #options: LogOptions;
  readonly #sink: LogSink;
  #left: number;

  constructor(options: LogOptions, sink: LogSink) {
    this.#options = options;
    this.#sink = sink;
    this.#left = options.limitBytes ?? Infinity;
  }

  get full(): boolean {
    return this.#left <= 0;
  }

  /** Writes the entry; false when the reader has got all the bytes it wanted. */
  take({ at, text }: LogEntry): boolean {
    const line = this.#options.timestamps ? `${logTimestamp(at)} ${text}\n` : `${text}\n`;
    const part = line.length > this.#left ? line.slice(0, this.#left) : line;
    this.#left -= part.length;
    if (part !== "") this.#sink.write(part);
    return !this.full;
  }

  end(): void {
    this.#sink.end();
  }
}
