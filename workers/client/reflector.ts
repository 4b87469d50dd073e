import { second, minute, type Milliseconds } from "../base/units.ts";
import type { KubernetesList, KubernetesObject } from "../apimachinery/object.ts";
import { ApiError } from "../apimachinery/status.ts";
import type { WatchEvent } from "../apimachinery/wire.ts";
import type { Resource } from "../api/resource.ts";
import type { Clock } from "../sim/clock.ts";
import type { Log } from "../sim/log.ts";
import type { Random } from "../sim/random.ts";
import { Backoff } from "./backoff.ts";
import type { Client, ListOptions } from "./client.ts";
import { ConnectionError } from "./transport.ts";

/** Receives the state of the world: all of it, then changes. */
export interface ReflectorSink<T> {
  replace(objects: readonly T[]): void;
  apply(events: readonly WatchEvent<T>[]): void;
}

export interface ReflectorOptions<T extends KubernetesObject> {
  readonly client: Client;
  readonly resource: Resource<T>;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Which objects to follow. */
  readonly scope?: Pick<ListOptions, "namespace" | "labelSelector" | "fieldSelector">;
  readonly sink: ReflectorSink<T>;
}

const reconnect = { initial: 800, most: 30 * second, factor: 2, jitter: 1, resetAfter: 2 * minute };

/** The server ends a watch after this long, or up to twice as long, so that load spreads over restarted servers. */
const leastWatchTime = 5 * minute;

/** After that long without an answer, waiting for the API server is part of the cluster's pulse: it may never come back. */
const patience = 2 * minute;

/**
 * Follows all objects of a kind: lists them, then watches from the revision of the list, for ever. A lost
 * connection is resumed where it broke; a revision that is too old means listing again.
 */
export class Reflector<T extends KubernetesObject> {
  readonly #options: ReflectorOptions<T>;
  readonly #backoff: Backoff;
  /** Empty asks for the newest state, "0" for any state that the server has at hand. */
  #resourceVersion = "0";
  #failingSince: Milliseconds | undefined;

  constructor(options: ReflectorOptions<T>) {
    this.#options = options;
    this.#backoff = new Backoff(options.clock, options.random, reconnect);
  }

  /** Starts to follow; ends only with the clock. */
  start(): void {
    this.#options.clock.spawn(() => this.#follow());
  }

  async #follow(): Promise<never> {
    for (;;) {
      try {
        await this.#list();
        await this.#watchUntilExpired();
      } catch (error) {
        await this.#recover(error);
      }
    }
  }

  async #list(): Promise<void> {
    const { client, resource, scope, sink } = this.#options;
    const list: KubernetesList<T> = await client.list(resource, { ...scope, resourceVersion: this.#resourceVersion });
    this.#failingSince = undefined;
    this.#resourceVersion = list.metadata.resourceVersion;
    sink.replace(list.items);
  }

  /** Returns when only a new list can help. */
  async #watchUntilExpired(): Promise<void> {
    for (;;) {
      const began = this.#options.clock.now();
      const { received, error } = await this.#watch();
      if (error === undefined) {
        const short = !received && this.#options.clock.now() - began < second;
        if (short) await this.#recover(new Error("Unexpected watch close - watch lasted less than a second and no items received"));
      } else if (isExpired(error)) {
        this.#options.log.info(`watch of ${this.#options.resource.plural} ended with: ${error.message}`);
        this.#resourceVersion = "";
        return;
      } else if (error instanceof ConnectionError || isThrottled(error)) {
        await this.#recover(error);
      } else {
        throw error;
      }
    }
  }

  #watch(): Promise<{ readonly received: boolean; readonly error: Error | undefined }> {
    const { client, resource, scope, random, sink } = this.#options;
    const timeoutSeconds = Math.floor((leastWatchTime * (1 + random.next())) / second);
    const options = { ...scope, resourceVersion: this.#resourceVersion, allowWatchBookmarks: true, timeoutSeconds };
    let received = false;
    return new Promise((resolve) => {
      client.watch(resource, options, {
        events: (batch) => {
          received = true;
          this.#failingSince = undefined;
          this.#resourceVersion = batch.at(-1)?.object.metadata.resourceVersion ?? this.#resourceVersion;
          const changes = batch.some(isBookmark) ? batch.filter((event) => !isBookmark(event)) : batch;
          if (changes.length > 0) sink.apply(changes);
        },
        closed: (error) => resolve({ received, error }),
      });
    });
  }

  async #recover(error: unknown): Promise<void> {
    const { clock, log, resource } = this.#options;
    if (!(error instanceof Error)) throw error;
    if (!(error instanceof ConnectionError || error instanceof ApiError) && !error.message.startsWith("Unexpected watch close")) throw error;
    if (error instanceof ApiError && isExpired(error)) this.#resourceVersion = "";
    log.warning(`failed to list or watch ${resource.plural}: ${error.message}`);
    this.#failingSince ??= clock.now();
    await clock.sleep(this.#backoff.next(), clock.now() - this.#failingSince < patience ? "foreground" : "background");
  }
}

const isBookmark = ({ type }: WatchEvent<unknown>) => type === "BOOKMARK";

const isExpired = (error: unknown) => error instanceof ApiError && error.code === 410;

const isThrottled = (error: unknown) => error instanceof ApiError && error.code === 429;
