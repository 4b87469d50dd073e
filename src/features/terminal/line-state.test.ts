import { describe, expect, test } from "vitest";
import { edits, insert, lineOf, type Edit, type LineState } from "./line-state.ts";

/** "get |pods": the bar is the cursor. */
const line = (marked: string, cut = ""): LineState => ({ text: marked.replace("|", ""), cursor: marked.indexOf("|"), cut });
const shown = ({ text, cursor }: LineState) => `${text.slice(0, cursor)}|${text.slice(cursor)}`;

describe("editing a line", () => {
  test.each<[Edit, string, string]>([
    ["left", "get po|ds", "get p|ods"],
    ["left", "|get", "|get"],
    ["left", "🚢|", "|🚢"],
    ["right", "get po|ds", "get pod|s"],
    ["right", "get|", "get|"],
    ["right", "|🚢x", "🚢|x"],
    ["home", "get po|ds", "|get pods"],
    ["end", "ge|t pods", "get pods|"],
    ["wordLeft", "get my-pods|", "get my-|pods"],
    ["wordLeft", "get my-|pods", "get |my-pods"],
    ["wordLeft", "|get", "|get"],
    ["wordRight", "|get my-pods", "get| my-pods"],
    ["wordRight", "get| my-pods", "get my|-pods"],
    ["backspace", "get p|ods", "get |ods"],
    ["backspace", "|get", "|get"],
    ["backspace", "a🚢|", "a|"],
    ["delete", "get |pods", "get |ods"],
    ["delete", "get|", "get|"],
    ["cutToStart", "get |pods", "|pods"],
    ["cutToEnd", "get |pods", "get |"],
    ["cutWord", "get my-pods|", "get |"],
    ["cutWord", "get pods  |", "get |"],
    ["cutWordRight", "|get pods", "| pods"],
    ["cutWordLeft", "get my-pods|", "get my-|"],
    ["swap", "gte|", "get|"],
    ["swap", "|get", "|get"],
    ["swap", "a|", "a|"],
  ])("%s on %s gives %s", (edit, before, after) => {
    expect(shown(edits[edit](line(before)))).toBe(after);
  });

  test("what was cut can be pasted, and cutting nothing keeps it", () => {
    const cut = edits.cutWord(line("get pods|"));
    expect(shown(edits.paste(edits.home(cut)))).toBe("pods|get ");
    expect(edits.cutToEnd(line("get|", "pods")).cut).toBe("pods");
  });

  test("text is written at the cursor", () => {
    expect(shown(insert(line("get |s"), "pod"))).toBe("get pod|s");
    expect(shown(lineOf("get pods"))).toBe("get pods|");
  });
});
