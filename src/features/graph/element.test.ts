import { describe, expect, test } from "vitest";
import { fill, patchBetween, text, type GraphElement } from "./element.ts";

const box = (id: string, more: Partial<GraphElement> = {}): GraphElement => ({ id, x: 0, y: 0, width: 10, height: 10, label: id, classes: "pod", ...more });
const known = (...elements: GraphElement[]) => new Map(elements.map((element) => [element.id, element]));

describe("patches", () => {
  test("from nothing everything is new", () => {
    const elements = [box("a"), box("b")];
    expect(patchBetween(new Map(), elements)).toEqual({ added: elements, changed: [], removed: [] });
  });

  test("equal drawings need no change, even if their values are other ones", () => {
    expect(patchBetween(known(box("a")), [box("a")])).toEqual({ added: [], changed: [], removed: [] });
  });

  test("what is gone is removed", () => {
    const [a, b] = [box("a"), box("b")];
    expect(patchBetween(known(a, b), [b])).toEqual({ added: [], changed: [], removed: [a] });
  });

  test.each<[keyof GraphElement, string | number, string]>([
    ["x", 5, "moved"],
    ["y", 5, "moved"],
    ["width", 5, "resized"],
    ["height", 5, "resized"],
    ["label", "new", "relabelled"],
    ["classes", "pod dimmed", "restyled"],
  ])("another %s: %s is %s, and only that", (part, value, what) => {
    const element = box("a", { [part]: value });
    const flags = { moved: false, resized: false, relabelled: false, restyled: false, [what]: true };
    expect(patchBetween(known(box("a")), [element]).changed).toEqual([{ element, ...flags }]);
  });
});

test("a frame is given by its corner and drawn around its centre", () => {
  expect(fill("a", { left: 10, top: 20, width: 30, height: 40 }, { classes: "node" })).toMatchObject({ x: 25, y: 40, width: 30, height: 40, label: "" });
});

test("text has no body of its own", () => {
  expect(text("t", { x: 1, y: 2, width: 50 }, "hello", "caption")).toMatchObject({ height: 1, width: 50, classes: "text caption", label: "hello" });
});
