import { describe, expect, test } from "vitest";
import { minute, second } from "../base/units.ts";
import { Lifetime } from "../sim/lifetime.ts";
import { Simulation } from "../sim/simulation.ts";
import { turn } from "../testing/node/turn.ts";
import { startCompactor } from "./compactor.ts";
import { CompactedError, EtcdUnavailable } from "./errors.ts";
import type { EtcdEvent } from "./key-value.ts";
import { connectTo, EtcdProcess } from "./process.ts";
import { EtcdStore } from "./store.ts";
import { prefixRange } from "./watch-hub.ts";

function start(store = new EtcdStore()) {
  const clock = new Simulation({ start: 0, turn });
  const lifetime = new Lifetime();
  return { store, clock, lifetime, etcd: new EtcdProcess({ store, clock, lifetime }) };
}

const put = (etcd: EtcdProcess, key: string, value: unknown, lease = 0) => etcd.transact({ compare: [], success: [{ type: "put", key, value: () => value, lease }] });

/** Writes down every batch that a watch brings. */
function recorder() {
  const batches: string[][] = [];
  let closed: Error | undefined;
  return {
    batches,
    get closed() {
      return closed;
    },
    watcher: {
      events: (batch: readonly EtcdEvent[]) => void batches.push(batch.map(({ type, key, revision }) => `${type} ${key} ${revision}`)),
      closed: (error: Error) => {
        closed = error;
      },
    },
  };
}

describe("a watch", () => {
  test("brings all changes of one instant at once, in order, and nothing before it began", async () => {
    const { clock, etcd } = start();
    put(etcd, "/a/0", 0);
    const seen = recorder();
    etcd.watch(prefixRange("/a/"), seen.watcher);
    put(etcd, "/a/1", 1);
    put(etcd, "/b/1", 1);
    etcd.transact({ compare: [], success: [{ type: "delete", key: "/a/1" }] });
    expect(seen.batches).toEqual([]);
    await clock.runFor(0);
    expect(seen.batches).toEqual([["PUT /a/1 3", "DELETE /a/1 5"]]);
    put(etcd, "/a/2", 1);
    await clock.runFor(0);
    expect(seen.batches).toHaveLength(2);
  });

  test("can begin in the past", async () => {
    const { clock, etcd } = start();
    for (const value of [1, 2, 3]) put(etcd, "/a", value);
    const seen = recorder();
    etcd.watch({ ...prefixRange("/a"), revision: 3 }, seen.watcher);
    put(etcd, "/a", 4);
    await clock.runFor(0);
    expect(seen.batches).toEqual([["PUT /a 3", "PUT /a 4", "PUT /a 5"]]);
  });

  test("cannot begin before the history does", () => {
    const { etcd } = start();
    for (const value of [1, 2, 3]) put(etcd, "/a", value);
    etcd.compact(3);
    expect(() => etcd.watch({ from: "/a", revision: 3 }, recorder().watcher)).toThrow(CompactedError);
    expect(() => etcd.watch({ from: "/a", revision: 4 }, recorder().watcher)).not.toThrow();
  });

  test("is silent once it is cancelled, even about what has happened already", async () => {
    const { clock, etcd } = start();
    const seen = recorder();
    const watch = etcd.watch({ from: "" }, seen.watcher);
    put(etcd, "/a", 1);
    watch.cancel();
    await clock.runFor(10);
    expect(seen.batches).toEqual([]);
    expect(seen.closed).toBeUndefined();
  });
});

describe("a lease", () => {
  test("expires, and its keys are deleted as any write", async () => {
    const { clock, etcd } = start();
    const lease = etcd.grantLease(5 * second);
    put(etcd, "/a", 1, lease.id);
    const seen = recorder();
    etcd.watch({ from: "" }, seen.watcher);
    await clock.runFor(4999);
    expect(etcd.get("/a")).toBeDefined();
    await clock.runFor(1);
    expect(etcd.get("/a")).toBeUndefined();
    expect(seen.batches).toEqual([["DELETE /a 3"]]);
  });

  test("lives on while it is renewed", async () => {
    const { clock, etcd } = start();
    const lease = etcd.grantLease(5 * second);
    put(etcd, "/a", 1, lease.id);
    for (let round = 0; round < 5; round++) {
      await clock.runFor(4 * second);
      etcd.renewLease(lease.id);
    }
    expect(etcd.get("/a")).toBeDefined();
    await clock.runFor(5 * second);
    expect(etcd.get("/a")).toBeUndefined();
  });

  test("does not expire while no process runs, but soon after one does", async () => {
    const { store, clock, etcd, lifetime } = start();
    put(etcd, "/a", 1, etcd.grantLease(5 * second).id);
    lifetime.end();
    await clock.runFor(minute);
    expect(store.get("/a")).toBeDefined();
    const again = new EtcdProcess({ store, clock, lifetime: new Lifetime() });
    await clock.runFor(0);
    expect(again.get("/a")).toBeUndefined();
  });
});

describe("a process that dies", () => {
  test("answers no more, and its watches close", () => {
    const { etcd, lifetime } = start();
    const seen = recorder();
    etcd.watch({ from: "" }, seen.watcher);
    lifetime.end();
    expect(() => etcd.get("/a")).toThrow(EtcdUnavailable);
    expect(() => etcd.revision).toThrow(EtcdUnavailable);
    expect(() => put(etcd, "/a", 1)).toThrow(EtcdUnavailable);
    expect(() => etcd.watch({ from: "" }, seen.watcher)).toThrow(EtcdUnavailable);
    expect(seen.closed).toBeInstanceOf(EtcdUnavailable);
  });

  test("leaves its data for the next one, and there is only one at a time", () => {
    const { store, clock, etcd, lifetime } = start();
    put(etcd, "/a", 1);
    expect(() => new EtcdProcess({ store, clock, lifetime: new Lifetime() })).toThrow("one etcd process per data directory");
    lifetime.end();
    const next = new EtcdProcess({ store, clock, lifetime: new Lifetime() });
    expect(next.get("/a")?.value).toBe(1);
    expect(next.revision).toBe(2);
  });

  test("is found again through a connection", () => {
    const { store, clock, etcd, lifetime } = start();
    let current: EtcdProcess | undefined = etcd;
    const connection = connectTo(() => current);
    put(etcd, "/a", 1);
    expect(connection.get("/a")?.value).toBe(1);
    lifetime.end();
    current = undefined;
    expect(() => connection.get("/a")).toThrow(EtcdUnavailable);
    current = new EtcdProcess({ store, clock, lifetime: new Lifetime() });
    expect(connection.range({ from: "" }).count).toBe(1);
  });
});

test("the compactor keeps five minutes of history, and waits for a process", async () => {
  const { store, clock, etcd, lifetime } = start();
  let current: EtcdProcess | undefined = etcd;
  startCompactor(connectTo(() => current), clock);
  put(etcd, "/a", 1);
  await clock.runFor(5 * minute);
  put(etcd, "/a", 2);
  expect(store.compactRevision).toBe(0);
  await clock.runFor(5 * minute);
  expect(store.compactRevision).toBe(2);

  lifetime.end();
  current = undefined;
  await clock.runFor(20 * minute);
  expect(store.compactRevision).toBe(2);
  current = new EtcdProcess({ store, clock, lifetime: new Lifetime() });
  await clock.runFor(10 * minute);
  expect(store.compactRevision).toBe(3);
});
