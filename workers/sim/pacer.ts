import { assert } from "../base/assert.ts";
import type { Milliseconds } from "../base/units.ts";
import type { Simulation } from "./simulation.ts";

/** Real time, from outside: the pacer is the one place where it meets virtual time. */
export interface WallClock {
  /** Monotonic real milliseconds. */
  now(): number;
  /** Resolves after real milliseconds, or as soon as `wake` is called. */
  sleep(milliseconds: number): Promise<void>;
  wake(): void;
}

export type Pace = number | "max";

export interface PacerOptions {
  readonly simulation: Simulation;
  readonly wall: WallClock;
  /**
   * Called between two timers, often, and before each nap (`idle`): a place to tell the page what is new.
   * True means that there is more to tell: the nap is kept short.
   */
  readonly between: (idle: boolean) => boolean;
  /** A broken invariant; the pacer has stopped. */
  readonly failed: (error: unknown) => void;
}

/** Behind by more than this (real milliseconds), the pacer gives up catching up: time goes slower instead of stuttering. */
const mostLag = 200;
/** The longest nap, so that the page's clock moves smoothly while nothing is due. */
const longestNap = 50;
/** The nap while there is still something to tell. */
const shortNap = 5;

/** A stretch of virtual time run as fast as the machine can, until `done`. */
interface Dash {
  readonly until: Milliseconds;
  readonly done: () => boolean;
  readonly resolve: (reachedEnd: boolean) => void;
  readonly reject: (error: unknown) => void;
}

/** Drives the simulation against real time: pause, speed, single steps, and dashes ahead. Between two timers messages get through. */
export class Pacer {
  readonly #options: PacerOptions;
  readonly #dashes: Dash[] = [];
  #paused = true;
  #pace: Pace = 1;
  #steps = 0;
  #anchor = { wall: 0, virtual: 0 };
  #closed = false;
  /** Somebody has asked for something since the loop last looked: then it must not fall asleep, for the wake-up call has passed. */
  #called = false;

  constructor(options: PacerOptions) {
    this.#options = options;
  }

  get paused(): boolean {
    return this.#paused;
  }

  get pace(): Pace {
    return this.#pace;
  }

  get dashing(): boolean {
    return this.#dashes.length > 0;
  }

  pause(): void {
    this.#paused = true;
    this.#changed();
  }

  resume(pace: Pace): void {
    assert(pace === "max" || pace > 0, "speed must be positive");
    this.#paused = false;
    this.#pace = pace;
    this.#changed();
  }

  /** Runs just the next timer, and stays paused. */
  step(): void {
    this.#paused = true;
    this.#steps++;
    this.#changed();
  }

  /** Runs at full speed until `done` holds or virtual time reaches `until`; resolves with whether `done` held. */
  dash(until: Milliseconds, done: () => boolean): Promise<boolean> {
    return this.#dash(until, done, (dash) => this.#dashes.push(dash));
  }

  /** Runs up to an input that has just been scheduled, before anything else, also while paused: people get their answer at once. */
  async admit(at: Milliseconds): Promise<void> {
    await this.#dash(at, () => false, (dash) => this.#dashes.unshift(dash));
  }

  /** Gives up the stretches that are under way: whoever waits learns that the goal was not reached. */
  interrupt(): void {
    for (const dash of this.#dashes.splice(0)) dash.resolve(false);
    this.#changed();
  }

  #dash(until: Milliseconds, done: () => boolean, enqueue: (dash: Dash) => void): Promise<boolean> {
    return new Promise((resolve, reject) => {
      enqueue({ until, done, resolve, reject });
      this.#changed();
    });
  }

  close(): void {
    this.#closed = true;
    this.#changed();
  }

  /** The loop. Resolves after `close`; a broken invariant ends it through `failed`. */
  async run(): Promise<void> {
    try {
      while (!this.#closed) {
        await this.#once();
        this.#options.between(false);
      }
    } catch (error) {
      for (const dash of this.#dashes.splice(0)) dash.reject(error);
      this.#options.failed(error);
    }
  }

  /** The parent decides: what moves time just now? */
  async #once(): Promise<void> {
    this.#called = false;
    const { simulation } = this.#options;
    const dash = this.#dashes[0];
    if (dash !== undefined) return this.#dashOn(dash);
    if (this.#steps > 0) return this.#singleStep();
    if (this.#paused) return this.#nap(Infinity);
    if (this.#pace !== "max") return this.#keepPace(this.#pace);
    if (!(await simulation.step(Infinity))) await this.#nap(Infinity);
  }

  async #nap(milliseconds: number): Promise<void> {
    const more = this.#options.between(true);
    if (this.#called) return;
    await this.#options.wall.sleep(more ? Math.min(milliseconds, shortNap) : milliseconds);
  }

  async #dashOn(dash: Dash): Promise<void> {
    const { simulation } = this.#options;
    const done = dash.done();
    if (!done && (await simulation.step(dash.until))) return;
    if (!done) simulation.advanceTo(dash.until);
    const place = this.#dashes.indexOf(dash);
    if (place < 0) return;
    this.#dashes.splice(place, 1);
    this.#changed();
    dash.resolve(done || dash.done());
  }

  async #singleStep(): Promise<void> {
    this.#steps--;
    await this.#options.simulation.step(Infinity);
    this.#changed();
  }

  async #keepPace(pace: number): Promise<void> {
    const { simulation, wall } = this.#options;
    const due = this.#anchor.virtual + Math.floor((wall.now() - this.#anchor.wall) * pace);
    if (await simulation.step(due)) {
      if ((due - simulation.now()) / pace > mostLag) this.#reanchor();
      return;
    }
    simulation.advanceTo(due);
    const idle = ((simulation.nextAt ?? Infinity) - due) / pace;
    await this.#nap(Math.min(idle, longestNap));
  }

  #changed(): void {
    this.#called = true;
    this.#reanchor();
    this.#options.wall.wake();
  }

  #reanchor(): void {
    this.#anchor = { wall: this.#options.wall.now(), virtual: this.#options.simulation.now() };
  }
}
