import { describe, expect, test } from "vitest";
import type { ObjectMeta } from "../apimachinery/object.ts";
import { errorMessage } from "../apimachinery/validation.ts";
import { validateDomainPath } from "./domain-path-validation.ts";
import { FieldErrors } from "./field-errors.ts";
import { isEmptySelector, validateLabelSelector } from "./label-selector-validation.ts";
import { labelName, pathSegmentName, subdomainName } from "./names.ts";
import { byteLength, validateObjectMeta, validateObjectMetaUpdate } from "./object-meta-validation.ts";
import { specDifference } from "./spec-difference.ts";

const complaints = (report: (errors: FieldErrors) => void) => {
  const errors = new FieldErrors();
  report(errors);
  return errors.list().map(errorMessage);
};

const meta = (change: object = {}) => ({ name: "a", namespace: "default", uid: "1", resourceVersion: "7", ...change }) as ObjectMeta;
const rules = { scope: "Namespaced", validateName: subdomainName } as const;
const owner = { apiVersion: "apps/v1", kind: "ReplicaSet", name: "rs", uid: "9", controller: true };

describe("metadata", () => {
  test.each<readonly [string, object, readonly string[]]>([
    ["of a common object", { labels: { "app.kubernetes.io/name": "a", empty: "" }, annotations: { "Any/Key": "\n" }, finalizers: ["example.com/a", "kubernetes"], ownerReferences: [owner] }, []],
    ["with a name in capitals", { name: "A" }, [expect.stringMatching(/^name: Invalid value: "A": a lowercase RFC 1123 subdomain must consist/)]],
    ["with a prefix that a name may follow", { generateName: "a-" }, []],
    ["with a prefix that none may follow", { generateName: "AB-" }, [expect.stringMatching(/^generateName: Invalid value: "AB-"/)]],
    ["of nowhere", { namespace: undefined }, ["namespace: Required value"]],
    ["of a namespace that is none", { namespace: "a.b" }, ['namespace: Invalid value: "a.b": must not contain dots']],
    ["of another generation", { generation: -1 }, ["generation: Invalid value: -1: must be greater than or equal to 0"]],
    ["with two masters", { ownerReferences: [owner, { ...owner, name: "other" }] }, [expect.stringMatching(/Only one reference can have Controller set to true. Found "true" in references for rs and other$/)]],
    ["owned by nothing", { ownerReferences: [{}] }, [
      'ownerReferences[0].apiVersion: Invalid value: "": version must not be empty', 'ownerReferences[0].kind: Invalid value: "": must not be empty',
      'ownerReferences[0].name: Invalid value: "": must not be empty', 'ownerReferences[0].uid: Invalid value: "": must not be empty',
    ]],
    ["owned by an event", { ownerReferences: [{ ...owner, apiVersion: "v1", kind: "Event" }] }, [expect.stringMatching(/: \/v1, Kind=Event is disallowed from being an owner$/)]],
    ["that ends in two ways", { finalizers: ["orphan", "foregroundDeletion"] }, ['finalizers: Invalid value: ["orphan","foregroundDeletion"]: finalizer orphan and foregroundDeletion cannot be both set']],
  ])("%s", (_, change, expected) => {
    expect(complaints((errors) => validateObjectMeta(meta(change), errors, rules))).toEqual(expected);
  });

  test("of the cluster has no namespace", () => {
    const cluster = { ...rules, scope: "Cluster" } as const;
    expect(complaints((errors) => validateObjectMeta(meta(), errors, cluster))).toEqual(["namespace: Forbidden: not allowed on this type"]);
    expect(complaints((errors) => validateObjectMeta(meta({ namespace: "" }), errors, cluster))).toEqual([]);
  });
});

describe("an update", () => {
  const before = meta({ generation: 2, creationTimestamp: "2026-04-22T10:00:00Z" });

  test.each<readonly [string, object, readonly string[]]>([
    ["of labels", { labels: { a: "b" } }, []],
    ["without a version", { resourceVersion: "" }, ['resourceVersion: Invalid value: "": must be specified for an update']],
    ["of an older generation", { generation: 1 }, ["generation: Invalid value: 1: must not be decremented"]],
    ["of who it is", { name: "b", namespace: "c", uid: "2" }, ['name: Invalid value: "b": field is immutable', 'namespace: Invalid value: "c": field is immutable', 'uid: Invalid value: "2": field is immutable']],
    ["of when it was born", { creationTimestamp: undefined }, ["creationTimestamp: Invalid value: null: field is immutable"]],
    ["of when it dies", { deletionTimestamp: "2026-04-22T10:01:00Z" }, ['deletionTimestamp: Invalid value: "2026-04-22T10:01:00Z": field is immutable']],
  ])("%s", (_, change, expected) => {
    expect(complaints((errors) => validateObjectMetaUpdate({ ...before, ...change }, before, errors))).toEqual(expected);
  });

  test("of what is on its way out adds nothing to wait for", () => {
    const leaving = { ...before, deletionTimestamp: "2026-04-22T10:01:00Z", finalizers: ["a.b/c"] };
    expect(complaints((errors) => validateObjectMetaUpdate({ ...leaving, finalizers: [] }, leaving, errors))).toEqual([]);
    expect(complaints((errors) => validateObjectMetaUpdate({ ...leaving, finalizers: ["a.b/c", "a.b/d"] }, leaving, errors))).toEqual([
      'finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"a.b/d"}',
    ]);
  });
});

describe("a label selector", () => {
  const selecting = (...matchExpressions: readonly object[]) => complaints((errors) => validateLabelSelector({ matchExpressions } as never, errors));

  test.each<readonly [object, readonly string[]]>([
    [{ key: "a", operator: "In", values: ["x"] }, []],
    [{ key: "a", operator: "DoesNotExist" }, []],
    [{ key: "a", operator: "NotIn" }, ["matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'"]],
    [{ key: "a", operator: "Exists", values: ["x"] }, ["matchExpressions[0].values: Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'"]],
    [{ key: "a", operator: "Gt", values: ["1"] }, ['matchExpressions[0].operator: Invalid value: "Gt": not a valid selector operator']],
  ])("%j", (expression, expected) => {
    expect(selecting(expression)).toEqual(expected);
  });

  test("that says nothing selects everything", () => {
    expect([isEmptySelector({}), isEmptySelector({ matchLabels: {} }), isEmptySelector({ matchLabels: { a: "b" } }), isEmptySelector({ matchExpressions: [{ key: "a", operator: "Exists" }] })]).toEqual([true, true, false, false]);
  });
});

test.each<readonly [string, readonly string[]]>([
  ["example.com/a", []],
  ["example.com/a/b_c", []],
  ["", ["f: Required value"]],
  ["example.com", ['f: Invalid value: "example.com": must be a domain-prefixed path (such as "acme.io/foo")']],
  ["example.com/", ['f: Invalid value: "example.com/": must be a domain-prefixed path (such as "acme.io/foo")']],
  ["a.b/ ", ['f: Invalid value: " ": Invalid path (regex used for validation is \'[A-Za-z0-9/\\-._~%!$&\'()*+,;=:]+\')']],
])("%j as a path below a domain", (value, expected) => {
  expect(complaints((errors) => validateDomainPath("f", value, errors))).toEqual(expected);
});

test.each<readonly [string, number]>([["", 0], ["abc", 3], ["ü", 2], ["€", 3], ["😀", 4]])("%j takes %i bytes", (text, bytes) => {
  expect(byteLength(text)).toBe(bytes);
});

test("names follow the rules of their kind, and prefixes may end in a dash", () => {
  expect([subdomainName("a.b", false), subdomainName("a-", true), labelName("a", false), pathSegmentName("system:a", false)]).toEqual([[], [], [], []]);
  for (const errors of [subdomainName("a-", false), labelName("a.b", false), pathSegmentName("a/b", false), pathSegmentName("..", false)]) expect(errors).toHaveLength(1);
});

test("a difference shows what was and what should be", () => {
  expect(specDifference({ a: 1, same: {}, gone: "x" }, { a: 2, same: {}, come: [1] })).toBe('- "A": 1\n+ "A": 2\n- "Gone": "x"\n+ "Gone": null\n- "Come": null\n+ "Come": [\n+  1\n+ ]');
});
