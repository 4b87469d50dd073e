/** What a Redis command returns, before it is written in the protocol. */
export type Reply = { readonly kind: "status" | "error" | "bulk"; readonly text: string } | { readonly kind: "integer"; readonly value: number } | { readonly kind: "nil" } | { readonly kind: "list"; readonly items: readonly Reply[] };

type Value = string | string[] | Set<string> | Map<string, string>;

interface Entry {
  value: Value;
  expiresAt: number | undefined;
}

export const ok: Reply = { kind: "status", text: "OK" };
export const nil: Reply = { kind: "nil" };
export const bulk = (text: string): Reply => ({ kind: "bulk", text });
export const integer = (value: number): Reply => ({ kind: "integer", value });
export const fail = (text: string): Reply => ({ kind: "error", text });
const listOf = (texts: Iterable<string>): Reply => ({ kind: "list", items: Array.from(texts, bulk) });
const wrongType = fail("WRONGTYPE Operation against a key holding the wrong kind of value");

/** The keys of one Redis server and the commands on them. */
export class RedisStore {
  readonly #entries = new Map<string, Entry>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Runs a command; undefined when there is no such command here. */
  run(name: string, args: readonly string[]): Reply | undefined {
    const [key = "", value = ""] = args;
    switch (name) {
      case "SET": return this.#setCommand(key, value, args.slice(2));
      case "SETNX": return this.#find(key) === undefined ? (this.#put(key, value), integer(1)) : integer(0);
      case "GET": return this.#text(key, (text) => (text === undefined ? nil : bulk(text)));
      case "MGET": return { kind: "list", items: args.map((each) => this.#text(each, (text) => (text === undefined ? nil : bulk(text)))) };
      case "MSET":
        for (let index = 0; index + 1 < args.length; index += 2) this.#put(args[index]!, args[index + 1]!);
        return ok;
      case "DEL":
      case "UNLINK": return integer(args.filter((each) => this.#find(each) !== undefined && this.#entries.delete(each)).length);
      case "EXISTS": return integer(args.filter((each) => this.#find(each) !== undefined).length);
      case "INCR": return this.#add(key, 1);
      case "DECR": return this.#add(key, -1);
      case "INCRBY": return this.#add(key, Number(value));
      case "DECRBY": return this.#add(key, -Number(value));
      case "APPEND": return this.#text(key, (text = "") => (this.#put(key, text + value), integer(text.length + value.length)));
      case "STRLEN": return this.#text(key, (text = "") => integer(text.length));
      case "EXPIRE": return this.#expire(key, Number(value) * 1000);
      case "PEXPIRE": return this.#expire(key, Number(value));
      case "TTL": return this.#timeToLive(key);
      case "TYPE": return { kind: "status", text: typeName(this.#find(key)?.value) };
      case "KEYS": return listOf(this.#matching(key));
      case "DBSIZE": return integer([...this.#entries.keys()].filter((each) => this.#find(each) !== undefined).length);
      case "FLUSHALL":
      case "FLUSHDB":
        this.#entries.clear();
        return ok;
      default: return this.#listCommand(name, key, args) ?? this.#setOrHashCommand(name, key, args);
    }
  }

  #listCommand(name: string, key: string, args: readonly string[]): Reply | undefined {
    if (!["LPUSH", "RPUSH", "LPOP", "RPOP", "LLEN", "LRANGE", "LINDEX"].includes(name)) return undefined;
    const held = this.#find(key)?.value;
    if (held !== undefined && !Array.isArray(held)) return wrongType;
    const list = held ?? [];
    switch (name) {
      case "LPUSH": return integer(this.#keep(key, list).unshift(...args.slice(1).toReversed()));
      case "RPUSH": return integer(this.#keep(key, list).push(...args.slice(1)));
      case "LLEN": return integer(list.length);
      case "LINDEX": return list.at(Number(args[1])) === undefined ? nil : bulk(list.at(Number(args[1]))!);
      case "LRANGE": {
        const end = Number(args[2]);
        return listOf(list.slice(Number(args[1]), end === -1 ? undefined : end < 0 ? end + 1 : end + 1));
      }
      default: {
        const item = name === "LPOP" ? list.shift() : list.pop();
        if (list.length === 0) this.#entries.delete(key);
        return item === undefined ? nil : bulk(item);
      }
    }
  }

  #setOrHashCommand(name: string, key: string, args: readonly string[]): Reply | undefined {
    const held = this.#find(key)?.value;
    if (["SADD", "SREM", "SMEMBERS", "SISMEMBER", "SCARD"].includes(name)) {
      if (held !== undefined && !(held instanceof Set)) return wrongType;
      return this.#onSet(name, held ?? (name === "SADD" ? this.#keep(key, new Set<string>()) : new Set<string>()), args.slice(1));
    }
    if (["HSET", "HGET", "HDEL", "HGETALL", "HKEYS", "HLEN"].includes(name)) {
      if (held !== undefined && !(held instanceof Map)) return wrongType;
      return this.#onHash(name, held ?? (name === "HSET" ? this.#keep(key, new Map<string, string>()) : new Map<string, string>()), args.slice(1));
    }
    return undefined;
  }

  #onSet(name: string, set: Set<string>, args: readonly string[]): Reply {
    switch (name) {
      case "SADD": return integer(args.filter((each) => !set.has(each) && set.add(each)).length);
      case "SREM": return integer(args.filter((each) => set.delete(each)).length);
      case "SISMEMBER": return integer(set.has(args[0] ?? "") ? 1 : 0);
      case "SCARD": return integer(set.size);
      default: return listOf(set);
    }
  }

  #onHash(name: string, hash: Map<string, string>, args: readonly string[]): Reply {
    switch (name) {
      case "HSET": {
        const before = hash.size;
        for (let index = 0; index + 1 < args.length; index += 2) hash.set(args[index]!, args[index + 1]!);
        return integer(hash.size - before);
      }
      case "HGET": return hash.has(args[0] ?? "") ? bulk(hash.get(args[0] ?? "")!) : nil;
      case "HDEL": return integer(args.filter((each) => hash.delete(each)).length);
      case "HKEYS": return listOf(hash.keys());
      case "HLEN": return integer(hash.size);
      default: return listOf([...hash].flat());
    }
  }

  #setCommand(key: string, value: string, options: readonly string[]): Reply {
    const upper = options.map((option) => option.toUpperCase());
    const exists = this.#find(key) !== undefined;
    if ((upper.includes("NX") && exists) || (upper.includes("XX") && !exists)) return nil;
    this.#put(key, value);
    const seconds = upper.indexOf("EX");
    const milliseconds = upper.indexOf("PX");
    if (seconds >= 0) this.#expire(key, Number(options[seconds + 1]) * 1000);
    if (milliseconds >= 0) this.#expire(key, Number(options[milliseconds + 1]));
    return ok;
  }

  #add(key: string, step: number): Reply {
    return this.#text(key, (text = "0") => {
      if (!/^-?\d+$/.test(text) || !Number.isInteger(step)) return fail("ERR value is not an integer or out of range");
      const value = Number(text) + step;
      const entry = this.#find(key);
      if (entry === undefined) this.#put(key, `${value}`);
      else entry.value = `${value}`;
      return integer(value);
    });
  }

  #text(key: string, reply: (text: string | undefined) => Reply): Reply {
    const held = this.#find(key)?.value;
    return held === undefined || typeof held === "string" ? reply(held) : wrongType;
  }

  #expire(key: string, delay: number): Reply {
    const entry = this.#find(key);
    if (entry === undefined) return integer(0);
    entry.expiresAt = this.#now() + delay;
    return integer(1);
  }

  #timeToLive(key: string): Reply {
    const entry = this.#find(key);
    if (entry === undefined) return integer(-2);
    return integer(entry.expiresAt === undefined ? -1 : Math.ceil((entry.expiresAt - this.#now()) / 1000));
  }

  #matching(pattern: string): readonly string[] {
    const expression = new RegExp(`^${pattern.replace(/[.+^${}()|\\]/g, "\\$&").replaceAll("*", ".*").replaceAll("?", ".")}$`);
    return [...this.#entries.keys()].filter((key) => expression.test(key) && this.#find(key) !== undefined);
  }

  /** Keys past their time are dropped when somebody looks. */
  #find(key: string): Entry | undefined {
    const entry = this.#entries.get(key);
    if (entry?.expiresAt === undefined || entry.expiresAt > this.#now()) return entry;
    this.#entries.delete(key);
    return undefined;
  }

  #put(key: string, value: Value): void {
    this.#entries.set(key, { value, expiresAt: undefined });
  }

  #keep<T extends Value>(key: string, value: T): T {
    if (this.#find(key) === undefined) this.#put(key, value);
    return value;
  }
}

function typeName(value: Value | undefined): string {
  if (value === undefined) return "none";
  if (typeof value === "string") return "string";
  if (Array.isArray(value)) return "list";
  return value instanceof Set ? "set" : "hash";
}
