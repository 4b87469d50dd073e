import { expect, test } from "vitest";
import { appliedBy, keyedBy, keyedRetaining, patchedBy, unionOf } from "./merge-facts.ts";

test.each([
  ["one key", keyedBy("name"), { "x-kubernetes-list-map-keys": ["name"], "x-kubernetes-list-type": "map", "x-kubernetes-patch-merge-key": "name", "x-kubernetes-patch-strategy": "merge" }],
  [
    "two keys, of which patches know the first",
    keyedBy("port", "protocol"),
    { "x-kubernetes-list-map-keys": ["port", "protocol"], "x-kubernetes-list-type": "map", "x-kubernetes-patch-merge-key": "port", "x-kubernetes-patch-strategy": "merge" },
  ],
  ["retained keys", keyedRetaining("name"), { ...keyedBy("name"), "x-kubernetes-patch-strategy": "merge,retainKeys" }],
  ["apply alone", appliedBy("type"), { "x-kubernetes-list-map-keys": ["type"], "x-kubernetes-list-type": "map" }],
  ["patches alone", patchedBy("ip"), { "x-kubernetes-list-type": "atomic", "x-kubernetes-patch-merge-key": "ip", "x-kubernetes-patch-strategy": "merge" }],
  ["a union", unionOf(["queuing"], "type"), { "x-kubernetes-unions": [{ discriminator: "type", "fields-to-discriminateBy": { queuing: "Queuing" } }] }],
  ["a union that nothing names", unionOf(["podGroupName"]), { "x-kubernetes-unions": [{ "fields-to-discriminateBy": { podGroupName: "PodGroupName" } }] }],
])("%s", (_, facts, expected) => {
  expect(facts).toEqual(expected);
});
