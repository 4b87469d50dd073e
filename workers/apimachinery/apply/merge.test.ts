import { describe, expect, test } from "vitest";
import { typeSchema } from "../../api/type-schema.ts";
import { deepFreeze } from "../../base/freeze.ts";
import type { JsonObject } from "../json-value.ts";
import { mergeApplied } from "./merge.ts";

const objectMeta = typeSchema("io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta");
const podSpec = typeSchema("io.k8s.api.core.v1.PodSpec");

const merge = (live: JsonObject, applied: JsonObject, schema = podSpec) => mergeApplied(deepFreeze(live), deepFreeze(applied), schema);

/** A set is written as a word, one letter for each value. */
const letters = (word: string) => word.split("");

describe("the order of a merged set", () => {
  test.each([
    ["abc", "ab", "abc"],
    ["ab", "abc", "abc"],
    ["abc", "", "abc"],
    ["", "abc", "abc"],
    ["ab", "ba", "ba"],
    ["abc", "def", "abcdef"],
    ["abc", "cdef", "abcdef"],
    ["abcgf", "cdef", "abcgdef"],
    ["abc", "defxyz", "abcdefxyz"],
    ["cdef", "ace", "acdef"],
    ["abcxyz", "def", "abcxyzdef"],
    ["abcxyz", "defxyz", "abcdefxyz"],
    ["cagf", "cfag", "cfag"],
    ["abcd", "defa", "bcdefa"],
    ["cdefghij", "2h3e4kl", "cdfg2hij3e4kl"],
    ["abcdefghij", "1b2h3e4kl", "a1bcdfg2hij3e4kl"],
    ["abb", "c", "abbc"],
    ["abb", "b", "ab"],
    ["abb", "a", "abb"],
    ["abcdec", "1b2ed", "a1bc2ecd"],
    ["abcdec", "1b2ced", "a1b2ced"],
    ["aabb", "bcd", "aabcd"],
    ["aabb", "", "aabb"],
    ["cagfca", "cfag", "cfag"],
    ["a", "a", "a"],
  ])("%s with %s is %s", (live, applied, expected) => {
    expect(merge({ finalizers: letters(live) }, { finalizers: letters(applied) }, objectMeta)["finalizers"]).toEqual(letters(expected));
  });
});

describe("lists whose items have keys", () => {
  const item = (name: string, more: JsonObject = {}) => ({ name, ...more });
  const names = (word: string) => letters(word).map((name) => item(name));

  test.each([
    ["b", "abc", "abc"],
    ["abc", "cb", "acb"],
    ["abc", "ca", "bca"],
    ["ab", "ac", "abc"],
    ["abc", "abc", "abc"],
  ])("%s with %s is %s", (live, applied, expected) => {
    expect(merge({ containers: names(live) }, { containers: names(applied) })["containers"]).toEqual(names(expected));
  });

  test("items with equal keys merge", () => {
    expect(merge({ containers: [item("a", { image: "1", tty: true })] }, { containers: [item("a", { image: "2" })] })).toEqual({ containers: [item("a", { image: "2", tty: true })] });
  });

  test("a key may consist of two fields, one of them left out", () => {
    const live = { containers: [{ name: "a", ports: [{ containerPort: 53, protocol: "TCP", name: "dns" }, { containerPort: 53, protocol: "UDP" }] }] };
    const applied = { containers: [{ name: "a", ports: [{ containerPort: 53, protocol: "UDP", name: "dns-udp" }, { containerPort: 53, hostPort: 53 }] }] };
    expect(merge(live, applied)).toEqual({
      containers: [{ name: "a", ports: [{ containerPort: 53, protocol: "UDP", name: "dns-udp" }, { containerPort: 53, protocol: "TCP", name: "dns", hostPort: 53 }] }],
    });
  });

  test("an item that the live list has twice is replaced by the one that is applied", () => {
    const live = { containers: [item("a", { tty: true }), item("b"), item("a", { tty: false })] };
    expect(merge(live, { containers: [item("a", { image: "x" }), item("c"), item("b")] })).toEqual({ containers: [item("a", { image: "x" }), item("c"), item("b")] });
  });
});

describe("values", () => {
  test.each<readonly [JsonObject, JsonObject, JsonObject]>([
    [{}, { hostname: "a" }, { hostname: "a" }],
    [{ hostname: "a" }, { hostname: "b" }, { hostname: "b" }],
    [{ hostname: "a" }, { subdomain: "b" }, { hostname: "a", subdomain: "b" }],
    [{ hostname: "a" }, { hostname: undefined }, { hostname: "a" }],
    [{ hostname: "a" }, { hostname: null }, { hostname: null }],
    [{ tolerations: [{ key: "a" }, { key: "b" }] }, { tolerations: [{ key: "c" }] }, { tolerations: [{ key: "c" }] }],
    [{ tolerations: [{ key: "a" }] }, { tolerations: [] }, { tolerations: [] }],
    [{ nodeSelector: { a: "1" } }, { nodeSelector: { b: "2" } }, { nodeSelector: { b: "2" } }],
    [{ securityContext: { runAsUser: 1 } }, { securityContext: { fsGroup: 2 } }, { securityContext: { runAsUser: 1, fsGroup: 2 } }],
    [{ securityContext: { runAsUser: 1 } }, { securityContext: {} }, { securityContext: { runAsUser: 1 } }],
    [{}, { securityContext: {} }, { securityContext: {} }],
    [{ overhead: { cpu: "1" } }, { overhead: { memory: "1Gi" } }, { overhead: { cpu: "1", memory: "1Gi" } }],
    [{ bogus: 1 }, { bogus: 2 }, { bogus: 2 }],
  ])("%# %j with %j is %j", (live, applied, expected) => {
    expect(merge(live, applied)).toEqual(expected);
  });

  test("nothing new gives back the same object", () => {
    const live = deepFreeze({ hostname: "a", containers: [{ name: "a", image: "x" }, { name: "b" }], securityContext: { fsGroup: 2 } });
    expect(mergeApplied(live, { hostname: "a", containers: [{ name: "a" }], securityContext: {} }, podSpec)).toBe(live);
  });

  test("what does not change is shared", () => {
    const live = deepFreeze({ hostname: "a", containers: [{ name: "a", image: "x" }, { name: "b" }] });
    const merged = mergeApplied(live, { containers: [{ name: "a", image: "y" }] }, podSpec) as typeof live;
    expect(merged.containers[1]).toBe(live.containers[1]);
  });
});
