import { describe, expect, test } from "vitest";
import { checkOrder, elementsAreObjects, identityOf, isDeletion, orderElements, sortLike } from "./element-order.ts";
import { PatchError } from "./patch-error.ts";

const letters = (word: string) => word.split("");
const items = (word: string) => letters(word).map((name) => ({ name }));

describe("ordering merged elements", () => {
  test.each([
    ["nothing", "", "", "", ""],
    ["the patch's order wins", "abc", "cab", "abc", "cab"],
    ["the server's items stay before what followed them", "xab", "ab", "xab", "xab"],
    ["the server's items stay behind what preceded them", "abx", "ab", "abx", "abx"],
    ["between", "axb", "ab", "axb", "axb"],
    ["new ones go first where nothing tells", "axn", "n", "ax", "nax"],
    ["new ones behind a known one", "axn", "an", "ax", "anx"],
    ["new ones before a known one", "axn", "na", "ax", "nax"],
    ["the patch turns the server's order", "xayb", "ba", "xayb", "xyba"],
    ["only the server's", "abc", "", "abc", "abc"],
  ])("%s", (_name, merged, patch, server, expected) => {
    expect(orderElements(letters(merged), letters(patch), letters(server), undefined)).toEqual(letters(expected));
    expect(orderElements(items(merged), items(patch), items(server), "name")).toEqual(items(expected));
  });
});

test("sorting like another list puts deletions last", () => {
  const doomed = { name: "a", $patch: "delete" };
  expect(sortLike([doomed, { name: "c" }, { name: "b" }], items("bc"), "name")).toEqual([{ name: "b" }, { name: "c" }, doomed]);
  expect(sortLike(letters("cab"), letters("abc"), undefined)).toEqual(letters("abc"));
  expect([isDeletion(doomed), isDeletion({ name: "a" }), isDeletion("a")]).toEqual([true, false, false]);
});

describe("a patch must follow the order that it states", () => {
  test.each([
    ["ab", "ab", true],
    ["b", "abc", true],
    ["ac", "abc", true],
    ["", "abc", true],
    ["abc", "", true],
    ["ba", "ab", false],
    ["x", "ab", false],
    ["abc", "ab", false],
  ])("%s in the order %s: %s", (patch, order, valid) => {
    const attempt = () => checkOrder(items(patch), items(order), "name");
    if (valid) expect(attempt).not.toThrow();
    else expect(attempt).toThrow(/^The order in patch list:\n\[.*\]\n doesn't match \$setElementOrder list:\n/);
  });

  test("items with a directive do not count", () => {
    expect(() => checkOrder([{ name: "x", $patch: "delete" }, { name: "a" }], items("a"), "name")).not.toThrow();
  });
});

describe("elements", () => {
  test.each([
    [[["a"], ["b"]], false],
    [[[{ a: 1 }], []], true],
    [[[], [1]], false],
  ])("%j are objects: %s", (lists, expected) => {
    expect(elementsAreObjects(...lists)).toBe(expected);
  });

  test.each([
    [[[], []], "no elements in any of the given slices"],
    [[["a"], [1]], "list element types are not identical: [[a] [1]]"],
    [[["a", {}]], "list element types are not identical: [[a map[]]]"],
    [[[["a"]]], "lists of lists are not supported"],
  ])("%j have no common kind", (lists, message) => {
    expect(() => elementsAreObjects(...lists)).toThrow(PatchError);
    expect(() => elementsAreObjects(...lists)).toThrow(message);
  });

  test("are known by their key or by themselves", () => {
    expect(identityOf({ name: "a" }, "name")).toBe("a");
    expect(identityOf("a", undefined)).toBe("a");
    expect(() => identityOf({ image: "a" }, "name")).toThrow("map: map[image:a] does not contain declared merge key: name");
    expect(() => identityOf("a", "name")).toThrow("expected a map[string]interface {}, but received a string");
  });
});
