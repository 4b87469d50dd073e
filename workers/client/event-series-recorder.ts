import { minute, second, type Milliseconds } from "../base/units.ts";
import type { Draft } from "../apimachinery/object.ts";
import { ApiError } from "../apimachinery/status.ts";
import { formatMicroTime } from "../apimachinery/timestamp.ts";
import type { Cause } from "../apimachinery/wire.ts";
import { type Event, Events } from "../api/core/event.ts";
import { every } from "../sim/clock.ts";
import { eventName, type EventRecorderOptions, type EventSubject, referenceTo } from "./event-recorder.ts";
import type { Random } from "../sim/random.ts";
import { ConnectionError } from "./transport.ts";

/** An event in the style of events.k8s.io: who did what with which consequence. */
export interface SeriesEvent {
  readonly about: EventSubject;
  readonly related?: EventSubject;
  readonly type: "Normal" | "Warning";
  readonly reason: string;
  /** What the component was doing: "Scheduling", "Binding". */
  readonly action: string;
  readonly message: string;
  readonly cause?: Cause;
}

/** Records events whose repetitions are counted in a series, as the scheduler does. */
export interface EventSeriesRecorder {
  record(event: SeriesEvent): void;
}

interface Series {
  event: Draft<Event>;
  count: number;
  lastObserved: Milliseconds;
}

interface Write {
  readonly event: Draft<Event>;
  readonly series: Draft<Event>["series"] | undefined;
  readonly cause: Cause | undefined;
}

/** A series to which nothing was added for this long has ended. */
const finishAfter = 6 * minute;
const refreshEvery = 30 * minute;
const longestQueue = 1000;
const mostTries = 12;
const retryDelay = 10 * second;

/** A recorder of events in series. They are stored as every event is, so both APIs show them. */
export function createEventSeriesRecorder(options: EventRecorderOptions): EventSeriesRecorder {
  const broadcaster = new Broadcaster(options);
  return { record: (event) => broadcaster.record(event) };
}

class Broadcaster {
  readonly #options: EventRecorderOptions;
  readonly #random: Random;
  readonly #series = new Map<string, Series>();
  readonly #queue: Write[] = [];
  #busy = false;

  constructor(options: EventRecorderOptions) {
    this.#options = options;
    this.#random = options.random.fork(`events/${options.component}`);
    every(options.clock, finishAfter, () => this.#finish());
    every(options.clock, refreshEvery, () => this.#refresh());
  }

  record(event: SeriesEvent): void {
    const key = seriesKey(event);
    const known = this.#series.get(key);
    const now = this.#options.clock.now();
    if (known === undefined) {
      const draft = this.#draft(event);
      this.#series.set(key, { event: draft, count: 1, lastObserved: now });
      return this.#write({ event: draft, series: undefined, cause: event.cause });
    }
    known.count++;
    known.lastObserved = now;
    if (known.count === 2) this.#write(this.#writeOf(known, event.cause));
  }

  /** Writes the final count of series that have ended, and forgets single events. */
  #finish(): void {
    const before = this.#options.clock.now() - finishAfter;
    for (const [key, series] of this.#series) {
      if (series.lastObserved >= before) continue;
      if (series.count > 1) this.#write(this.#writeOf(series, undefined));
      this.#series.delete(key);
    }
  }

  /** Events live for an hour: a series that goes on has to be written now and then. */
  #refresh(): void {
    for (const series of this.#series.values()) if (series.count > 1) this.#write(this.#writeOf(series, undefined));
  }

  #writeOf({ event, count, lastObserved }: Series, cause: Cause | undefined): Write {
    return { event, series: { count, lastObservedTime: formatMicroTime(lastObserved) }, cause };
  }

  #draft({ about, related, type, reason, action, message }: SeriesEvent): Draft<Event> {
    const { clock, component, host } = this.#options;
    const involvedObject = referenceTo(about);
    return {
      metadata: { name: eventName(clock, this.#random, involvedObject.name ?? ""), namespace: involvedObject.namespace ?? "default" },
      eventTime: formatMicroTime(clock.now()),
      reportingComponent: component,
      reportingInstance: host === undefined ? component : `${component}-${host}`,
      action,
      reason,
      involvedObject,
      ...(related !== undefined && { related: referenceTo(related) }),
      message,
      type,
    };
  }

  #write(write: Write): void {
    if (this.#queue.length >= longestQueue) return this.#options.log.warning("unable to record event: too many queued events, dropped event");
    this.#queue.push(write);
    if (this.#busy) return;
    this.#busy = true;
    this.#options.clock.spawn(() => this.#drain());
  }

  async #drain(): Promise<void> {
    for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) await this.#send(next);
    this.#busy = false;
  }

  async #send(write: Write): Promise<void> {
    const { clock, log } = this.#options;
    for (let tries = 0; tries < mostTries; tries++) {
      try {
        return await this.#attempt(write);
      } catch (error) {
        if (error instanceof ApiError) return log.warning(`server rejected event (will not retry!): ${error.message}`);
        if (!(error instanceof ConnectionError)) throw error;
        log.warning(`unable to write event (may retry after sleeping): ${error.message}`);
      }
      await clock.sleep(retryDelay * (1 + 0.25 * this.#random.next()));
    }
  }

  async #attempt({ event, series, cause }: Write): Promise<void> {
    const client = cause === undefined ? this.#options.client : this.#options.client.because(cause);
    if (series !== undefined) {
      try {
        const reference = { name: event.metadata?.name ?? "", namespace: event.metadata?.namespace ?? "default" };
        await client.patch(Events, reference, { type: "strategic", body: { series } });
        return;
      } catch (error) {
        if (!(error instanceof ApiError) || error.code !== 404) throw error;
      }
    }
    await client.create(Events, { ...event, ...(series !== undefined && { series }) });
  }
}

/** The message is not part of it: repetitions may word their circumstances differently. */
function seriesKey({ about, related, type, reason, action }: SeriesEvent): string {
  return JSON.stringify([type, action, reason, referenceTo(about), related && referenceTo(related)]);
}
