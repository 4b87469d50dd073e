import { expect, test } from "vitest";
import type { Volume } from "../../api/core/pod.ts";
import { cacheOf, info } from "../../testing/scheduling-objects.ts";
import { volumeBinding } from "./volume-binding.ts";

const cases: readonly (readonly [name: string, volumes: readonly Volume[] | undefined, expected: string])[] = [
  ["no volumes", undefined, "skip"],
  ["volumes that need no claim", [{ name: "tmp", emptyDir: {} }, { name: "settings", configMap: { name: "x" } }], "skip"],
  ["a claim", [{ name: "tmp", emptyDir: {} }, { name: "data", persistentVolumeClaim: { claimName: "data-claim" } }], 'persistentvolumeclaim "data-claim" not found'],
  ["a claim of the pod's own", [{ name: "scratch", ephemeral: {} }], 'waiting for ephemeral volume controller to create the persistentvolumeclaim "web-scratch"'],
];

test.each(cases)("%s", (_, volumes, expected) => {
  const answer = volumeBinding.preFilter(info({ name: "web", spec: { volumes } }), cacheOf([]));
  expect(answer === "skip" ? answer : "refusal" in answer ? answer.refusal.reasons[0] : "fits").toBe(expected);
});
