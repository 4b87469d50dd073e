import { describe, expect, test } from "vitest";
import { typeSchema } from "../../api/type-schema.ts";
import { deepFreeze } from "../../base/freeze.ts";
import type { JsonObject } from "../json-value.ts";
import type { PatchError } from "./patch-error.ts";
import { applyStrategicMergePatch, createThreeWayMergePatch, createTwoWayMergePatch, PatchConflictError } from "./strategic-merge-patch.ts";

const deployment = typeSchema("io.k8s.api.apps.v1.Deployment");
const podSpec = typeSchema("io.k8s.api.core.v1.PodSpec");
const objectMeta = typeSchema("io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta");
const serviceSpec = typeSchema("io.k8s.api.core.v1.ServiceSpec");
const deploymentSpec = typeSchema("io.k8s.api.apps.v1.DeploymentSpec");

type Case = readonly [name: string, original: JsonObject, patch: JsonObject, expected: JsonObject];

const apply = (original: JsonObject, patch: JsonObject, schema = podSpec) => applyStrategicMergePatch(deepFreeze(original), deepFreeze(patch), schema);

const a = { name: "a", image: "a:1" };
const b = { name: "b", image: "b:1" };
const c = { name: "c", image: "c:1" };

describe("applying to lists with a merge key", () => {
  test.each<Case>([
    ["a new item goes where the patch puts it: in front", { containers: [a] }, { containers: [b] }, { containers: [b, a] }],
    ["a new item goes behind with an order", { containers: [a] }, { "$setElementOrder/containers": [{ name: "a" }, { name: "b" }], containers: [b] }, { containers: [a, b] }],
    ["an item changes in place", { containers: [a, b] }, { containers: [{ name: "b", image: "b:2" }] }, { containers: [a, { name: "b", image: "b:2" }] }],
    ["a field of an item is added", { containers: [a] }, { containers: [{ name: "a", stdin: true }] }, { containers: [{ ...a, stdin: true }] }],
    ["a field of an item goes", { containers: [a] }, { containers: [{ name: "a", image: null }] }, { containers: [{ name: "a" }] }],
    ["an item goes", { containers: [a, b] }, { containers: [{ name: "a", $patch: "delete" }] }, { containers: [b] }],
    ["an item that is not there goes without a trace", { containers: [a] }, { containers: [{ name: "x", $patch: "delete" }] }, { containers: [a] }],
    ["all namesakes go", { containers: [a, b, { ...a, image: "a:2" }] }, { containers: [{ name: "a", $patch: "delete" }] }, { containers: [b] }],
    ["one goes and one comes", { containers: [a, b] }, { containers: [{ name: "a", $patch: "delete" }, c] }, { containers: [c, b] }],
    ["the list is replaced", { containers: [a, b] }, { containers: [{ $patch: "replace" }, c] }, { containers: [c] }],
    ["the list is emptied", { containers: [a, b] }, { containers: [{ $patch: "replace" }] }, { containers: [] }],
    ["the list goes", { containers: [a], hostname: "x" }, { containers: null }, { hostname: "x" }],
    ["an item is replaced as a whole", { containers: [{ ...a, stdin: true }] }, { containers: [{ name: "a", image: "a:2", $patch: "replace" }] }, { containers: [] }],
    ["an empty patch list changes nothing", { containers: [a] }, { containers: [] }, { containers: [a] }],
    ["two empty lists stay empty", { containers: [] }, { containers: [] }, { containers: [] }],
    ["a list that is not there yet", {}, { containers: [a, { name: "x", $patch: "delete" }] }, { containers: [a] }],
    ["lists in lists merge by their own key", { containers: [{ ...a, env: [{ name: "X", value: "1" }] }] }, { containers: [{ name: "a", env: [{ name: "Y", value: "2" }] }] }, { containers: [{ ...a, env: [{ name: "Y", value: "2" }, { name: "X", value: "1" }] }] }],
    ["a merge key may be a number", { containers: [{ name: "a", ports: [{ containerPort: 80, name: "http" }] }] }, { containers: [{ name: "a", ports: [{ containerPort: 80, name: "web" }, { containerPort: 443 }] }] }, { containers: [{ name: "a", ports: [{ containerPort: 80, name: "web" }, { containerPort: 443 }] }] }],
    ["an order alone reorders", { containers: [a, b, c] }, { "$setElementOrder/containers": [{ name: "c" }, { name: "b" }, { name: "a" }] }, { containers: [c, b, a] }],
    ["items that the order does not name stay in place as far as possible", { containers: [a, b, c] }, { "$setElementOrder/containers": [{ name: "c" }, { name: "a" }] }, { containers: [b, c, a] }],
    ["an order may name what is not there", { containers: [a] }, { "$setElementOrder/containers": [{ name: "x" }, { name: "a" }] }, { containers: [a] }],
    ["an order for a list that is not there does nothing", {}, { "$setElementOrder/containers": [{ name: "x" }] }, {}],
    ["order, change and deletion together", { containers: [a, b, c] }, { "$setElementOrder/containers": [{ name: "c" }, { name: "a" }], containers: [{ name: "a", image: "a:2" }, { name: "b", $patch: "delete" }] }, { containers: [c, { name: "a", image: "a:2" }] }],
  ])("%s", (_name, original, patch, expected) => {
    expect(apply(original, patch)).toEqual(expected);
  });
});

describe("applying to lists of scalars and lists without a key", () => {
  test.each<Case>([
    ["finalizers merge, new ones in front", { finalizers: ["a", "b"] }, { finalizers: ["c"] }, { finalizers: ["c", "a", "b"] }],
    ["an item that is there stays once", { finalizers: ["a", "b"] }, { finalizers: ["b", "c"] }, { finalizers: ["a", "b", "c"] }],
    ["finalizers are removed by name", { finalizers: ["a", "b", "c"] }, { "$deleteFromPrimitiveList/finalizers": ["b"] }, { finalizers: ["a", "c"] }],
    ["removing what is not there", { finalizers: ["a"] }, { "$deleteFromPrimitiveList/finalizers": ["x"] }, { finalizers: ["a"] }],
    ["removing from a list that is not there", {}, { "$deleteFromPrimitiveList/finalizers": ["x"] }, {}],
    ["removing the last leaves an empty list", { finalizers: ["a"] }, { "$deleteFromPrimitiveList/finalizers": ["a"] }, { finalizers: [] }],
    ["add, remove and order", { finalizers: ["a", "b"] }, { "$deleteFromPrimitiveList/finalizers": ["a"], "$setElementOrder/finalizers": ["c", "b"], finalizers: ["c"] }, { finalizers: ["c", "b"] }],
    ["owner references merge by uid", { ownerReferences: [{ uid: "1", name: "x" }] }, { ownerReferences: [{ uid: "2", name: "y" }] }, { ownerReferences: [{ uid: "2", name: "y" }, { uid: "1", name: "x" }] }],
    ["an owner reference is removed by uid", { ownerReferences: [{ uid: "1" }, { uid: "2" }] }, { ownerReferences: [{ uid: "1", $patch: "delete" }] }, { ownerReferences: [{ uid: "2" }] }],
    ["labels merge", { labels: { a: "1", b: "2" } }, { labels: { b: "3", c: "4" } }, { labels: { a: "1", b: "3", c: "4" } }],
    ["a label goes", { labels: { a: "1", b: "2" } }, { labels: { a: null } }, { labels: { b: "2" } }],
    ["a label that is not there goes", { labels: { a: "1" } }, { labels: { x: null } }, { labels: { a: "1" } }],
    ["nulls in something new are dropped", {}, { labels: { a: "1", b: null } }, { labels: { a: "1" } }],
    ["labels are replaced", { labels: { a: "1", b: "2" } }, { labels: { $patch: "replace", c: "3" } }, { labels: { c: "3" } }],
    ["labels are emptied", { labels: { a: "1" } }, { labels: { $patch: "delete" } }, { labels: {} }],
    ["a directive on what is not there leaves nothing", {}, { labels: { $patch: "delete" } }, {}],
    ["everything is replaced", { name: "x", labels: { a: "1" } }, { $patch: "replace", name: "y" }, { name: "y" }],
    ["everything goes", { name: "x" }, { $patch: "delete" }, {}],
  ])("%s", (_name, original, patch, expected) => {
    expect(apply(original, patch, objectMeta)).toEqual(expected);
  });

  test.each<Case>([
    ["a list without a strategy is replaced", { tolerations: [{ key: "a" }, { key: "b" }] }, { tolerations: [{ key: "c" }] }, { tolerations: [{ key: "c" }] }],
    ["arguments are replaced", { containers: [{ name: "a", args: ["x", "y"] }] }, { containers: [{ name: "a", args: ["z"] }] }, { containers: [{ name: "a", args: ["z"] }] }],
    ["removing by value works on such a list too", { containers: [{ name: "a", args: ["x", "y"] }] }, { containers: [{ name: "a", "$deleteFromPrimitiveList/args": ["x"] }] }, { containers: [{ name: "a", args: ["y"] }] }],
    ["a value may change its type", { hostname: "x" }, { hostname: null, subdomain: "y" }, { subdomain: "y" }],
    ["objects merge", { securityContext: { runAsUser: 1, fsGroup: 2 } }, { securityContext: { fsGroup: 3 } }, { securityContext: { runAsUser: 1, fsGroup: 3 } }],
    ["a volume keeps only its new source", { volumes: [{ name: "v", emptyDir: {} }] }, { volumes: [{ name: "v", $retainKeys: ["name", "configMap"], configMap: { name: "c" }, emptyDir: null }] }, { volumes: [{ name: "v", configMap: { name: "c" } }] }],
  ])("%s", (_name, original, patch, expected) => {
    expect(apply(original, patch)).toEqual(expected);
  });

  test.each<Case>([
    ["a strategy keeps only what is retained", { strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1 } } }, { strategy: { $retainKeys: ["type"], type: "Recreate" } }, { strategy: { type: "Recreate" } }],
    ["without the directive it merges", { strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1 } } }, { strategy: { rollingUpdate: { maxUnavailable: 0 } } }, { strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } }],
    ["retaining without changing", { strategy: { type: "RollingUpdate", rollingUpdate: {} } }, { strategy: { $retainKeys: ["type"] } }, { strategy: { type: "RollingUpdate" } }],
    ["a null may be left out of what is retained", { strategy: { type: "RollingUpdate", rollingUpdate: {} } }, { strategy: { $retainKeys: ["type"], type: "Recreate", rollingUpdate: null } }, { strategy: { type: "Recreate" } }],
    ["what does not exist yet", {}, { paused: true, template: { metadata: { labels: { a: "1" } } } }, { paused: true, template: { metadata: { labels: { a: "1" } } } }],
  ])("%s", (_name, original, patch, expected) => {
    expect(apply(original, patch, deploymentSpec)).toEqual(expected);
  });
});

describe("patches that make no sense", () => {
  test.each<readonly [JsonObject, unknown, number, string]>([
    [{}, "text", 400, "invalid JSON document"],
    [{}, [1], 400, "invalid JSON document"],
    [{ containers: [a] }, { containers: [{ image: "x" }] }, 500, "map: map[image:x] does not contain declared merge key: name"],
    [{ containers: [a] }, { containers: [{ $patch: "delete" }] }, 500, "map: map[$patch:delete] does not contain declared merge key: name"],
    [{ containers: [a] }, { containers: [{ name: "a", $patch: "bogus" }] }, 500, "unknown patch type: bogus in map: map[$patch:bogus name:a]"],
    [{ containers: [a] }, { containers: [{ name: "a", $patch: "merge" }] }, 500, "merging lists cannot yet be specified in the patch"],
    [{ securityContext: {} }, { securityContext: { $patch: "bogus" } }, 500, "unknown patch type: bogus in map: map[$patch:bogus]"],
    [{ containers: [a] }, { containers: ["a"] }, 500, "list element types are not identical"],
    [{ containers: [a] }, { containers: [[a]] }, 422, "lists of lists are not supported"],
    [{ volumes: [{ name: "v", emptyDir: {} }] }, { volumes: [{ name: "v", $retainKeys: "name" }] }, 400, "invalid patch format of retainKeys"],
    [{ volumes: [{ name: "v", emptyDir: {} }] }, { volumes: [{ name: "v", $retainKeys: ["name"], configMap: { name: "c" } }] }, 400, "invalid patch format of retainKeys"],
    [{ containers: [a] }, { "$setElementOrder/containers": "x" }, 500, "expected a []interface {}, but received a string"],
    [{ containers: [a] }, { "$setElementOrder:containers": [] }, 400, "invalid patch format of setElementOrder list"],
    [{ containers: [a] }, { $deleteFromPrimitiveList: [] }, 400, "invalid patch format of primitive list"],
    [{ containers: [a, b] }, { "$setElementOrder/containers": [{ name: "b" }, { name: "a" }], containers: [{ name: "a" }, { name: "b" }] }, 500, "doesn't match $setElementOrder list"],
    [{ containers: [a] }, { "$setElementOrder/containers": [{ name: "b" }], containers: [{ name: "a" }] }, 500, "doesn't match $setElementOrder list"],
  ])("%# %j with %j", (original, patch, code, message) => {
    const attempt = () => applyStrategicMergePatch(original, patch, podSpec);
    expect(attempt).toThrow(message);
    try {
      attempt();
    } catch (error) {
      expect((error as PatchError).code).toBe(code);
      expect((error as PatchError).toApiError().status.code).toBe(code);
    }
  });

  test("a field that the type does not have cannot merge", () => {
    expect(() => apply({ bogus: { a: 1 } }, { bogus: { b: 1 } })).toThrow('unable to find api field "bogus" in v1.PodSpec');
  });
});

describe("the difference of two objects", () => {
  const specs = deepFreeze({ containers: [a, b], volumes: [{ name: "v", emptyDir: {} }] });

  test.each<readonly [string, JsonObject, JsonObject, JsonObject]>([
    ["none", specs, specs, {}],
    ["a new field", {}, { hostname: "x" }, { hostname: "x" }],
    ["a field that goes", { hostname: "x" }, {}, { hostname: null }],
    ["a field that changes", { hostname: "x" }, { hostname: "y" }, { hostname: "y" }],
    ["a field that changes its type", { hostname: "x" }, { hostname: { a: 1 } }, { hostname: { a: 1 } }],
    ["a nested field", { securityContext: { runAsUser: 1, fsGroup: 2 } }, { securityContext: { runAsUser: 3, fsGroup: 2 } }, { securityContext: { runAsUser: 3 } }],
    ["an item is added at the end", { containers: [a] }, { containers: [a, b] }, { "$setElementOrder/containers": [{ name: "a" }, { name: "b" }], containers: [b] }],
    ["an item changes", { containers: [a, b] }, { containers: [a, { ...b, image: "b:2" }] }, { "$setElementOrder/containers": [{ name: "a" }, { name: "b" }], containers: [{ name: "b", image: "b:2" }] }],
    ["an item goes", { containers: [a, b] }, { containers: [b] }, { "$setElementOrder/containers": [{ name: "b" }], containers: [{ name: "a", $patch: "delete" }] }],
    ["items change places", { containers: [a, b] }, { containers: [b, a] }, { "$setElementOrder/containers": [{ name: "b" }, { name: "a" }] }],
    ["a list appears", { hostname: "x" }, { hostname: "x", containers: [a] }, { containers: [a] }],
    ["an empty list fills", { containers: [] }, { containers: [a, b] }, { containers: [a, b] }],
    ["a list goes", { containers: [a] }, {}, { containers: null }],
    ["a list is emptied", { containers: [a] }, { containers: [] }, { containers: [{ name: "a", $patch: "delete" }] }],
    ["a list without a strategy changes as a whole", { tolerations: [{ key: "a" }] }, { tolerations: [{ key: "a" }, { key: "b" }] }, { tolerations: [{ key: "a" }, { key: "b" }] }],
    ["a volume changes its source", { volumes: [{ name: "v", emptyDir: {} }] }, { volumes: [{ name: "v", configMap: { name: "c" } }] }, { "$setElementOrder/volumes": [{ name: "v" }], volumes: [{ $retainKeys: ["configMap", "name"], configMap: { name: "c" }, emptyDir: null, name: "v" }] }],
    ["environment of a container", { containers: [{ ...a, env: [{ name: "X", value: "1" }, { name: "Y", value: "2" }] }] }, { containers: [{ ...a, env: [{ name: "X", value: "1" }, { name: "Y", value: "3" }] }] }, { "$setElementOrder/containers": [{ name: "a" }], containers: [{ name: "a", "$setElementOrder/env": [{ name: "X" }, { name: "Y" }], env: [{ name: "Y", value: "3" }] }] }],
  ])("%s", (_name, original, modified, patch) => {
    const difference = createTwoWayMergePatch(deepFreeze(original), deepFreeze(modified), podSpec);
    expect(difference).toEqual(patch);
    expect(apply(original, difference)).toEqual(modified);
  });

  test.each<readonly [string, JsonObject, JsonObject, JsonObject]>([
    ["a finalizer is added", { finalizers: ["a"] }, { finalizers: ["a", "b"] }, { "$setElementOrder/finalizers": ["a", "b"], finalizers: ["b"] }],
    ["a finalizer goes", { finalizers: ["a", "b"] }, { finalizers: ["b"] }, { "$deleteFromPrimitiveList/finalizers": ["a"], "$setElementOrder/finalizers": ["b"] }],
    ["finalizers change places", { finalizers: ["a", "b"] }, { finalizers: ["b", "a"] }, { "$setElementOrder/finalizers": ["b", "a"] }],
    ["sorted finalizers that stay say nothing", { finalizers: ["a", "b"] }, { finalizers: ["a", "b"] }, {}],
    ["labels", { labels: { a: "1", b: "2" } }, { labels: { b: "3", c: "4" } }, { labels: { a: null, b: "3", c: "4" } }],
  ])("%s", (_name, original, modified, patch) => {
    const difference = createTwoWayMergePatch(original, modified, objectMeta);
    expect(difference).toEqual(patch);
    expect(apply(original, difference, objectMeta)).toEqual(modified);
  });

  test("finalizers out of order state their order even if they stay, as in Kubernetes", () => {
    expect(createTwoWayMergePatch({ finalizers: ["b", "a"] }, { finalizers: ["b", "a"] }, objectMeta)).toEqual({ "$setElementOrder/finalizers": ["b", "a"] });
  });

  test("a strategy states what it retains", () => {
    const original = { strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1 } } };
    const difference = createTwoWayMergePatch(original, { strategy: { type: "Recreate" } }, deploymentSpec);
    expect(difference).toEqual({ strategy: { $retainKeys: ["type"], type: "Recreate", rollingUpdate: null } });
    expect(apply(original, difference, deploymentSpec)).toEqual({ strategy: { type: "Recreate" } });
  });

  test("ports of a service merge by their number", () => {
    const original = { ports: [{ port: 80, targetPort: 8080 }, { port: 443 }] };
    const modified = { ports: [{ port: 80, targetPort: 9090 }, { port: 443 }] };
    expect(createTwoWayMergePatch(original, modified, serviceSpec)).toEqual({ "$setElementOrder/ports": [{ port: 80 }, { port: 443 }], ports: [{ port: 80, targetPort: 9090 }] });
  });

  test("an unknown field that stays is no error, one that changes is", () => {
    expect(createTwoWayMergePatch({ bogus: { a: 1 } }, { bogus: { a: 1 } }, podSpec)).toEqual({});
    expect(() => createTwoWayMergePatch({ bogus: { a: 1 } }, { bogus: { a: 2 } }, podSpec)).toThrow('unable to find api field "bogus"');
  });
});

describe("the three-way patch of kubectl apply", () => {
  const spec = (template: JsonObject, more: JsonObject = {}) => ({ spec: { ...more, template: { spec: template } } });
  type ThreeWayCase = readonly [name: string, original: JsonObject, modified: JsonObject, current: JsonObject, patch: JsonObject, result: JsonObject];

  const cases: readonly ThreeWayCase[] = [
    ["nothing to do", spec({ containers: [a] }), spec({ containers: [a] }), spec({ containers: [{ ...a, imagePullPolicy: "Always" }], dnsPolicy: "ClusterFirst" }), {}, spec({ containers: [{ ...a, imagePullPolicy: "Always" }], dnsPolicy: "ClusterFirst" })],
    ["what an autoscaler set stays when the author never stated it", { spec: {} }, { spec: {} }, { spec: { replicas: 7 } }, {}, { spec: { replicas: 7 } }],
    ["what the author states is set back", { spec: { replicas: 3 } }, { spec: { replicas: 3 } }, { spec: { replicas: 7 } }, { spec: { replicas: 3 } }, { spec: { replicas: 3 } }],
    ["what the author no longer states goes", { spec: { replicas: 3, paused: true } }, { spec: { replicas: 3 } }, { spec: { replicas: 3, paused: true } }, { spec: { paused: null } }, { spec: { replicas: 3 } }],
    [
      "an image changes and defaults stay",
      spec({ containers: [a] }),
      spec({ containers: [{ ...a, image: "a:2" }] }),
      spec({ containers: [{ ...a, imagePullPolicy: "Always" }] }),
      spec({ "$setElementOrder/containers": [{ name: "a" }], containers: [{ name: "a", image: "a:2" }] }),
      spec({ containers: [{ name: "a", image: "a:2", imagePullPolicy: "Always" }] }),
    ],
    [
      "a container that somebody injected stays",
      spec({ containers: [a] }),
      spec({ containers: [{ ...a, image: "a:2" }] }),
      spec({ containers: [a, { name: "sidecar", image: "s:1" }] }),
      spec({ "$setElementOrder/containers": [{ name: "a" }], containers: [{ name: "a", image: "a:2" }] }),
      spec({ containers: [{ name: "a", image: "a:2" }, { name: "sidecar", image: "s:1" }] }),
    ],
    [
      "a container that the author dropped goes, an injected one stays",
      spec({ containers: [a, b] }),
      spec({ containers: [a] }),
      spec({ containers: [a, b, c] }),
      spec({ "$setElementOrder/containers": [{ name: "a" }], containers: [{ name: "b", $patch: "delete" }] }),
      spec({ containers: [a, c] }),
    ],
    [
      "labels of others stay, dropped ones go",
      { metadata: { labels: { a: "1", b: "2" } } },
      { metadata: { labels: { a: "2" } } },
      { metadata: { labels: { a: "1", b: "2", c: "3" } } },
      { metadata: { labels: { a: "2", b: null } } },
      { metadata: { labels: { a: "2", c: "3" } } },
    ],
    [
      "a strategy that changes drops its old parameters",
      { spec: { strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1 } } } },
      { spec: { strategy: { type: "Recreate" } } },
      { spec: { strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 1 } } } },
      { spec: { strategy: { $retainKeys: ["type"], type: "Recreate", rollingUpdate: null } } },
      { spec: { strategy: { type: "Recreate" } } },
    ],
    ["first apply of an object that exists", {}, { spec: { replicas: 2 } }, { spec: { replicas: 1, paused: true } }, { spec: { replicas: 2 } }, { spec: { replicas: 2, paused: true } }],
    [
      "finalizers: one dropped, one added, a foreign one stays",
      { metadata: { finalizers: ["a"] } },
      { metadata: { finalizers: ["b"] } },
      { metadata: { finalizers: ["a", "z"] } },
      { metadata: { "$deleteFromPrimitiveList/finalizers": ["a"], "$setElementOrder/finalizers": ["b"], finalizers: ["b"] } },
      { metadata: { finalizers: ["b", "z"] } },
    ],
  ];

  test.each(cases)("%s", (_name, original, modified, current, patch, result) => {
    const ways = deepFreeze({ original, modified, current });
    const made = createThreeWayMergePatch(ways, deployment, true);
    expect(made).toEqual(patch);
    expect(apply(current, made, deployment)).toEqual(result);
  });

  test("without overwriting, a foreign change to the same field is a conflict", () => {
    const ways = { original: { spec: { replicas: 3 } }, modified: { spec: { replicas: 4 } }, current: { spec: { replicas: 7 } } };
    expect(() => createThreeWayMergePatch(ways, deployment, false)).toThrow(PatchConflictError);
    expect(createThreeWayMergePatch(ways, deployment, true)).toEqual({ spec: { replicas: 4 } });
  });

  test.each<readonly [string, JsonObject, JsonObject, JsonObject]>([
    ["the same change by both", { spec: { replicas: 3 } }, { spec: { replicas: 7 } }, { spec: { replicas: 7 } }],
    ["changes to different fields", { spec: { replicas: 3 } }, { spec: { replicas: 4 } }, { spec: { replicas: 3, paused: true } }],
    ["a change beside a foreign one in another container", spec({ containers: [a, b] }), spec({ containers: [{ ...a, image: "a:2" }, b] }), spec({ containers: [a, { ...b, tty: true }, c] })],
  ])("without overwriting, no conflict: %s", (_name, original, modified, current) => {
    expect(() => createThreeWayMergePatch({ original, modified, current }, deployment, false)).not.toThrow();
  });

  test("an image that both changed is a conflict", () => {
    const ways = { original: spec({ containers: [a] }), modified: spec({ containers: [{ ...a, image: "a:2" }] }), current: spec({ containers: [{ ...a, image: "a:3" }] }) };
    expect(() => createThreeWayMergePatch(ways, deployment, false)).toThrow("conflicts with changes made from original to current");
  });
});
