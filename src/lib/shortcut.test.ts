import { describe, expect, test } from "vitest";
import { needsGraphFocus, shortcutLabel, shortcutMatches, type KeyPress } from "./shortcut.ts";

const press = (key: string, modifiers: Partial<KeyPress> = {}): KeyPress => ({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...modifiers });

describe("matching", () => {
  test.each<[string, KeyPress, boolean]>([
    ["x", press("x"), true],
    ["x", press("X", { shiftKey: true }), false],
    ["x", press("x", { ctrlKey: true }), false],
    ["x", press("x", { altKey: true }), false],
    ["Mod+k", press("k", { ctrlKey: true }), true],
    ["Mod+k", press("k", { metaKey: true }), true],
    ["Mod+k", press("k"), false],
    ["Mod+Shift+z", press("Z", { ctrlKey: true, shiftKey: true }), true],
    ["Mod+Shift+z", press("z", { ctrlKey: true }), false],
    ["Mod+Enter", press("Enter", { metaKey: true }), true],
    ["?", press("?", { shiftKey: true }), true],
    ["+", press("+", { shiftKey: true }), true],
    ["+", press("-"), false],
    [":", press(":", { shiftKey: true }), true],
    ["Space", press(" "), true],
    ["Delete", press("Delete"), true],
    ["F6", press("F6"), true],
    ["1", press("1"), true],
    ["1", press("2"), false],
  ])("%s with %o: %s", (shortcut, event, matches) => {
    expect(shortcutMatches(shortcut, event)).toBe(matches);
  });
});

test.each([
  ["x", true],
  ["Space", true],
  ["Mod+k", false],
  ["F6", false],
])("%s fires only where nobody types: %s", (shortcut, needs) => {
  expect(needsGraphFocus(shortcut)).toBe(needs);
});

test.each([
  ["Mod+k", true, "⌘K"],
  ["Mod+k", false, "Ctrl K"],
  ["Mod+Enter", false, "Ctrl Enter"],
  ["Mod+Shift+z", true, "⌘⇧Z"],
  ["x", true, "x"],
  ["+", false, "+"],
  ["Delete", false, "Del"],
])("%s is shown (Apple: %s) as %s", (shortcut, apple, label) => {
  expect(shortcutLabel(shortcut, apple)).toBe(label);
});
