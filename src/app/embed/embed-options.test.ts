import { describe, expect, test } from "vitest";
import { applyChanges, emptyIndex } from "../../cluster/object-table.ts";
import * as make from "../../testing/fake-objects.ts";
import { defaultOptions, readEmbedOptions } from "./embed-options.ts";
import { focusTarget } from "./focus-target.ts";

describe("parameters", () => {
  test.each([
    ["", {}],
    ["?view=graph&nodes=5&seed=x&speed=10&theme=dark", { view: "graph", nodes: 5, seed: "x", speed: 10, theme: "dark" }],
    ["?speed=max", { speed: "max" }],
    ["?readonly", { readonly: true }],
    ["?readonly=1", { readonly: true }],
    ["?readonly=false", { readonly: false }],
    ["?lens=owners&loading=click&start=paused&traffic=2.5", { lens: "owners", loading: "click", start: "paused", traffic: 2.5 }],
    ["?title=Rolling+update", { title: "Rolling update" }],
    ["?focus=pod/web-0", { focus: "pod/web-0" }],
  ])("%s", (search, expected) => {
    expect(readEmbedOptions(search)).toEqual({ options: { ...defaultOptions, ...expected }, warnings: [] });
  });

  test.each([
    ["?view=spli", '"spli"'],
    ["?nodes=0", '"0"'],
    ["?nodes=2.5", '"2.5"'],
    ["?nodes=", '""'],
    ["?speed=fast", '"fast"'],
    ["?theme=blue", '"blue"'],
    ["?readonly=maybe", '"maybe"'],
    ["?focus=web", '"web"'],
  ])("%s cannot be used: it warns, and the default stands", (search, named) => {
    const { options, warnings } = readEmbedOptions(search);
    expect(options).toEqual(defaultOptions);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain(named);
  });

  test.each(["?veiw=graph", "?constructor=1", "?utm_source=x"])("%s is unknown: it warns, and names what is known", (search) => {
    const { options, warnings } = readEmbedOptions(search);
    expect(options).toEqual(defaultOptions);
    expect(warnings[0]).toContain("known are view, lens");
  });
});

describe("focus", () => {
  const index = applyChanges(emptyIndex, [make.node("node-1"), make.pod({ name: "web-7d9f-abcde" }), make.deployment("web", 1, { ready: 1 })]);
  test.each([
    ["node/node-1", { resource: "nodes", key: "node-1" }],
    ["deployment/web", { resource: "deployments.apps", key: "default/web" }],
    ["deployments/web", { resource: "deployments.apps", key: "default/web" }],
    ["deployments.apps/web", { resource: "deployments.apps", key: "default/web" }],
    ["pod/web", { resource: "pods", key: "default/web-7d9f-abcde" }],
    ["pod/nothing", undefined],
    ["widget/web", undefined],
  ])("%s", (focus, target) => {
    expect(focusTarget(focus, index)).toEqual(target);
  });
});
