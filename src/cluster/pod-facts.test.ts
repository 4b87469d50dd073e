import { describe, expect, test } from "vitest";
import type { ResourceTypes } from "../lib/resources.ts";
import * as make from "../testing/fake-objects.ts";
import type { Entry } from "./object-table.ts";
import { isSystem, revisionOf, shortName, stateOf } from "./pod-facts.ts";

const entry = (...wish: Parameters<typeof make.pod>) => make.pod(...wish) as unknown as Entry<ResourceTypes["pods"]>;
const owned = (name: string, kind: string, ownerName: string, labels?: Record<string, string>) => entry({ name, labels, owner: { kind, name: ownerName, uid: ownerName } });

describe("short names", () => {
  test.each([
    ["of a Deployment", owned("web-7d9f-x2k4p", "ReplicaSet", "web-7d9f", { "pod-template-hash": "7d9f" }), "web x2k4p"],
    ["of a static pod", owned("etcd-control-plane", "Node", "control-plane"), "etcd"],
    ["of a DaemonSet", owned("kube-proxy-abcde", "DaemonSet", "kube-proxy"), "kube-proxy abcde"],
    ["of a Job", owned("pi-x8z2k", "Job", "pi"), "pi x8z2k"],
    ["of a StatefulSet", owned("db-0", "StatefulSet", "db"), "db-0"],
    ["of nobody", entry({ name: "shell" }), "shell"],
    ["with a hash elsewhere", owned("7d9f-web", "ReplicaSet", "x", { "pod-template-hash": "7d9f" }), "7d9f-web"],
  ])("%s", (_, pod, name) => {
    expect(shortName(pod)).toBe(name);
  });
});

test("a pod is of the system by its namespace", () => {
  expect(isSystem(entry({ name: "a", namespace: "kube-system" }))).toBe(true);
  expect(isSystem(entry({ name: "a", namespace: "shop" }))).toBe(false);
});

test("a pod without a summary is unknown, never healthy", () => {
  const { pod: _, ...bare } = entry({ name: "a" });
  expect(stateOf(bare)).toBe("unknown");
  expect(stateOf(entry({ name: "a", state: "backoff" }))).toBe("backoff");
});

test.each([
  [{ "pod-template-hash": "abc" }, "abc"],
  [{ "controller-revision-hash": "db-77" }, "db-77"],
  [{}, undefined],
])("the revision in %o is %s", (labels, revision) => {
  expect(revisionOf(entry({ name: "a", labels }))).toBe(revision);
});
