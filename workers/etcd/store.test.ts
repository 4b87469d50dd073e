import { describe, expect, test } from "vitest";
import { CompactedError, FutureRevisionError, LeaseNotFoundError } from "./errors.ts";
import type { Compare, EtcdEvent, Operation } from "./key-value.ts";
import { EtcdStore } from "./store.ts";

const put = (key: string, value: unknown, more: { lease?: number; note?: unknown } = {}): Operation => ({ type: "put", key, value: () => value, ...more });
const del = (key: string, to?: string): Operation => ({ type: "delete", key, ...(to !== undefined && { to }) });

function write(store: EtcdStore, ...operations: readonly Operation[]) {
  return store.transact({ compare: [], success: operations });
}

function storeWith(...keys: readonly string[]): EtcdStore {
  const store = new EtcdStore();
  for (const key of keys) write(store, put(key, `value of ${key}`));
  return store;
}

const valuesOf = (store: EtcdStore, from: string, to?: string, revision?: number) =>
  store.range({ from, ...(to !== undefined && { to }), ...(revision !== undefined && { revision }) }).items.map(({ value }) => value);

describe("a key", () => {
  test("knows when it came to exist, when it was written last, and how often", () => {
    const store = new EtcdStore();
    write(store, put("a", 1));
    write(store, put("b", 1));
    write(store, put("a", 2));
    expect(store.get("a")).toEqual({ key: "a", value: 2, createRevision: 2, modRevision: 4, version: 2, lease: 0, note: undefined });
  });

  test("begins anew after it was deleted", () => {
    const store = new EtcdStore();
    write(store, put("a", 1));
    write(store, del("a"));
    write(store, put("a", 2));
    expect(store.get("a")).toMatchObject({ value: 2, createRevision: 4, modRevision: 4, version: 1 });
  });

  test("is told the revision at which it is stored", () => {
    const store = storeWith("x");
    write(store, { type: "put", key: "a", value: (revision) => ({ revision }) });
    expect(store.get("a")?.value).toEqual({ revision: 3 });
  });

  test("can be read as it was at any remembered revision", () => {
    const store = new EtcdStore();
    write(store, put("a", 1));
    write(store, put("a", 2));
    write(store, del("a"));
    write(store, put("a", 3));
    expect([1, 2, 3, 4, 5].map((revision) => store.get("a", revision)?.value)).toEqual([undefined, 1, 2, undefined, 3]);
    expect(() => store.get("a", 6)).toThrow(FutureRevisionError);
    expect(store.versionsOf("a").map(({ value }) => value)).toEqual([1, 2, 3]);
  });
});

describe("revisions", () => {
  test("start at one, and each transaction that writes is one more", () => {
    const store = new EtcdStore();
    expect(store.revision).toBe(1);
    write(store, put("a", 1), put("b", 2), put("c", 3));
    expect(store.revision).toBe(2);
    expect(["a", "b", "c"].map((key) => store.get(key)?.modRevision)).toEqual([2, 2, 2]);
  });

  test("do not count reads, nor deletions of what is not there", () => {
    const store = storeWith("a");
    write(store, del("nothing"));
    write(store, { type: "range", range: { from: "a" } });
    expect(store.revision).toBe(2);
  });
});

describe("a range", () => {
  const store = storeWith("/pods/a/1", "/pods/a/2", "/pods/b/1", "/services/a");

  test.each([
    { range: { from: "/pods/", to: "/pods0" }, keys: ["/pods/a/1", "/pods/a/2", "/pods/b/1"], count: 3, more: false },
    { range: { from: "/pods/a/", to: "/pods/a0" }, keys: ["/pods/a/1", "/pods/a/2"], count: 2, more: false },
    { range: { from: "/pods/", to: "/pods0", limit: 2 }, keys: ["/pods/a/1", "/pods/a/2"], count: 3, more: true },
    { range: { from: "/pods/", to: "/pods0", revision: 3 }, keys: ["/pods/a/1", "/pods/a/2"], count: 2, more: false },
    { range: { from: "" }, keys: ["/pods/a/1", "/pods/a/2", "/pods/b/1", "/services/a"], count: 4, more: false },
    { range: { from: "/x" }, keys: [], count: 0, more: false },
  ])("$range", ({ range, keys, count, more }) => {
    const answer = store.range(range);
    expect(answer.items.map(({ key }) => key)).toEqual(keys);
    expect(answer).toMatchObject({ count, more, revision: 5 });
  });

  test("does not show what was deleted, except in the past", () => {
    const own = storeWith("a", "b");
    write(own, del("a"));
    expect(valuesOf(own, "")).toEqual(["value of b"]);
    expect(valuesOf(own, "", undefined, 3)).toEqual(["value of a", "value of b"]);
  });

  test("can be deleted as a whole", () => {
    const own = storeWith("/a/1", "/a/2", "/b/1");
    const { results } = write(own, del("/a/", "/a0"));
    expect(results[0]).toMatchObject({ type: "delete", deleted: [{ key: "/a/1" }, { key: "/a/2" }] });
    expect(own.keyCount).toBe(1);
    expect(own.revision).toBe(5);
  });

  test("can be visited without a list, until enough was seen", () => {
    const seen: string[] = [];
    store.visit({ from: "/pods/" }, ({ key }) => {
      seen.push(key);
      return seen.length < 2;
    });
    expect(seen).toEqual(["/pods/a/1", "/pods/a/2"]);
  });
});

describe("a transaction", () => {
  test.each<{ compare: Compare; holds: boolean }>([
    { compare: { key: "a", target: "version", is: "=", than: 1 }, holds: true },
    { compare: { key: "a", target: "version", is: "=", than: 0 }, holds: false },
    { compare: { key: "none", target: "version", is: "=", than: 0 }, holds: true },
    { compare: { key: "a", target: "modRevision", is: "=", than: 2 }, holds: true },
    { compare: { key: "a", target: "modRevision", is: "!=", than: 2 }, holds: false },
    { compare: { key: "a", target: "modRevision", is: "<", than: 3 }, holds: true },
    { compare: { key: "a", target: "modRevision", is: ">", than: 2 }, holds: false },
    { compare: { key: "a", target: "createRevision", is: ">", than: 1 }, holds: true },
  ])("compares $compare: $holds", ({ compare, holds }) => {
    const store = storeWith("a");
    const { succeeded } = store.transact({ compare: [compare], success: [put("then", 1)], failure: [put("else", 1)] });
    expect(succeeded).toBe(holds);
    expect(store.get(holds ? "then" : "else")).toBeDefined();
    expect(store.get(holds ? "else" : "then")).toBeUndefined();
  });

  test("writes nothing when a comparison fails and nothing else is asked for", () => {
    const store = storeWith("a");
    const answer = store.transact({ compare: [{ key: "a", target: "version", is: "=", than: 7 }], success: [del("a")] });
    expect(answer).toEqual({ succeeded: false, revision: 2, results: [] });
  });

  test("answers with what each operation found", () => {
    const store = storeWith("a");
    const { results } = write(store, put("a", 2), { type: "range", range: { from: "a" } });
    expect(results[0]).toMatchObject({ current: { value: 2 }, previous: { value: "value of a" } });
    expect(results[1]).toMatchObject({ response: { items: [{ value: 2 }] } });
  });

  test("shows its changes to observers at once", () => {
    const store = new EtcdStore();
    const seen: EtcdEvent[] = [];
    const stop = store.observe((events) => seen.push(...events));
    write(store, put("a", 1, { note: "why" }));
    write(store, del("a"));
    stop();
    write(store, put("b", 1));
    expect(seen.map(({ type, key, revision, note }) => ({ type, key, revision, note }))).toEqual([
      { type: "PUT", key: "a", revision: 2, note: "why" },
      { type: "DELETE", key: "a", revision: 3, note: undefined },
    ]);
    expect(seen[1]?.previous?.value).toBe(1);
  });
});

describe("compaction", () => {
  function history(): EtcdStore {
    const store = new EtcdStore();
    write(store, put("a", 1)); // 2
    write(store, put("a", 2)); // 3
    write(store, put("b", 1)); // 4
    write(store, del("b")); // 5
    write(store, put("a", 3)); // 6
    return store;
  }

  test("keeps what is current at its revision, and everything later", () => {
    const store = history();
    store.compact(3);
    expect([3, 4, 5, 6].map((revision) => store.get("a", revision)?.value)).toEqual([2, 2, 2, 3]);
    expect(() => store.get("a", 2)).toThrow(CompactedError);
    expect(() => store.range({ from: "", revision: 2 })).toThrow(CompactedError);
  });

  test("forgets deleted keys altogether", () => {
    const store = history();
    store.compact(6);
    expect(store.versionsOf("b")).toEqual([]);
    expect(store.versionsOf("a").map(({ value }) => value)).toEqual([3]);
    expect(store.historyLength).toBe(0);
  });

  test("cannot go back, nor ahead of time", () => {
    const store = history();
    store.compact(4);
    expect(() => store.compact(4)).toThrow(CompactedError);
    expect(() => store.compact(7)).toThrow(FutureRevisionError);
  });

  test("tells whoever asks for events how far it went", () => {
    const store = history();
    store.compact(4);
    expect(store.eventsSince(5).map(({ revision }) => revision)).toEqual([5, 6]);
    expect(() => store.eventsSince(4)).toThrow(expect.objectContaining({ compactRevision: 4 }));
  });

  test("comes by itself when there are too many revisions", () => {
    const store = new EtcdStore({ revisions: 100 });
    for (let step = 0; step < 1000; step++) write(store, put(`key-${step % 7}`, step));
    expect(store.historyLength).toBeLessThanOrEqual(100);
    expect(store.compactRevision).toBeGreaterThan(800);
    expect(store.range({ from: "" }).items.map(({ value }) => value)).toEqual([994, 995, 996, 997, 998, 999, 993]);
  });

  test("agrees with a model over random histories", () => {
    const store = new EtcdStore();
    const states = new Map<number, Map<string, number>>([[1, new Map()]]);
    let state = 11;
    const draw = (below: number) => (state = (Math.imul(state, 1103515245) + 12345) >>> 0) % below;
    for (let step = 0; step < 600; step++) {
      const next = new Map(states.get(store.revision));
      const key = `k${draw(12)}`;
      if (draw(4) === 0) {
        if (next.delete(key)) write(store, del(key));
      } else {
        next.set(key, step);
        write(store, put(key, step));
      }
      states.set(store.revision, next);
      if (draw(40) === 0 && store.revision - 5 > store.compactRevision) store.compact(store.revision - 5);
    }
    for (let revision = Math.max(1, store.compactRevision); revision <= store.revision; revision++) {
      const expected = [...states.get(revision)!].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
      expect(valuesOf(store, "", undefined, revision)).toEqual(expected);
    }
  });
});

describe("notes", () => {
  test("tell of a key's writes, and of a revision's keys, also after compaction", () => {
    const store = new EtcdStore();
    write(store, put("a", 1, { note: "first" }));
    write(store, put("b", 1, { note: "other" }), put("a", 2, { note: "second" }));
    write(store, del("a"));
    store.compact(4);
    expect(store.notesOf("a").map(({ revision, type, note }) => [revision, type, note])).toEqual([[2, "PUT", "first"], [3, "PUT", "second"], [4, "DELETE", undefined]]);
    expect(store.notesAt(3).map(({ key }) => key)).toEqual(["b", "a"]);
    expect(store.notesAt(99)).toEqual([]);
  });

  test("are bounded: the oldest go first", () => {
    const store = new EtcdStore({ notes: 10 });
    for (let step = 0; step < 25; step++) write(store, put(`key-${step % 2}`, step, { note: step }));
    expect(store.notesOf("key-0").map(({ note }) => note)).toEqual([16, 18, 20, 22, 24]);
    expect(store.notesOf("key-1").map(({ note }) => note)).toEqual([15, 17, 19, 21, 23]);
    expect(store.notesAt(2)).toEqual([]);
    for (let step = 25; step < 36; step++) write(store, put("other", step));
    expect(store.notesOf("key-0")).toEqual([]);
  });
});

describe("leases", () => {
  test("take their keys along when they are revoked", () => {
    const store = new EtcdStore();
    const lease = store.grant(5000, 0);
    write(store, put("a", 1, { lease: lease.id }));
    write(store, put("b", 1, { lease: lease.id }));
    write(store, put("b", 2));
    store.revoke(lease.id);
    expect(valuesOf(store, "")).toEqual([2]);
    expect(store.leases.get(lease.id)).toBeUndefined();
  });

  test("must exist", () => {
    const store = new EtcdStore();
    expect(() => write(store, put("a", 1, { lease: 7 }))).toThrow(LeaseNotFoundError);
    expect(store.revision).toBe(1);
    expect(() => store.revoke(7)).toThrow(LeaseNotFoundError);
  });
});

describe("a snapshot", () => {
  test("restores everything that is current, with its revisions, leases and notes", () => {
    const store = storeWith("a", "b");
    const lease = store.grant(5000, 0);
    write(store, put("c", 3, { lease: lease.id, note: "why" }));
    write(store, del("a"));
    const copy = EtcdStore.restore(store.snapshot());

    expect(copy.revision).toBe(store.revision);
    expect(copy.range({ from: "" })).toEqual(store.range({ from: "" }));
    expect(copy.notesOf("c")).toEqual(store.notesOf("c"));
    expect(copy.leases.keysOf(lease.id)).toEqual(["c"]);
    expect(() => copy.get("b", 3)).toThrow(CompactedError);
  });

  test("lets both histories go their own way", () => {
    const store = storeWith("a");
    const copy = EtcdStore.restore(store.snapshot());
    write(copy, put("a", "changed"));
    expect(store.get("a")?.value).toBe("value of a");
    expect(copy.get("a")).toMatchObject({ value: "changed", version: 2, createRevision: 2, modRevision: 3 });
    expect(copy.eventsSince(3)).toHaveLength(1);
  });
});
