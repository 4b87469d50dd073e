import { describe, expect, test } from "vitest";
import { cacheOf, info, node } from "../../testing/scheduling-objects.ts";
import { isSkipped, verdicts } from "../../testing/scheduling-plugins.ts";
import { wakes } from "../framework/cluster-event.ts";
import { nodeName } from "./node-name.ts";

describe("keeps a pod that names its node off others", () => {
  const cache = cacheOf([{ name: "foo" }, { name: "bar" }]);

  test("named", () => {
    expect(verdicts(nodeName, { on: "foo" }, cache)).toEqual({ foo: "fits", bar: "unresolvable: node(s) didn't match the requested node name" });
  });

  test("not named", () => {
    expect(isSkipped(nodeName, {}, cache)).toBe(true);
    expect(isSkipped(nodeName, { on: "" }, cache)).toBe(true);
  });
});

describe("wakes a refused pod", () => {
  test.each([
    ["its node comes", { event: "Node/Add", node: { after: node({ name: "foo" }) } }, true],
    ["another node comes", { event: "Node/Add", node: { after: node({ name: "bar" }) } }, false],
    ["its node changes", { event: "Node/UpdateLabel", node: { after: node({ name: "foo" }) } }, false],
  ] as const)("%s", (_, happening, expected) => {
    expect(wakes(nodeName.wakesUpOn ?? [], info({ on: "foo" }), happening)).toBe(expected);
  });
});
