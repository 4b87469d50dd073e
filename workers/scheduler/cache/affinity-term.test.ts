import { describe, expect, test } from "vitest";
import { formatSelector, parseSelector } from "../../apimachinery/labels.ts";
import type { PodAffinityTerm } from "../../api/generated/core/v1.ts";
import { pod } from "../../testing/scheduling-objects.ts";
import { affinityTermsOf, noAffinity, termMatches, withLabelKeys } from "./affinity-term.ts";

const labels = { app: "web", version: "2" };

/** The term as a pod with the labels in namespace "default" means it. */
function read(term: Partial<PodAffinityTerm>) {
  const affinity = { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: "zone", ...term }] } };
  return affinityTermsOf(pod({ labels, spec: { affinity } })).requiredAffinity[0]!;
}

const namespaces: Readonly<Record<string, Readonly<Record<string, string>>>> = { default: {}, red: { team: "red" } };
const labelsOf = (namespace: string) => namespaces[namespace];
const web = { labelSelector: { matchLabels: { app: "web" } } };

describe("whom a term speaks of", () => {
  test.each([
    ["the own namespace by default", web, "default", { app: "web" }, true],
    ["other labels", web, "default", { app: "db" }, false],
    ["another namespace", web, "red", { app: "web" }, false],
    ["a listed namespace", { ...web, namespaces: ["red"] }, "red", { app: "web" }, true],
    ["not the own namespace when others are listed", { ...web, namespaces: ["red"] }, "default", { app: "web" }, false],
    ["a selected namespace", { ...web, namespaceSelector: { matchLabels: { team: "red" } } }, "red", { app: "web" }, true],
    ["a namespace that is not selected", { ...web, namespaceSelector: { matchLabels: { team: "red" } } }, "default", { app: "web" }, false],
    ["an unknown namespace", { ...web, namespaceSelector: { matchLabels: { team: "red" } } }, "gone", { app: "web" }, false],
    ["any namespace", { ...web, namespaceSelector: {} }, "gone", { app: "web" }, true],
    ["listed or selected", { ...web, namespaces: ["default"], namespaceSelector: { matchLabels: { team: "red" } } }, "default", { app: "web" }, true],
    ["nobody without a selector", {}, "default", { app: "web" }, false],
    ["everybody with an empty one", { labelSelector: {} }, "default", {}, true],
    ["the same value under a key", { ...web, matchLabelKeys: ["version"] }, "default", { app: "web", version: "2" }, true],
    ["another value under a key", { ...web, matchLabelKeys: ["version"] }, "default", { app: "web", version: "1" }, false],
    ["a key that the pod does not have", { ...web, matchLabelKeys: ["missing"] }, "default", { app: "web" }, true],
    ["a different value is wanted", { ...web, mismatchLabelKeys: ["version"] }, "default", { app: "web", version: "1" }, true],
    ["a different value is wanted, this one is equal", { ...web, mismatchLabelKeys: ["version"] }, "default", labels, false],
    ["a selector that slipped through validation", { labelSelector: { matchExpressions: [{ key: "app", operator: "Bogus" as "In" }] } }, "default", { app: "web" }, false],
  ])("%s", (_, term, namespace, other, expected) => {
    expect(termMatches(read(term), { namespace, labels: other }, labelsOf)).toBe(expected);
  });
});

describe("equal terms have equal keys", () => {
  test.each([
    ["as written", web, web, true],
    ["namespaces in another order", { ...web, namespaces: ["a", "b"] }, { ...web, namespaces: ["b", "a"] }, true],
    ["another topology", web, { ...web, topologyKey: "rack" }, false],
    ["nobody and everybody", {}, { labelSelector: {} }, false],
    ["no namespace selector and an empty one", { ...web, namespaces: ["default"] }, { ...web, namespaces: ["default"], namespaceSelector: {} }, false],
    ["the namespace named and meant", web, { ...web, namespaces: ["default"] }, true],
  ])("%s", (_, a, b, expected) => {
    expect(read(a).key === read(b).key).toBe(expected);
  });
});

describe("the terms of a pod", () => {
  const term = { topologyKey: "zone", ...web };
  test("are none for most", () => {
    expect(affinityTermsOf(pod())).toBe(noAffinity);
    expect(affinityTermsOf(pod({ spec: { affinity: { nodeAffinity: {} } } }))).toBe(noAffinity);
  });
  test("are of four kinds", () => {
    const required = { requiredDuringSchedulingIgnoredDuringExecution: [term] };
    const preferred = { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 7, podAffinityTerm: term }] };
    const terms = affinityTermsOf(pod({ spec: { affinity: { podAffinity: { ...required, ...preferred }, podAntiAffinity: preferred } } }));
    expect(terms.requiredAffinity).toHaveLength(1);
    expect(terms.requiredAntiAffinity).toHaveLength(0);
    expect(terms.preferredAffinity.map(({ weight }) => weight)).toEqual([7]);
    expect(terms.preferredAntiAffinity.map(({ weight }) => weight)).toEqual([7]);
  });
});

describe("label keys", () => {
  test.each([
    ["app=web", ["version"], "in", "app=web,version in (2)"],
    ["app=web", ["version"], "notin", "app=web,version notin (2)"],
    ["app=web", ["missing"], "in", "app=web"],
    ["app=web", undefined, "in", "app=web"],
  ] as const)("%s with %j, %s", (selector, keys, operator, expected) => {
    expect(formatSelector(withLabelKeys(parseSelector(selector), keys, labels, operator))).toBe(expected);
  });
});
