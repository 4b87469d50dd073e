import { describe, expect, test } from "vitest";
import type { ResourceTypes } from "../../lib/resources.ts";
import { drawRolloutBar } from "./rollout-bar.ts";
import { rolloutOf, rolloutWords } from "./rollout.ts";

type Deployment = ResourceTypes["deployments.apps"];

const deployment = (replicas: number | undefined, rollingUpdate: object | undefined, status: object = {}, type = "RollingUpdate") => ({ spec: { replicas, strategy: { type, rollingUpdate } }, status }) as unknown as Deployment;

describe("the budget of a rollout", () => {
  test.each<[string, Deployment, number, number]>([
    ["25% of 4", deployment(4, { maxSurge: "25%", maxUnavailable: "25%" }), 3, 5],
    ["surge rounds up, missing rounds down", deployment(10, { maxSurge: "25%", maxUnavailable: "25%" }), 8, 13],
    ["numbers are taken as they are", deployment(4, { maxSurge: 2, maxUnavailable: 1 }), 3, 6],
    ["0 and 0% would never move, so one may be missing", deployment(4, { maxSurge: 0, maxUnavailable: "10%" }), 3, 4],
    ["the default is 25%", deployment(4, undefined), 3, 5],
    ["Recreate stops all and starts no more", deployment(4, undefined, {}, "Recreate"), 0, 4],
    ["no number of replicas is one", deployment(undefined, { maxSurge: 1, maxUnavailable: 0 }), 1, 2],
  ])("%s: from %s", (_, subject, floor, ceiling) => {
    expect(rolloutOf(subject)).toMatchObject({ floor, ceiling });
  });
});

describe("in words", () => {
  test.each<[object, string]>([
    [{ replicas: 4, updatedReplicas: 4, availableReplicas: 4 }, "4 of 4 available"],
    [{ replicas: 5, updatedReplicas: 2, availableReplicas: 3 }, "2 of 4 new, 3 old, 3 available"],
    [{ replicas: 4, updatedReplicas: 4, availableReplicas: 2 }, "2 of 4 available"],
    [{ replicas: 0, updatedReplicas: 0 }, "0 of 4 new, 0 available"],
  ])("%o", (status, words) => {
    expect(rolloutWords(rolloutOf(deployment(4, { maxSurge: "25%", maxUnavailable: "25%" }, status)))).toBe(words);
  });
});

describe("the bar", () => {
  const frame = { left: 0, top: 0, width: 100, height: 6 };
  const parts = (status: object) => drawRolloutBar("d", rolloutOf(deployment(4, { maxSurge: 1, maxUnavailable: 1 }, status)), frame);

  test("at rest is full, with no ticks", () => {
    const drawn = parts({ replicas: 4, updatedReplicas: 4, availableReplicas: 4 });
    expect(drawn.map(({ id }) => id)).toEqual(["d#track", "d#updated"]);
    expect(drawn[1]?.width).toBe(99);
  });

  test("in a rollout shows new before old, within the ceiling, with the budget's ticks", () => {
    const drawn = new Map(parts({ replicas: 5, updatedReplicas: 2, availableReplicas: 3 }).map((element) => [element.id, element]));
    expect([...drawn.keys()]).toEqual(["d#track", "d#updated", "d#outdated", "d#floor", "d#desired"]);
    expect(drawn.get("d#updated")?.width).toBeCloseTo(39);
    expect(drawn.get("d#floor")?.x).toBeCloseTo(60);
    expect(drawn.get("d#desired")?.x).toBeCloseTo(80);
  });
});
