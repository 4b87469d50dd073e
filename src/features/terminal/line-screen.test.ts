import { describe, expect, test } from "vitest";
import { LineScreen, widthOf } from "./line-screen.ts";
import { lineOf } from "./line-state.ts";

function recorded(columns: number) {
  let written = "";
  const screen = { write: (text: string) => void (written += text), clear() {}, columns };
  const take = () => {
    const text = written;
    written = "";
    return text;
  };
  return { line: new LineScreen(screen), take };
}

describe("drawing the line", () => {
  test("places the cursor in its column", () => {
    const { line, take } = recorded(80);
    line.draw("$ ", { ...lineOf("get pods"), cursor: 3 });
    expect(take()).toBe("\r\u001b[J$ get pods\r\u001b[5C");
  });

  test("goes up again over what has wrapped", () => {
    const { line, take } = recorded(10);
    line.draw("$ ", lineOf("x".repeat(20)));
    take();
    line.draw("$ ", lineOf("short"));
    expect(take()).toBe("\u001b[2A\r\u001b[J$ short\r\u001b[7C");
  });

  test("makes room where a row is full", () => {
    const { line, take } = recorded(10);
    line.draw("$ ", lineOf("12345678"));
    expect(take()).toBe("\r\u001b[J$ 12345678\r\n\r");
  });

  test("moves the cursor back into an upper row", () => {
    const { line, take } = recorded(10);
    line.draw("$ ", { ...lineOf("x".repeat(12)), cursor: 1 });
    expect(take()).toContain("\u001b[1A\r\u001b[3C");
  });

  test.each([
    ["abc", 3],
    ["\u001b[32m$\u001b[0m ", 2],
    ["日本", 4],
    ["🚢", 2],
    ["e\u0301", 1],
    ["", 0],
  ])("%j takes its columns", (text, width) => {
    expect(widthOf(text)).toBe(width);
  });
});
