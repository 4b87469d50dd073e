import { describe, expect, test } from "vitest";
import type { TypeSchema } from "../apimachinery/type-schema.ts";
import { typeSchema } from "./type-schema.ts";

const at = (root: string, path: string): TypeSchema | undefined =>
  path.split(".").reduce<TypeSchema | undefined>((schema, step) => (step === "[]" ? schema?.items : schema?.property(step)), typeSchema(root));

const deployment = "io.k8s.api.apps.v1.Deployment";
const pod = "io.k8s.api.core.v1.Pod";
const service = "io.k8s.api.core.v1.Service";

test.each([
  [deployment, "spec", "object", "v1.DeploymentSpec"],
  [deployment, "spec.replicas", "integer", "int32"],
  [deployment, "spec.paused", "boolean", "bool"],
  [deployment, "spec.template.spec.containers", "list", "[]v1.Container"],
  [deployment, "spec.template.spec.containers.[]", "object", "v1.Container"],
  [deployment, "spec.template.spec.containers.[].image", "string", "string"],
  [deployment, "spec.strategy.rollingUpdate.maxSurge", "int-or-string", "intstr.IntOrString"],
  [deployment, "metadata.labels", "map", "map[string]string"],
  [deployment, "metadata.labels.anything", "string", "string"],
  [deployment, "metadata.creationTimestamp", "time", "v1.Time"],
  [pod, "spec.containers.[].resources.limits.cpu", "quantity", "resource.Quantity"],
  [pod, "spec.terminationGracePeriodSeconds", "integer", "int64"],
  ["io.k8s.api.core.v1.Secret", "data.key", "bytes", "[]uint8"],
  ["io.k8s.api.events.v1.Event", "eventTime", "micro-time", "v1.MicroTime"],
  ["io.k8s.api.apps.v1.ControllerRevision", "data", "any", "runtime.RawExtension"],
])("%s %s is a %s, in Go %s", (root, path, kind, goType) => {
  expect(at(root, path)).toMatchObject({ kind, goType });
});

test.each([
  [deployment, "bogus"],
  [deployment, "spec.bogus"],
  [deployment, "spec.replicas.bogus"],
  [deployment, "spec.constructor"],
  [deployment, "spec.template.spec.containers.name"],
])("%s has no %s", (root, path) => {
  expect(at(root, path)).toBeUndefined();
});

test("a kind that does not exist is a broken invariant", () => {
  expect(() => typeSchema("io.k8s.api.core.v1.Bogus")).toThrow("no definition is named io.k8s.api.core.v1.Bogus");
});

test("equal paths give the same node, and all values of a map share one", () => {
  expect(typeSchema(pod)).toBe(typeSchema(pod));
  expect(at(pod, "spec.containers.[].image")).toBe(at(pod, "spec.containers.[].image"));
  expect(at(pod, "metadata.labels.a")).toBe(at(pod, "metadata.labels.b"));
});

describe("how lists merge", () => {
  test.each([
    [pod, "spec.containers", "map", ["name"], "name", ["merge"]],
    [pod, "spec.containers.[].ports", "map", ["containerPort", "protocol"], "containerPort", ["merge"]],
    [pod, "spec.containers.[].env", "map", ["name"], "name", ["merge"]],
    [pod, "spec.containers.[].args", "atomic", [], undefined, []],
    [pod, "spec.containers.[].volumeMounts", "map", ["mountPath"], "mountPath", ["merge"]],
    [pod, "spec.volumes", "map", ["name"], "name", ["merge", "retainKeys"]],
    [pod, "spec.tolerations", "atomic", [], undefined, []],
    [pod, "status.conditions", "map", ["type"], "type", ["merge"]],
    [pod, "metadata.finalizers", "set", [], undefined, ["merge"]],
    [pod, "metadata.ownerReferences", "map", ["uid"], "uid", ["merge"]],
    [service, "spec.ports", "map", ["port", "protocol"], "port", ["merge"]],
  ])("%s %s", (root, path, listType, listMapKeys, patchMergeKey, patchStrategies) => {
    expect(at(root, path)).toMatchObject({ listType, listMapKeys, patchMergeKey, patchStrategies });
  });

  test("a protocol that is left out is TCP", () => {
    expect(at(pod, "spec.containers.[].ports.[].protocol")?.defaultValue).toBe("TCP");
    expect(at(service, "spec.ports.[].protocol")?.defaultValue).toBe("TCP");
    expect(at(pod, "spec.containers.[].image")?.defaultValue).toBeUndefined();
  });
});

describe("what is owned as a whole", () => {
  test.each([
    [deployment, "spec.selector", true],
    [deployment, "spec.strategy", false],
    [pod, "spec.nodeSelector", true],
    [pod, "metadata.labels", false],
    [pod, "metadata.ownerReferences.[]", true],
    [service, "spec.selector", true],
    ["io.k8s.api.apps.v1.ControllerRevision", "data", true],
  ])("%s %s: %s", (root, path, atomic) => {
    expect(at(root, path)?.atomic).toBe(atomic);
  });
});

describe("what Go keeps in every object", () => {
  test.each([
    [deployment, "spec", true],
    [deployment, "metadata", true],
    [deployment, "spec.strategy", true],
    [deployment, "spec.strategy.rollingUpdate", false],
    [deployment, "spec.template.spec.containers", true],
    [deployment, "spec.template.spec.securityContext", false],
    [deployment, "spec.template.spec.containers.[].resources", true],
    [deployment, "spec.template.spec.containers.[].ports", false],
    [deployment, "metadata.labels", false],
    [deployment, "spec.replicas", false],
  ])("%s %s: %s", (root, path, alwaysPresent) => {
    expect(at(root, path)?.alwaysPresent).toBe(alwaysPresent);
  });

  test("required fields are named", () => {
    expect(at(deployment, "spec")?.required).toEqual(["selector", "template"]);
    expect(at(deployment, "metadata")?.required).toEqual([]);
  });
});
