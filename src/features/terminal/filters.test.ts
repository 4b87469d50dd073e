import { describe, expect, test } from "vitest";
import { LineError } from "./command-line.ts";
import { filtered } from "./filters.ts";

const pods = "NAME READY\nweb-1 1/1\nweb-2 0/1\ncart-1 1/1\n";

describe("output that goes through a filter", () => {
  test.each([
    ["grep web", "web-1 1/1\nweb-2 0/1\n"],
    ["grep -v web", "NAME READY\ncart-1 1/1\n"],
    ["grep -i name", "NAME READY\n"],
    ["grep -c web", "2\n"],
    ["grep -E 'cart|NAME'", "NAME READY\ncart-1 1/1\n"],
    ["grep 'cart\\|NAME'", "NAME READY\ncart-1 1/1\n"],
    ["grep -F '1/1'", "web-1 1/1\ncart-1 1/1\n"],
    ["grep nothing", ""],
    ["head -n 1", "NAME READY\n"],
    ["head -2", "NAME READY\nweb-1 1/1\n"],
    ["tail -n1", "cart-1 1/1\n"],
    ["wc -l", "4\n"],
    ["wc -w", "8\n"],
    ["sort", "NAME READY\ncart-1 1/1\nweb-1 1/1\nweb-2 0/1\n"],
    ["sort -r", "web-2 0/1\nweb-1 1/1\ncart-1 1/1\nNAME READY\n"],
    ["cat", pods],
  ])("%s", (filter, output) => {
    expect(filtered(pods, filter)).toBe(output);
  });

  test("numbers sort as numbers", () => {
    expect(filtered("10\n9\n", "sort -n")).toBe("9\n10\n");
  });

  test.each(["awk '{print $1}'", "grep", "grep -E '('"])("%s is refused in words", (filter) => {
    expect(() => filtered(pods, filter)).toThrow(LineError);
  });
});
