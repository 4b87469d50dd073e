import { describe, expect, test } from "vitest";
import { applyChanges, emptyIndex } from "../../cluster/object-table.ts";
import * as make from "../../testing/fake-objects.ts";
import { matchScore } from "./match-score.ts";
import { paletteObjects } from "./palette-objects.ts";

describe("finding commands", () => {
  test.each([
    ["Kill pod", "kill", [], true],
    ["Kill pod", "pod kill", [], true],
    ["Kill pod", "KIL", [], true],
    ["Edit its YAML", "kill", ["kubectl edit pod web"], false],
    ["Kill pod", "delete", ["kubectl delete pod web"], true],
    ["Kill pod", "", [], true],
    ["Kill pod", "kill node", [], false],
  ])("%s by %j with %o: %s", (value, search, keywords, found) => {
    expect(matchScore(value, search, keywords) > 0).toBe(found);
  });

  test("the beginning of the line beats its middle, words beat parts of words, and the title beats kubectl", () => {
    const scores = [matchScore("Power off", "power"), matchScore("Node power", "power"), matchScore("Empower", "power"), matchScore("Kill", "power", ["power"])];
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    expect(new Set(scores).size).toBe(4);
  });
});

describe("objects to jump to", () => {
  test("workloads come first, and empty ReplicaSets are left out", () => {
    const owner = { kind: "Deployment", name: "web", uid: "d" };
    const index = applyChanges(emptyIndex, [make.pod({ name: "a" }), make.replicaSet("web", "old", { owner, replicas: 0, ready: 0 }), make.replicaSet("web", "new", { owner, replicas: 1, ready: 1 }), make.deployment("web", 1, { ready: 1 })]);
    expect(paletteObjects(index).map(({ key }) => key)).toEqual(["default/web", "default/a", "default/web-new"]);
  });

  test("of thousands only some are offered", () => {
    const pods = Array.from({ length: 2000 }, (_, number) => make.pod({ name: `p${number}` }));
    expect(paletteObjects(applyChanges(emptyIndex, pods))).toHaveLength(400);
  });
});
