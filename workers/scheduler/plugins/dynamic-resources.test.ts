import { expect, test } from "vitest";
import { cacheOf, info, type PodSketch } from "../../testing/scheduling-objects.ts";
import { dynamicResources } from "./dynamic-resources.ts";

const refused = (claim: string) => `resourceclaim "${claim}" cannot be allocated: dynamic resource allocation is not supported here`;
const claiming = (resourceClaims: NonNullable<PodSketch["spec"]>["resourceClaims"]): PodSketch => ({ spec: { resourceClaims } });

test.each([
  ["no claims", {}, "skip"],
  ["an empty list", claiming([]), "skip"],
  ["a claim", claiming([{ name: "gpu", resourceClaimName: "shared-gpu" }]), refused("shared-gpu")],
  ["a template", claiming([{ name: "gpu", resourceClaimTemplateName: "any-gpu" }]), refused("any-gpu")],
])("%s", (_, pod, expected) => {
  const answer = dynamicResources.preFilter(info(pod), cacheOf([]));
  expect(answer === "skip" ? answer : "refusal" in answer ? answer.refusal.reasons[0] : "fits").toBe(expected);
});
