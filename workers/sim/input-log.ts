import { assert } from "../base/assert.ts";
import type { Milliseconds } from "../base/units.ts";

export interface LogEntry<Input> {
  readonly at: Milliseconds;
  readonly action: Input;
}

/**
 * Everything that ever came from outside, with its virtual time. With the seed it is the whole session:
 * share links, reload, undo and bug reports are this log and nothing else.
 */
export class InputLog<Input> {
  readonly #entries: LogEntry<Input>[] = [];

  get entries(): readonly LogEntry<Input>[] {
    return this.#entries;
  }

  /** Writes an input down and returns its number, from 1: the root of a chain of causes. */
  append(at: Milliseconds, action: Input): number {
    const last = this.#entries.at(-1);
    assert(last === undefined || last.at <= at, "inputs are logged in the order of virtual time");
    this.#entries.push({ at, action });
    return this.#entries.length;
  }
}
