import { describe, expect, test } from "vitest";
import { parseServeOptions } from "./serve-options.ts";

describe("the command line of serve", () => {
  test("has defaults", () => {
    expect(parseServeOptions([])).toEqual({ port: 8001, nodes: 3, seed: "kubarium", speed: 1 });
  });

  test("takes every option", () => {
    expect(parseServeOptions(["--port", "0", "--nodes=10", "--seed", "x", "--speed", "max"])).toEqual({ port: 0, nodes: 10, seed: "x", speed: "max" });
    expect(parseServeOptions(["--speed", "0.5"]).speed).toBe(0.5);
  });

  test.each([
    [["--port", "x"], '--port must be a whole number from 0 to 65535, not "x"'],
    [["--port", "70000"], "--port must be a whole number"],
    [["--nodes", "-1"], "--nodes"],
    [["--nodes", "1.5"], "--nodes must be a whole number"],
    [["--speed", "0"], '--speed must be a positive number or "max", not "0"'],
    [["--speed", "fast"], "--speed must be"],
    [["--prot", "1"], "--prot"],
    [["extra"], "extra"],
  ])("%j is refused", (args, message) => {
    expect(() => parseServeOptions(args)).toThrow(message);
  });
});
