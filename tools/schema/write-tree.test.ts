import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { writeTree } from "./write-tree.ts";

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "write-tree-"));
});
afterEach(() => rmSync(root, { recursive: true }));

test("files appear, in folders too, and what does not belong goes", () => {
  writeFileSync(join(root, "stale.ts"), "old");
  writeTree(root, new Map([["a.ts", "a"], ["b/c.ts", "c"]]));
  expect(readdirSync(root).toSorted()).toEqual(["a.ts", "b"]);
  expect(readFileSync(join(root, "b", "c.ts"), "utf8")).toBe("c");
});

test("a file that is right already stays untouched", () => {
  writeTree(root, new Map([["same.ts", "same"], ["other.ts", "before"]]));
  for (const file of ["same.ts", "other.ts"]) utimesSync(join(root, file), 1000, 1000);
  writeTree(root, new Map([["same.ts", "same"], ["other.ts", "after"]]));
  expect(statSync(join(root, "same.ts")).mtimeMs).toBe(1_000_000);
  expect(statSync(join(root, "other.ts")).mtimeMs).toBeGreaterThan(1_000_000);
  expect(readFileSync(join(root, "other.ts"), "utf8")).toBe("after");
});
