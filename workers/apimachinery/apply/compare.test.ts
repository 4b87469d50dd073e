import { describe, expect, test } from "vitest";
import { typeSchema } from "../../api/type-schema.ts";
import { deepFreeze } from "../../base/freeze.ts";
import type { JsonObject } from "../json-value.ts";
import { appliedSet } from "./applied-set.ts";
import { compareObjects } from "./compare.ts";
import { type FieldSet, visitPaths } from "./field-set.ts";
import { formatPath } from "./path-element.ts";

const pod = typeSchema("io.k8s.api.core.v1.Pod");

function pathsOf(set: FieldSet | undefined): readonly string[] {
  const paths: string[] = [];
  if (set !== undefined) visitPaths(set, (path) => paths.push(formatPath(path)));
  return paths.sort();
}

type Case = readonly [name: string, before: JsonObject, after: JsonObject, changed: readonly string[], removed: readonly string[]];

const spec = (fields: JsonObject) => ({ spec: { containers: [], ...fields } });

describe("comparing", () => {
  test.each<Case>([
    ["equal objects", spec({ hostname: "a" }), spec({ hostname: "a" }), [], []],
    ["a new scalar", spec({}), spec({ hostname: "a" }), [".spec.hostname"], []],
    ["another scalar", spec({ hostname: "a" }), spec({ hostname: "b" }), [".spec.hostname"], []],
    ["a scalar that goes", spec({ hostname: "a" }), spec({}), [], [".spec.hostname"]],
    ["a new object", spec({}), spec({ securityContext: { fsGroup: 1 } }), [".spec.securityContext", ".spec.securityContext.fsGroup"], []],
    ["a new empty object", spec({}), spec({ securityContext: {} }), [".spec.securityContext"], []],
    ["an object that fills", spec({ securityContext: {} }), spec({ securityContext: { fsGroup: 1 } }), [".spec.securityContext.fsGroup"], []],
    ["an object that empties", spec({ securityContext: { fsGroup: 1 } }), spec({ securityContext: {} }), [], [".spec.securityContext.fsGroup"]],
    ["an object that goes", spec({ securityContext: { fsGroup: 1 } }), spec({}), [], [".spec.securityContext", ".spec.securityContext.fsGroup"]],
    ["an atomic map", spec({ nodeSelector: { a: "1" } }), spec({ nodeSelector: { a: "1", b: "2" } }), [".spec.nodeSelector"], []],
    ["an atomic list", spec({ tolerations: [{ key: "a" }] }), spec({ tolerations: [{ key: "b" }] }), [".spec.tolerations"], []],
    ["a map", { metadata: { labels: { a: "1", b: "2" } } }, { metadata: { labels: { a: "2", c: "3" } } }, [".metadata.labels.a", ".metadata.labels.c"], [".metadata.labels.b"]],
    ["a set", { metadata: { finalizers: ["a", "b"] } }, { metadata: { finalizers: ["b", "c"] } }, ['.metadata.finalizers[="c"]'], ['.metadata.finalizers[="a"]']],
    ["a new item", spec({ containers: [{ name: "a" }] }), spec({ containers: [{ name: "b", tty: true }, { name: "a" }] }), ['.spec.containers[name="b"]', '.spec.containers[name="b"].name', '.spec.containers[name="b"].tty'], []],
    ["an item that goes", spec({ containers: [{ name: "a" }, { name: "b" }] }), spec({ containers: [{ name: "b" }] }), [], ['.spec.containers[name="a"]', '.spec.containers[name="a"].name']],
    ["an item that changes", spec({ containers: [{ name: "a", image: "1" }] }), spec({ containers: [{ name: "a", image: "2" }] }), ['.spec.containers[name="a"].image'], []],
    ["items that change places", spec({ containers: [{ name: "a" }, { name: "b" }] }), spec({ containers: [{ name: "b" }, { name: "a" }] }), [], []],
    ["fields of the server and the name", { apiVersion: "v1", metadata: { name: "a", uid: "1", resourceVersion: "1" } }, { apiVersion: "v2", metadata: { name: "b", uid: "2", resourceVersion: "2", generation: 3, managedFields: [{}] } }, [], []],
    ["a generated name and owners", { metadata: {} }, { metadata: { generateName: "a-", ownerReferences: [{ uid: "1" }] } }, [".metadata.generateName", ".metadata.ownerReferences", '.metadata.ownerReferences[uid="1"]'], []],
    ["an owner that changes", { metadata: { ownerReferences: [{ uid: "1", name: "a" }] } }, { metadata: { ownerReferences: [{ uid: "1", name: "b" }] } }, ['.metadata.ownerReferences[uid="1"]'], []],
    ["items that come to share a key", spec({ hostAliases: [{ ip: "1" }] }), spec({ hostAliases: [{ ip: "1" }, { ip: "1", hostnames: ["x"] }] }), ['.spec.hostAliases[ip="1"]'], ['.spec.hostAliases[ip="1"]', '.spec.hostAliases[ip="1"].ip']],
    ["items that share a key and change", spec({ hostAliases: [{ ip: "1" }, { ip: "1" }] }), spec({ hostAliases: [{ ip: "1" }, { ip: "1", hostnames: ["x"] }] }), ['.spec.hostAliases[ip="1"]'], []],
    ["items that no longer share a key", spec({ hostAliases: [{ ip: "1" }, { ip: "1" }] }), spec({ hostAliases: [{ ip: "1" }] }), ['.spec.hostAliases[ip="1"]', '.spec.hostAliases[ip="1"].ip'], ['.spec.hostAliases[ip="1"]']],
    ["an undefined field is none", spec({ hostname: undefined }), spec({}), [], []],
  ])("%s", (_name, before, after, changed, removed) => {
    const comparison = compareObjects(deepFreeze(before), deepFreeze(after), pod);
    expect(pathsOf(comparison.changed)).toEqual(changed);
    expect(pathsOf(comparison.removed)).toEqual(removed);
  });
});

describe("what an applied object claims", () => {
  test.each<readonly [JsonObject, readonly string[]]>([
    [{}, []],
    [{ apiVersion: "v1", kind: "Pod", metadata: { name: "a", namespace: "b" } }, []],
    [{ spec: { hostname: "a" } }, [".spec.hostname"]],
    [{ spec: {} }, [".spec"]],
    [{ spec: { hostname: null } }, [".spec.hostname"]],
    [{ spec: { securityContext: {} } }, [".spec.securityContext"]],
    [{ spec: { tolerations: [] } }, [".spec.tolerations"]],
    [{ spec: { containers: [] } }, []],
    [{ metadata: { labels: {} } }, [".metadata.labels"]],
    [{ metadata: { labels: { a: "1" } } }, [".metadata.labels.a"]],
    [{ metadata: { finalizers: ["x"] } }, ['.metadata.finalizers[="x"]']],
    [{ spec: { nodeSelector: { a: "1" } } }, [".spec.nodeSelector"]],
    [{ spec: { containers: [{ name: "a", args: ["x"] }] } }, ['.spec.containers[name="a"]', '.spec.containers[name="a"].args', '.spec.containers[name="a"].name']],
    [{ spec: { overhead: { cpu: "1" } } }, [".spec.overhead.cpu"]],
    [{ spec: { bogus: 1 } }, []],
  ])("%# %j", (object, expected) => {
    expect(pathsOf(appliedSet(object, pod))).toEqual(expected);
  });
});
