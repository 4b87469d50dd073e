import { describe, expect, test } from "vitest";
import type { RequestTrace } from "../../../workers/protocol/session.ts";
import { applyChanges, emptyIndex } from "../../cluster/object-table.ts";
import * as make from "../../testing/fake-objects.ts";
import { addressBook, destination, isOfInterest } from "./addresses.ts";

const pod = make.pod({ name: "web-1", node: "n1" });
const withIp = { ...pod, object: { ...pod.object, status: { podIP: "10.244.1.5" } } };
const onHost = make.pod({ name: "etcd", node: "n1" });
const hostPod = { ...onHost, object: { ...onHost.object, spec: { hostNetwork: true }, status: { podIP: "172.18.0.2" } } };
const service = make.service("db");
const headless = { ...service, object: Object.assign({}, service.object, { spec: { clusterIP: "None" } }) };
const book = addressBook(applyChanges(emptyIndex, [withIp, hostPod, make.service("web"), headless]));
const trace = (to: string, ok = true): RequestTrace => ({ at: 0, duration: 1, from: "a", to, method: "GET", path: "/", ok, outcome: "200", hops: [] });

describe("where a request went", () => {
  test.each([
    ["10.244.1.5:80", { resource: "pods", key: "default/web-1" }],
    ["10.96.12.7:80", { resource: "services", key: "default/web" }],
    ["web.default:80", { resource: "services", key: "default/web" }],
    ["web", { resource: "services", key: "default/web" }],
    ["172.18.0.2:2379", undefined],
    ["None", undefined],
    ["example.com:443", undefined],
  ])("%s", (to, target) => {
    expect(destination(trace(to), book)).toEqual(target);
  });
});

test.each([
  ["10.96.12.7:80", true, true],
  ["10.244.1.5:80", true, false],
  ["10.244.1.5:80", false, true],
  ["172.18.0.2:2379", true, false],
])("a request to %s that went well (%s) is of interest: %s", (to, ok, interest) => {
  expect(isOfInterest(trace(to, ok), book)).toBe(interest);
});
