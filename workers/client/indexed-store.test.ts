import { beforeEach, expect, test } from "vitest";
import type { KubernetesObject } from "../apimachinery/object.ts";
import { IndexedStore } from "./indexed-store.ts";

interface Thing extends KubernetesObject {
  readonly node: string;
  readonly tags: readonly string[];
}

let version = 0;
const thing = (namespace: string | undefined, name: string, node = "", tags: readonly string[] = []): Thing => ({
  apiVersion: "v1",
  kind: "Thing",
  metadata: { name, ...(namespace !== undefined && { namespace }), uid: `${namespace}/${name}`, resourceVersion: String(++version), creationTimestamp: "" },
  node,
  tags,
});

let store: IndexedStore<Thing>;
beforeEach(() => {
  store = new IndexedStore<Thing>();
  store.addIndex("node", ({ node }) => [node]);
  store.addIndex("tag", ({ tags }) => tags);
});

const names = (things: readonly Thing[]) => things.map(({ metadata }) => metadata.name);

test("objects are found by key, by namespace and by index", () => {
  store.set(thing("a", "one", "n1", ["x", "y"]));
  store.set(thing("a", "two", "n2", ["y"]));
  store.set(thing("b", "one", "n1"));
  expect(store.get("a/one")?.node).toBe("n1");
  expect(names(store.inNamespace("a"))).toEqual(["one", "two"]);
  expect(names(store.by("node", "n1"))).toEqual(["one", "one"]);
  expect(names(store.by("tag", "y"))).toEqual(["one", "two"]);
  expect(store.countBy("tag", "y")).toBe(2);
  expect(store.by("tag", "z")).toEqual([]);
  expect(store.countBy("tag", "z")).toBe(0);
  expect(store.size).toBe(3);
});

test("objects outside of namespaces have their name for a key", () => {
  store.set(thing(undefined, "node-1"));
  expect(store.get("node-1")?.metadata.name).toBe("node-1");
  expect(store.inNamespace("")).toEqual([]);
});

test("a change moves an object between the values of an index", () => {
  store.set(thing("a", "one", "n1", ["x", "y"]));
  const previous = store.set(thing("a", "one", "n2", ["y", "z"]));
  expect(previous?.node).toBe("n1");
  expect(names(store.by("node", "n1"))).toEqual([]);
  expect(names(store.by("node", "n2"))).toEqual(["one"]);
  expect(["x", "y", "z"].map((tag) => store.countBy("tag", tag))).toEqual([0, 1, 1]);
  expect(store.by("tag", "y")[0]?.node).toBe("n2");
  expect(store.indexValues("tag").toSorted()).toEqual(["y", "z"]);
});

test("a change that keeps the value keeps the place in the order", () => {
  store.set(thing("a", "one", "n1"));
  store.set(thing("a", "two", "n1"));
  store.set(thing("a", "one", "n1", ["new"]));
  expect(names(store.by("node", "n1"))).toEqual(["one", "two"]);
});

test("deleting takes an object out of every index", () => {
  store.set(thing("a", "one", "n1", ["x"]));
  expect(store.delete("a/one")?.metadata.name).toBe("one");
  expect(store.delete("a/one")).toBeUndefined();
  expect([store.get("a/one"), store.size, store.countBy("node", "n1"), store.countBy("tag", "x"), store.inNamespace("a").length]).toEqual([undefined, 0, 0, 0, 0]);
  expect(store.indexValues("node")).toEqual([]);
});

test("an index that is added late files what is there already, and only once", () => {
  store.set(thing("a", "one", "n1"));
  let asked = 0;
  const initial = ({ metadata }: Thing) => {
    asked++;
    return [metadata.name.slice(0, 1)];
  };
  store.addIndex("initial", initial);
  store.addIndex("initial", () => ["never"]);
  expect(names(store.by("initial", "o"))).toEqual(["one"]);
  expect(asked).toBe(1);
});

test("asking an index that does not exist is a mistake in the program", () => {
  expect(() => store.by("nothing", "")).toThrow("there is no index nothing");
});
