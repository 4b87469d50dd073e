import { describe, expect, test } from "vitest";
import { keysOf } from "./terminal-keys.ts";

const escape = "\u001b";

describe("what a terminal sends", () => {
  test.each([
    ["\r", "enter"],
    ["\t", "tab"],
    ["\u0003", "interrupt"],
    ["\u0004", "end-of-file"],
    ["\u000c", "clear"],
    ["\u0012", "search"],
    [`${escape}[A`, "older"],
    [`${escape}OA`, "older"],
    [`${escape}[B`, "newer"],
    ["\u0010", "older"],
    [escape, "escape"],
  ])("%j is %s", (data, type) => {
    expect(keysOf(data)).toEqual([{ type }]);
  });

  test.each([
    [`${escape}[D`, "left"],
    [`${escape}[1;5C`, "wordRight"],
    [`${escape}b`, "wordLeft"],
    [`${escape}d`, "cutWordRight"],
    [`${escape}[3~`, "delete"],
    ["\u007f", "backspace"],
    ["\u0001", "home"],
    ["\u0005", "end"],
    ["\u0015", "cutToStart"],
    ["\u000b", "cutToEnd"],
    ["\u0017", "cutWord"],
  ])("%j edits: %s", (data, edit) => {
    expect(keysOf(data)).toEqual([{ type: "edit", edit }]);
  });

  test("a run of text stays together, whatever its script", () => {
    expect(keysOf("get grüße🚢")).toEqual([{ type: "text", text: "get grüße🚢" }]);
  });

  test("several keys may come at once", () => {
    expect(keysOf("ls\r\u0003")).toEqual([{ type: "text", text: "ls" }, { type: "enter" }, { type: "interrupt" }]);
  });

  test("a paste is one piece, with newlines", () => {
    expect(keysOf(`${escape}[200~a\rb\r\nc${escape}[201~x`)).toEqual([{ type: "paste", text: "a\nb\nc" }, { type: "text", text: "x" }]);
  });

  test("sequences without a meaning write nothing", () => {
    expect(keysOf(`${escape}[15~${escape}[1;2P\u0000`)).toEqual([]);
  });
});
