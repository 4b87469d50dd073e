import { describe, expect, test } from "vitest";
import type { NodeSelectorRequirement, NodeSelectorTerm, PreferredSchedulingTerm } from "../../api/generated/core/v1.ts";
import { cacheOf, info, node, type NodeSketch, type PodSketch } from "../../testing/scheduling-objects.ts";
import { isSkipped, scores, verdicts } from "../../testing/scheduling-plugins.ts";
import { wakes } from "../framework/cluster-event.ts";
import { nodeAffinity } from "./node-affinity.ts";

const refused = "unresolvable: node(s) didn't match Pod's node affinity/selector";

const requiring = (...nodeSelectorTerms: readonly NodeSelectorTerm[]): PodSketch => ({ spec: { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } } } });
const preferring = (...terms: readonly PreferredSchedulingTerm[]): PodSketch => ({ spec: { affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: terms } } } });
const labels = (...matchExpressions: readonly NodeSelectorRequirement[]): NodeSelectorTerm => ({ matchExpressions });
const names = (operator: string, ...values: readonly string[]): NodeSelectorTerm => ({ matchFields: [{ key: "metadata.name", operator, values } as NodeSelectorRequirement] });
const is = (key: string, operator: string, ...values: readonly string[]) => ({ key, operator, ...(values.length > 0 && { values }) }) as NodeSelectorRequirement;

describe("keeps pods on nodes that they allow", () => {
  const cases: readonly (readonly [name: string, pod: PodSketch, labels: Readonly<Record<string, string>>, verdict: string])[] = [
    ["no selector", {}, {}, "fits"],
    ["missing labels", { spec: { nodeSelector: { foo: "bar" } } }, {}, refused],
    ["same labels", { spec: { nodeSelector: { foo: "bar" } } }, { foo: "bar" }, "fits"],
    ["labels are a superset", { spec: { nodeSelector: { foo: "bar" } } }, { foo: "bar", baz: "blah" }, "fits"],
    ["labels are a subset", { spec: { nodeSelector: { foo: "bar", baz: "blah" } } }, { foo: "bar" }, refused],
    ["In", requiring(labels(is("foo", "In", "bar", "value2"))), { foo: "bar" }, "fits"],
    ["In without a match", requiring(labels(is("foo", "In", "value1", "value2"))), { foo: "bar" }, refused],
    ["Gt", requiring(labels(is("kernel-version", "Gt", "0204"))), { "kernel-version": "0206" }, "fits"],
    ["Gt of equals", requiring(labels(is("kernel-version", "Gt", "206"))), { "kernel-version": "0206" }, refused],
    ["Lt", requiring(labels(is("kernel-version", "Lt", "300"))), { "kernel-version": "206" }, "fits"],
    ["Gt of what is no number", requiring(labels(is("kernel-version", "Gt", "1"))), { "kernel-version": "abc" }, refused],
    ["NotIn", requiring(labels(is("mem-type", "NotIn", "DDR", "DDR2"))), { "mem-type": "DDR3" }, "fits"],
    ["NotIn without the label", requiring(labels(is("mem-type", "NotIn", "DDR"))), {}, "fits"],
    ["Exists", requiring(labels(is("GPU", "Exists"))), { GPU: "NVIDIA-GRID-K1" }, "fits"],
    ["DoesNotExist", requiring(labels(is("GPU", "DoesNotExist"))), { GPU: "x" }, refused],
    ["all expressions of a term", requiring(labels(is("GPU", "Exists"), is("GPU", "NotIn", "AMD", "INTER"))), { GPU: "NVIDIA-GRID-K1" }, "fits"],
    ["one of the expressions of a term fails", requiring(labels(is("GPU", "Exists"), is("GPU", "In", "AMD", "INTER"))), { GPU: "NVIDIA-GRID-K1" }, refused],
    ["any of the terms", requiring(labels(is("foo", "In", "bar", "value2")), labels(is("diffkey", "In", "wrong"))), { foo: "bar" }, "fits"],
    ["an empty term matches nothing", requiring({}), { foo: "bar" }, refused],
    ["no terms match nothing", requiring(), { foo: "bar" }, refused],
    ["affinity and selector both", { spec: { ...requiring(labels(is("foo", "Exists"))).spec, nodeSelector: { foo: "bar" } } }, { foo: "bar" }, "fits"],
    ["affinity but not selector", { spec: { ...requiring(labels(is("foo", "Exists"))).spec, nodeSelector: { foo: "bar" } } }, { foo: "barrrrrr" }, refused],
    ["an unknown operator", requiring(labels(is("foo", "Near", "bar"))), { foo: "bar" }, refused],
    ["preferences alone refuse nobody", preferring({ weight: 1, preference: labels(is("foo", "In", "x")) }), {}, "fits"],
  ];
  test.each(cases)("%s", (_, pod, nodeLabels, verdict) => {
    expect(verdicts(nodeAffinity(), pod, cacheOf([{ name: "n", labels: nodeLabels }]))).toEqual({ n: verdict });
  });

  test("pods that require nothing are not looked at", () => {
    expect(isSkipped(nodeAffinity(), {}, cacheOf([{}]))).toBe(true);
    expect(isSkipped(nodeAffinity(), { spec: { nodeSelector: { a: "b" } } }, cacheOf([{}]))).toBe(false);
  });
});

describe("narrows the search to nodes that are named", () => {
  const preFilter = (pod: PodSketch) => {
    const answer = nodeAffinity().preFilter!(info(pod), cacheOf([]));
    return answer === "skip" ? answer : "refusal" in answer ? answer.refusal.reasons : answer.nodeNames === undefined ? "all" : [...answer.nodeNames].sort();
  };
  test.each([
    ["one name", requiring(names("In", "a")), ["a"]],
    ["terms are alternatives", requiring(names("In", "a"), names("In", "b")), ["a", "b"]],
    ["requirements of a term hold together", requiring({ matchFields: [is("metadata.name", "In", "a", "b"), is("metadata.name", "In", "b", "c")] }), ["b"]],
    ["nothing is left", requiring({ matchFields: [is("metadata.name", "In", "a"), is("metadata.name", "In", "b")] }), ["pod affinity terms conflict"]],
    ["one term names none", requiring(names("In", "a"), labels(is("x", "Exists"))), "all"],
    ["NotIn names none", requiring(names("NotIn", "a")), "all"],
    ["a name and labels in one term", requiring({ ...names("In", "a"), ...labels(is("x", "Exists")) }), ["a"]],
  ])("%s", (_, pod, expected) => {
    expect(preFilter(pod)).toEqual(expected);
  });

  test.each([
    ["by name", requiring(names("In", "a")), { a: "fits", b: "unresolvable: outside" }],
    ["by what it is not named", requiring(names("NotIn", "a")), { a: refused, b: "fits" }],
    ["by name and label", requiring({ ...names("In", "a"), ...labels(is("x", "Exists")) }), { a: refused, b: "unresolvable: outside" }],
  ])("%s", (_, pod, expected) => {
    expect(verdicts(nodeAffinity(), pod, cacheOf([{ name: "a" }, { name: "b" }]))).toEqual(expected);
  });
});

describe("the profile's own affinity", () => {
  const added = nodeAffinity({ addedAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [names("In", "a")] } } });
  test.each([
    ["holds for pods without affinity", {}, { a: "fits", b: "unresolvable: node(s) didn't match scheduler-enforced node affinity" }],
    ["comes first", requiring(labels(is("x", "Exists"))), { a: refused, b: "unresolvable: node(s) didn't match scheduler-enforced node affinity" }],
  ])("%s", (_, pod, expected) => {
    expect(verdicts(added, pod, cacheOf([{ name: "a" }, { name: "b" }]))).toEqual(expected);
  });
});

describe("prefers", () => {
  const nodes: readonly NodeSketch[] = [{ name: "a", labels: { foo: "bar", key: "value", az: "az1" } }, { name: "b", labels: { foo: "bar", az: "az1" } }, { name: "c" }];
  const affinity1 = { weight: 2, preference: labels(is("foo", "In", "bar")) };
  const affinity2 = [{ weight: 2, preference: labels(is("foo", "In", "bar")) }, { weight: 4, preference: labels(is("key", "In", "value")) }, { weight: 5, preference: labels(is("foo", "In", "bar"), is("key", "In", "value"), is("az", "In", "az1")) }];
  test.each([
    ["nothing", {}, undefined],
    ["one term", preferring(affinity1), { a: 100, b: 100, c: 0 }],
    ["several terms by weight", preferring(...affinity2), { a: 100, b: 18, c: 0 }],
    ["no node matches", preferring({ weight: 2, preference: labels(is("foo", "In", "x")) }), { a: 0, b: 0, c: 0 }],
    ["an empty preference matches nothing", preferring({ weight: 5, preference: {} }), { a: 0, b: 0, c: 0 }],
    ["names", preferring({ weight: 5, preference: names("In", "b") }), { a: 0, b: 100, c: 0 }],
  ])("%s", (_, pod, expected) => {
    expect(scores(nodeAffinity(), pod, cacheOf(nodes))).toEqual(expected);
  });
});

describe("wakes a refused pod", () => {
  const pod = info({ spec: { nodeSelector: { foo: "bar" } } });
  const matching = node({ labels: { foo: "bar" } });
  test.each([
    ["a node comes that matches", { event: "Node/Add", node: { after: matching } }, true],
    ["a node comes that does not", { event: "Node/Add", node: { after: node() } }, false],
    ["a node comes to match", { event: "Node/UpdateLabel", node: { before: node(), after: matching } }, true],
    ["a node matched before", { event: "Node/UpdateLabel", node: { before: matching, after: matching } }, false],
    ["a taint goes", { event: "Node/UpdateTaint", node: { before: node(), after: matching } }, false],
  ] as const)("%s", (_, happening, expected) => {
    expect(wakes(nodeAffinity().wakesUpOn ?? [], pod, happening)).toBe(expected);
  });
});
