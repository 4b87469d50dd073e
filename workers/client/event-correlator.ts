import { minute, type Milliseconds } from "../base/units.ts";
import type { Draft } from "../apimachinery/object.ts";
import { formatTime } from "../apimachinery/timestamp.ts";
import type { Event } from "../api/core/event.ts";
import type { Clock } from "../sim/clock.ts";
import { RecentMap } from "./recent-map.ts";
import { TokenBucket } from "./token-bucket.ts";

/** What becomes of an event: a new object, or a change of one that is there. */
export interface Correlated {
  readonly event: Draft<Event>;
  /** The fields to change; undefined for an event that is to be created. */
  readonly patch: Pick<Draft<Event>, "count" | "lastTimestamp" | "message"> | undefined;
}

interface Observation {
  readonly count: number;
  readonly firstTimestamp: string | undefined;
  readonly name: string;
}

interface Similar {
  readonly messages: Set<string>;
  last: Milliseconds;
}

const remembered = 4096;

/** So many messages that differ in nothing else within the interval are told as one. */
const mostSimilar = 10;
const similarInterval = 10 * minute;

/** What one source may say about one object: so much at once, and then one event every five minutes. */
const spamLimit = { burst: 25, qps: 1 / 300 };

/**
 * Keeps events from flooding the API server: counts repetitions of an event in one object, combines events
 * that differ only in their message, and drops what is still too much.
 */
export class EventCorrelator {
  readonly #clock: Pick<Clock, "now">;
  readonly #name: (about: string) => string;
  readonly #similar = new RecentMap<string, Similar>(remembered);
  readonly #observed = new RecentMap<string, Observation>(remembered);
  readonly #buckets = new RecentMap<string, TokenBucket>(remembered);

  /** `name` makes the name of a new event out of the name of what it is about. */
  constructor(clock: Pick<Clock, "now">, name: (about: string) => string) {
    this.#clock = clock;
    this.#name = name;
  }

  /** Undefined when the event is to be dropped. */
  correlate(event: Draft<Event>): Correlated | undefined {
    const { event: told, key } = this.#combine(event);
    const correlated = this.#count(told, key);
    return this.#isSpam(told) ? undefined : correlated;
  }

  /** Remembers what the server made of an event. */
  recorded(event: Event): void {
    this.#observed.set(eventKey(event), observationOf(event));
  }

  #combine(event: Draft<Event>): { readonly event: Draft<Event>; readonly key: string } {
    const now = this.#clock.now();
    const groupKey = similarKey(event);
    let similar = this.#similar.get(groupKey);
    if (similar === undefined || now - similar.last > similarInterval) similar = { messages: new Set(), last: now };
    similar.messages.add(event.message ?? "");
    similar.last = now;
    this.#similar.set(groupKey, similar);
    if (similar.messages.size < mostSimilar) return { event, key: eventKey(event) };

    dropOne(similar.messages);
    return { event: this.#combined(event, formatTime(now)), key: groupKey };
  }

  #combined(event: Draft<Event>, now: string): Draft<Event> {
    const { reportingComponent: _component, reportingInstance: _instance, ...rest } = event;
    return {
      ...rest,
      metadata: { ...event.metadata, name: this.#name(event.involvedObject?.name ?? "") },
      count: 1,
      firstTimestamp: now,
      lastTimestamp: now,
      message: `(combined from similar events): ${event.message ?? ""}`,
    };
  }

  #count(event: Draft<Event>, key: string): Correlated {
    const last = this.#observed.get(key);
    if (last === undefined) {
      this.#observed.set(key, observationOf(event));
      return { event, patch: undefined };
    }
    const { lastTimestamp, message } = event;
    const count = last.count + 1;
    this.#observed.set(key, { ...last, count });
    const counted = { ...event, metadata: { ...event.metadata, name: last.name }, firstTimestamp: last.firstTimestamp, count };
    return { event: counted, patch: { count, lastTimestamp, message } };
  }

  #isSpam(event: Draft<Event>): boolean {
    const key = spamKey(event);
    const bucket = this.#buckets.get(key) ?? new TokenBucket(this.#clock, spamLimit);
    this.#buckets.set(key, bucket);
    return !bucket.tryTake();
  }
}

const observationOf = ({ count = 1, firstTimestamp, metadata }: Draft<Event>): Observation => ({ count, firstTimestamp, name: metadata?.name ?? "" });

function dropOne(messages: Set<string>): void {
  const first = messages.values().next();
  if (first.done !== true) messages.delete(first.value);
}

function subject({ source, involvedObject: about, type }: Draft<Event>): readonly (string | undefined)[] {
  return [source?.component, source?.host, about?.kind, about?.namespace, about?.name, about?.uid, about?.apiVersion, type];
}

const eventKey = (event: Draft<Event>) => [...subject(event), event.involvedObject?.fieldPath, event.reason, event.message].join("\n");

const similarKey = (event: Draft<Event>) => [...subject(event), event.reason, event.reportingComponent, event.reportingInstance].join("\n");

const spamKey = (event: Draft<Event>) => subject(event).join("\n");
