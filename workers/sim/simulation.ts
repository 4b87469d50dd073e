import { assert } from "../base/assert.ts";
import { Heap } from "../base/heap.ts";
import type { Milliseconds } from "../base/units.ts";
import type { Clock, Timer, TimerKind } from "./clock.ts";

/** What the simulation needs from the world outside: one turn of the event loop, after all microtasks. */
export type Turn = () => Promise<void>;

export interface SimulationOptions {
  /** Virtual time at the start. */
  readonly start: Milliseconds;
  readonly turn: Turn;
}

interface Entry {
  readonly at: Milliseconds;
  readonly rank: number;
  readonly sequence: number;
  readonly kind: TimerKind;
  /** Foreground, and set for more than a moment. */
  readonly intention: boolean;
  run: (() => void) | undefined;
}

/** Longer than any message under way: a foreground timer set for longer is something that is going to happen. */
const moment: Milliseconds = 50;

const inputRank = 0;
const timerRank = 1;

/** More timers than this in one instant mean that virtual time stands still for ever. */
const mostTimersPerInstant = 2_000_000;

/**
 * The event loop of the virtual world. One timer runs, then every promise that can settle settles
 * (a turn of the real event loop proves it), then the next timer runs: so the order of everything
 * depends only on what was scheduled, never on the machine.
 */
export class Simulation implements Clock {
  readonly #turn: Turn;
  readonly #entries = new Heap<Entry>(before);
  #now: Milliseconds;
  #sequence = 0;
  #foreground = 0;
  #intentions = 0;
  #instantCount = 0;
  #failure: { readonly error: unknown } | undefined;

  constructor({ start, turn }: SimulationOptions) {
    this.#now = start;
    this.#turn = turn;
  }

  now(): Milliseconds {
    return this.#now;
  }

  /** Is nothing but the pulse of background timers left to happen? */
  get settled(): boolean {
    return this.#foreground === 0;
  }

  /**
   * Is nothing going to happen by itself any more? Unlike `settled` this looks past messages under way, of
   * which a cluster's pulse always has some.
   */
  get idle(): boolean {
    return this.#intentions === 0;
  }

  /** When the next timer is due; undefined when nothing will ever happen. */
  get nextAt(): Milliseconds | undefined {
    this.#dropCancelled();
    return this.#entries.peek()?.at;
  }

  after(delay: Milliseconds, run: () => void, kind: TimerKind = "foreground"): Timer {
    return this.#schedule({ at: this.#now + Math.max(0, Math.ceil(delay)), rank: timerRank, sequence: this.#sequence++, kind, intention: kind === "foreground" && delay > moment, run });
  }

  sleep(delay: Milliseconds, kind?: TimerKind): Promise<void> {
    return new Promise((resolve) => void this.after(delay, resolve, kind));
  }

  spawn(task: () => Promise<void>): void {
    task().catch((error: unknown) => this.fail(error));
  }

  /**
   * Brings something from outside into the world, at the start of the next millisecond (or of `at`, in
   * a replay), before every timer due then: a replay of the same inputs meets the same state.
   */
  input(run: () => void, at: Milliseconds = this.#now + 1): Milliseconds {
    assert(at > this.#now, `an input cannot change the past (${at} is not after ${this.#now})`);
    this.#schedule({ at, rank: inputRank, sequence: this.#sequence++, kind: "foreground", intention: true, run });
    return at;
  }

  /** A broken invariant: nothing runs any more, and whoever drives the simulation gets the error. */
  fail(error: unknown): void {
    this.#failure ??= { error };
  }

  /** Lets everything settle that can settle now. */
  async settle(): Promise<void> {
    await this.#turn();
    this.#throwFailure();
  }

  /** Runs the next timer, if one is due by `until`, and says whether one was. */
  async step(until: Milliseconds): Promise<boolean> {
    this.#throwFailure();
    this.#dropCancelled();
    const entry = this.#entries.peek();
    if (entry === undefined || entry.at > until) return false;
    this.#entries.pop();
    this.#enter(entry.at);
    this.#fire(entry);
    await this.settle();
    return true;
  }

  /** Runs everything that is due by then, and leaves the clock there. */
  async runUntil(until: Milliseconds): Promise<void> {
    while (await this.step(until));
    this.advanceTo(until);
  }

  async runFor(duration: Milliseconds): Promise<void> {
    await this.runUntil(this.#now + duration);
  }

  /** Moves the clock forward over a stretch in which nothing is due. */
  advanceTo(at: Milliseconds): void {
    if (at <= this.#now) return;
    assert((this.nextAt ?? Infinity) > at, "cannot skip a timer that is due");
    this.#enter(at);
  }

  #schedule(entry: Entry): Timer {
    this.#entries.push(entry);
    if (entry.kind === "foreground") this.#foreground++;
    if (entry.intention) this.#intentions++;
    return { cancel: () => this.#retire(entry) };
  }

  #enter(at: Milliseconds): void {
    this.#instantCount = at === this.#now ? this.#instantCount + 1 : 0;
    assert(this.#instantCount < mostTimersPerInstant, "virtual time does not move: something reschedules itself for ever");
    this.#now = at;
  }

  #fire(entry: Entry): void {
    const { run } = entry;
    this.#retire(entry);
    try {
      run?.();
    } catch (error) {
      this.fail(error);
    }
  }

  #retire(entry: Entry): void {
    if (entry.run === undefined) return;
    entry.run = undefined;
    if (entry.kind === "foreground") this.#foreground--;
    if (entry.intention) this.#intentions--;
  }

  #dropCancelled(): void {
    for (let top = this.#entries.peek(); top !== undefined && top.run === undefined; top = this.#entries.peek()) this.#entries.pop();
  }

  #throwFailure(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }
}

function before(a: Entry, b: Entry): boolean {
  if (a.at !== b.at) return a.at < b.at;
  if (a.rank !== b.rank) return a.rank < b.rank;
  return a.sequence < b.sequence;
}
