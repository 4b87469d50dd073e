import { describe, expect, test } from "vitest";
import { deepFreeze } from "../../base/freeze.ts";
import { difference, type FieldSet, intersection, isMember, onlySubtrees, union, visitPaths, withoutSubtrees } from "./field-set.ts";
import { formatPath } from "./path-element.ts";

/** A set from paths written as `spec/replicas`; list items as `[name=x]`. */
function setOf(...paths: readonly string[]): FieldSet | undefined {
  const root: Record<string, unknown> = {};
  for (const path of paths) {
    let node = root;
    for (const step of path.split("/")) node = (node[elementOf(step)] ??= {}) as Record<string, unknown>;
    node["."] = {};
  }
  return paths.length === 0 ? undefined : deepFreeze(tidy(root) as FieldSet);
}

const elementOf = (step: string) => (step.startsWith("[") ? `k:{"name":"${step.slice(1, -1)}"}` : `f:${step}`);

function tidy(node: Record<string, unknown>): Record<string, unknown> {
  const keys = Object.keys(node);
  if (keys.length === 1 && keys[0] === ".") return {};
  return Object.fromEntries(keys.map((key) => [key, key === "." ? {} : tidy(node[key] as Record<string, unknown>)]));
}

function pathsOf(set: FieldSet | undefined): readonly string[] {
  const paths: string[] = [];
  if (set !== undefined) visitPaths(set, (path) => paths.push(formatPath(path)));
  return paths;
}

const sorted = (set: FieldSet | undefined) => [...pathsOf(set)].sort();

type Row = readonly [a: readonly string[], b: readonly string[], expected: readonly string[]];

describe.each<readonly [string, (a: FieldSet | undefined, b: FieldSet | undefined) => FieldSet | undefined, readonly Row[]]>([
  ["union", union, [
    [[], [], []],
    [["a"], [], [".a"]],
    [[], ["a"], [".a"]],
    [["a"], ["a"], [".a"]],
    [["a"], ["b"], [".a", ".b"]],
    [["a"], ["a/b"], [".a", ".a.b"]],
    [["a/b"], ["a"], [".a", ".a.b"]],
    [["a/b"], ["a/c"], [".a.b", ".a.c"]],
    [["a", "a/b"], ["a/b/c"], [".a", ".a.b", ".a.b.c"]],
    [["c/[x]", "c/[x]/name"], ["c/[y]", "c/[x]/image"], ['.c[name="x"]', '.c[name="x"].image', '.c[name="x"].name', '.c[name="y"]']],
  ]],
  ["difference", difference, [
    [[], ["a"], []],
    [["a"], [], [".a"]],
    [["a"], ["a"], []],
    [["a", "b"], ["a"], [".b"]],
    [["a", "a/b"], ["a"], [".a.b"]],
    [["a", "a/b"], ["a/b"], [".a"]],
    [["a"], ["a/b"], [".a"]],
    [["a/b"], ["a"], [".a.b"]],
    [["a/b", "a/c"], ["a/b"], [".a.c"]],
    [["a/b"], ["a/b", "c"], []],
    [["c/[x]", "c/[x]/name", "d"], ["c/[x]", "c/[x]/name"], [".d"]],
  ]],
  ["intersection", intersection, [
    [[], ["a"], []],
    [["a"], ["a"], [".a"]],
    [["a", "b"], ["b", "c"], [".b"]],
    [["a", "a/b"], ["a/b"], [".a.b"]],
    [["a", "a/b"], ["a"], [".a"]],
    [["a"], ["a/b"], []],
    [["a/b/c"], ["a/b/d"], []],
    [["a/b/c", "a/b/d"], ["a/b/d"], [".a.b.d"]],
  ]],
  ["withoutSubtrees", withoutSubtrees, [
    [["a", "a/b", "c"], ["a"], [".c"]],
    [["a/b", "a/c/d"], ["a/c"], [".a.b"]],
    [["a", "a/b"], ["a/b"], [".a"]],
    [["a"], ["b"], [".a"]],
    [["a/b"], ["a"], []],
  ]],
])("%s", (_name, operation, rows) => {
  test.each(rows)("of %j and %j", (a, b, expected) => {
    expect(sorted(operation(setOf(...a), setOf(...b)))).toEqual(expected);
  });
});

test("what an operation does not change is shared", () => {
  const a = setOf("a/b", "a/c", "d/e");
  expect(union(a, setOf("a/b"))).toBe(a);
  expect(difference(a, setOf("x", "a/x"))).toBe(a);
  expect(withoutSubtrees(a, setOf("x"))).toBe(a);
  expect(difference(a, setOf("a/b"))?.["f:d"]).toBe(a?.["f:d"]);
  expect(union(a, setOf("f"))?.["f:d"]).toBe(a?.["f:d"]);
});

test("only what lies below some paths", () => {
  expect(sorted(onlySubtrees(setOf("status/a", "status/b", "spec"), setOf("status") as FieldSet))).toEqual([".status.a", ".status.b"]);
});

test("a node is a member when it is empty or says so", () => {
  expect(isMember({})).toBe(true);
  expect(isMember({ ".": {}, "f:a": {} })).toBe(true);
  expect(isMember({ "f:a": {} })).toBe(false);
});

test("paths are visited members first, level by level, in order", () => {
  expect(pathsOf(setOf("b/c", "b/a", "a", "b", "c/[y]", "c/[x]/z"))).toEqual([".a", ".b", ".b.a", ".b.c", '.c[name="y"]', '.c[name="x"].z']);
});
