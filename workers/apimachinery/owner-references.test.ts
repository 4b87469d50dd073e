import { expect, test } from "vitest";
import type { KubernetesObject } from "./object.ts";
import { controllerOf, groupOf, isControlledBy, isOwnedBy, newControllerRef, versionOf } from "./owner-references.ts";

const owner: KubernetesObject = {
  apiVersion: "apps/v1",
  kind: "ReplicaSet",
  metadata: { name: "web", namespace: "default", uid: "u1", resourceVersion: "1", creationTimestamp: "2026-01-01T00:00:00Z" },
};
const withOwners = (...ownerReferences: NonNullable<KubernetesObject["metadata"]["ownerReferences"]>) => ({ metadata: { ownerReferences } });
const reference = { apiVersion: "v1", kind: "Node", name: "n", uid: "u2" };

test("a controller reference names the owner and blocks its deletion", () => {
  expect(newControllerRef(owner)).toEqual({ apiVersion: "apps/v1", kind: "ReplicaSet", name: "web", uid: "u1", controller: true, blockOwnerDeletion: true });
});

test("the controller is the one owner that manages", () => {
  const object = withOwners(reference, newControllerRef(owner));
  expect(controllerOf(object)?.uid).toBe("u1");
  expect(isControlledBy(object, owner)).toBe(true);
  expect(isOwnedBy(object, owner)).toBe(true);
});

test("an owner need not manage", () => {
  const object = withOwners({ ...reference, uid: "u1", controller: false });
  expect(controllerOf(object)).toBeUndefined();
  expect(isControlledBy(object, owner)).toBe(false);
  expect(isOwnedBy(object, owner)).toBe(true);
});

test("a namesake with another uid is somebody else", () => {
  const object = withOwners({ ...newControllerRef(owner), uid: "u9" });
  expect(isControlledBy(object, owner)).toBe(false);
  expect(isOwnedBy(object, owner)).toBe(false);
});

test("no owners at all", () => {
  expect(controllerOf({ metadata: {} })).toBeUndefined();
  expect(isOwnedBy({ metadata: {} }, owner)).toBe(false);
});

test.each([
  ["v1", "", "v1"],
  ["apps/v1", "apps", "v1"],
  ["networking.k8s.io/v1beta1", "networking.k8s.io", "v1beta1"],
])("%s is group %j, version %s", (apiVersion, group, version) => {
  expect(groupOf(apiVersion)).toBe(group);
  expect(versionOf(apiVersion)).toBe(version);
});
