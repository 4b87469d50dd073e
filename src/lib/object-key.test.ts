import { describe, expect, test } from "vitest";
import { joinKey, parseTargetId, sameTarget, splitKey, targetId } from "./object-key.ts";

describe("keys", () => {
  test.each([
    ["default/web", { namespace: "default", name: "web" }],
    ["node-1", { namespace: undefined, name: "node-1" }],
  ])("%s is split and joined again", (key, parts) => {
    expect(splitKey(key)).toEqual(parts);
    expect(joinKey(parts.namespace, parts.name)).toBe(key);
  });

  test("an empty namespace is none", () => {
    expect(joinKey("", "node-1")).toBe("node-1");
  });
});

describe("targets", () => {
  test("their ids lead back to them", () => {
    const target = { resource: "deployments.apps", key: "shop/web" };
    expect(parseTargetId(targetId(target))).toEqual(target);
  });

  test("what is not an id leads nowhere", () => {
    expect(parseTargetId("tray")).toBeUndefined();
  });

  test.each([
    [undefined, undefined, true],
    [{ resource: "pods", key: "a" }, undefined, false],
    [{ resource: "pods", key: "a" }, { resource: "pods", key: "a" }, true],
    [{ resource: "pods", key: "a" }, { resource: "nodes", key: "a" }, false],
  ])("%o and %o: the same is %s", (one, other, same) => {
    expect(sameTarget(one, other)).toBe(same);
  });
});
