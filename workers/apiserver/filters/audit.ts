import type { UserInfo } from "../../apimachinery/wire.ts";
import type { Milliseconds } from "../../base/units.ts";
import type { Exchange } from "../exchange.ts";

/** One request that the server has answered. */
export interface RequestRecord {
  readonly sequence: number;
  readonly at: Milliseconds;
  readonly user: string;
  readonly verb: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly code: number;
  /** What a refused client was told. */
  readonly message?: string;
}

/** How many requests of a sort there were since the server started. */
export interface RequestTotal {
  readonly verb: string;
  readonly resource: string;
  readonly code: number;
  count: number;
}

/** The latest requests, a fixed number of them, and how many there were of each sort. */
export class RequestLog {
  readonly #capacity: number;
  readonly #records: RequestRecord[] = [];
  readonly #totals = new Map<string, Map<string, RequestTotal[]>>();
  #count = 0;
  #listener: ((record: RequestRecord) => void) | undefined;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  add({ info, user, query }: Pick<Exchange, "info" | "query"> & { readonly user: UserInfo }, at: Milliseconds, code: number, message?: string): void {
    const record: RequestRecord = {
      sequence: this.#count, at, user: user.username, verb: info.verb, path: info.path, query, code, ...(message !== undefined && { message }),
    };
    this.#records[this.#count++ % this.#capacity] = record;
    this.#tally(info.verb, info.resource, code);
    this.#listener?.(record);
  }

  totals(): readonly Readonly<RequestTotal>[] {
    return [...this.#totals.values()].flatMap((verbs) => [...verbs.values()].flat());
  }

  /** Oldest first. */
  all(): readonly RequestRecord[] {
    const start = Math.max(0, this.#count - this.#capacity);
    return Array.from({ length: this.#count - start }, (_, index) => this.#records[(start + index) % this.#capacity]!);
  }

  /** Tells one listener of every request from now on. */
  listen(listener: (record: RequestRecord) => void): void {
    this.#listener = listener;
  }

  #tally(verb: string, resource: string, code: number): void {
    let verbs = this.#totals.get(resource);
    if (verbs === undefined) this.#totals.set(resource, (verbs = new Map()));
    let totals = verbs.get(verb);
    if (totals === undefined) verbs.set(verb, (totals = []));
    const total = totals.find((each) => each.code === code);
    if (total === undefined) totals.push({ verb, resource, code, count: 1 });
    else total.count++;
  }
}
