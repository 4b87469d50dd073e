import { second } from "../base/units.ts";
import type { Draft, KubernetesObject } from "../apimachinery/object.ts";
import { ApiError } from "../apimachinery/status.ts";
import { formatTime } from "../apimachinery/timestamp.ts";
import type { Cause } from "../apimachinery/wire.ts";
import { type Event, Events } from "../api/core/event.ts";
import type { ObjectReference } from "../api/generated/core/v1.ts";
import type { Clock } from "../sim/clock.ts";
import type { Log } from "../sim/log.ts";
import type { Random } from "../sim/random.ts";
import type { Client } from "./client.ts";
import { EventCorrelator } from "./event-correlator.ts";
import { ConnectionError } from "./transport.ts";

/** What an event is about: an object, or a reference where a part of the object is meant. */
export type EventSubject = KubernetesObject | ObjectReference;

/** Tells people what happened to an object. Never waits and never fails: events are a courtesy. */
export interface EventRecorder {
  normal(about: EventSubject, reason: string, message: string): void;
  warning(about: EventSubject, reason: string, message: string): void;
  /** The same recorder, writing down why it writes. */
  because(cause: Cause): EventRecorder;
}

export interface EventRecorderOptions {
  readonly client: Client;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Shown as the source: "deployment-controller". */
  readonly component: string;
  /** The node, for components that run on each. */
  readonly host?: string;
}

interface Queued {
  readonly event: Draft<Event>;
  readonly cause: Cause | undefined;
}

/** More than that, and the newest are dropped: the API server does not keep up. */
const longestQueue = 1000;
const mostTries = 12;
const retryDelay = 10 * second;

/** A recorder of core/v1 Events, as kubelet and the controllers use it. */
export function createEventRecorder(options: EventRecorderOptions): EventRecorder {
  const sink = new EventSink(options);
  const recorder = (cause: Cause | undefined): EventRecorder => ({
    normal: (about, reason, message) => sink.record({ about, type: "Normal", reason, message }, cause),
    warning: (about, reason, message) => sink.record({ about, type: "Warning", reason, message }, cause),
    because: recorder,
  });
  return recorder(undefined);
}

/** The name of a new event: what it is about, and the nanosecond at which it happened. */
export function eventName(clock: Pick<Clock, "now">, random: Random, about: string): string {
  const nanoseconds = BigInt(clock.now()) * 1_000_000n + BigInt(random.integer(0, 999_999));
  return `${about}.${nanoseconds.toString(16)}`;
}

/** The reference that events carry. */
export function referenceTo(about: EventSubject): ObjectReference {
  if (!("metadata" in about)) return about;
  const { apiVersion, kind, metadata } = about;
  const { name, namespace, uid, resourceVersion } = metadata;
  return { apiVersion, kind, name, ...(namespace !== undefined && { namespace }), uid, resourceVersion };
}

interface Happening {
  readonly about: EventSubject;
  readonly type: "Normal" | "Warning";
  readonly reason: string;
  readonly message: string;
}

class EventSink {
  readonly #options: EventRecorderOptions;
  readonly #random: Random;
  readonly #correlator: EventCorrelator;
  readonly #queue: Queued[] = [];
  #busy = false;

  constructor(options: EventRecorderOptions) {
    this.#options = options;
    this.#random = options.random.fork(`events/${options.component}`);
    this.#correlator = new EventCorrelator(options.clock, (about) => eventName(options.clock, this.#random, about));
  }

  record(happening: Happening, cause: Cause | undefined): void {
    if (this.#queue.length >= longestQueue) return this.#options.log.warning("unable to record event: too many queued events, dropped event");
    this.#queue.push({ event: this.#draft(happening), cause });
    if (this.#busy) return;
    this.#busy = true;
    this.#options.clock.spawn(() => this.#drain());
  }

  #draft({ about, type, reason, message }: Happening): Draft<Event> {
    const { clock, component, host } = this.#options;
    const involvedObject = referenceTo(about);
    const now = formatTime(clock.now());
    return {
      metadata: { name: eventName(clock, this.#random, involvedObject.name ?? ""), namespace: involvedObject.namespace ?? "default" },
      involvedObject,
      reason,
      message,
      source: { component, ...(host !== undefined && { host }) },
      firstTimestamp: now,
      lastTimestamp: now,
      count: 1,
      type,
      reportingComponent: component,
      reportingInstance: host ?? "",
    };
  }

  async #drain(): Promise<void> {
    for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) await this.#send(next);
    this.#busy = false;
  }

  async #send({ event, cause }: Queued): Promise<void> {
    const { clock, log } = this.#options;
    const correlated = this.#correlator.correlate(event);
    if (correlated === undefined) return;
    const client = cause === undefined ? this.#options.client : this.#options.client.because(cause);
    for (let tries = 1; tries <= mostTries; tries++) {
      try {
        return this.#correlator.recorded(await write(client, correlated));
      } catch (error) {
        if (error instanceof ApiError) return log.warning(`server rejected event (will not retry!): ${error.message}`);
        if (!(error instanceof ConnectionError)) throw error;
        log.warning(`unable to write event (may retry after sleeping): ${error.message}`);
      }
      await clock.sleep(tries === 1 ? retryDelay * this.#random.next() : retryDelay);
    }
  }
}

async function write(client: Client, { event, patch }: NonNullable<ReturnType<EventCorrelator["correlate"]>>): Promise<Event> {
  if (patch !== undefined) {
    try {
      const reference = { name: event.metadata?.name ?? "", namespace: event.metadata?.namespace ?? "default" };
      return await client.patch(Events, reference, { type: "strategic", body: patch });
    } catch (error) {
      // Events live for an hour only: the one to count may be gone.
      if (!(error instanceof ApiError) || error.code !== 404) throw error;
    }
  }
  return client.create(Events, event);
}
