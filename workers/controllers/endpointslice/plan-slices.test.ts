import { expect, test } from "vitest";
import type { Service } from "../../api/core/service.ts";
import type { EndpointSlice } from "../../api/discovery/endpoint-slice.ts";
import type { Endpoint } from "../../api/generated/discovery/v1.ts";
import { newControllerRef } from "../../apimachinery/owner-references.ts";
import { identityOf, portsKey } from "./desired-endpoints.ts";
import { planSlices } from "./plan-slices.ts";
import { sliceLabels } from "./slice.ts";

const service: Service = {
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: "web", namespace: "default", uid: "s1", resourceVersion: "1", creationTimestamp: "2026-04-22T10:00:00Z" },
  spec: { selector: { app: "web" }, ports: [{ port: 80 }], clusterIP: "10.96.0.5", ipFamilies: ["IPv4"] },
  status: {},
};
const ports = [{ name: "", port: 80, protocol: "TCP" as const }];

const endpoint = (number: number, ready = true): Endpoint => ({
  addresses: [`10.0.${Math.floor(number / 250)}.${number % 250}`],
  conditions: { ready, serving: ready, terminating: false },
  targetRef: { kind: "Pod", namespace: "default", name: `p${number}`, uid: `u${number}` },
});

const range = (from: number, to: number) => Array.from({ length: to - from }, (_unused, index) => endpoint(from + index));

const slice = (name: string, endpoints: readonly Endpoint[], more: Partial<EndpointSlice> = {}): EndpointSlice => ({
  apiVersion: "discovery.k8s.io/v1",
  kind: "EndpointSlice",
  metadata: { name, namespace: "default", uid: name, resourceVersion: "1", creationTimestamp: "2026-04-22T10:00:00Z", labels: sliceLabels(service), ownerReferences: [newControllerRef(service)] },
  addressType: "IPv4",
  ports,
  endpoints,
  ...more,
});

function plan(existing: readonly EndpointSlice[], wanted: readonly Endpoint[]) {
  const groups = wanted.length === 0 ? new Map() : new Map([[portsKey(ports), { ports, endpoints: new Map(wanted.map((each) => [identityOf(each), each])) }]]);
  return planSlices(service, "IPv4", { existing, groups });
}

const counts = ({ creates, updates, deletes }: ReturnType<typeof plan>) => ({
  creates: creates.map(({ endpoints }) => endpoints?.length ?? 0),
  updates: Object.fromEntries(updates.map(({ metadata, endpoints }) => [metadata.name, endpoints?.length ?? 0])),
  deletes: deletes.map(({ metadata }) => metadata.name),
});

test.each([
  ["nothing there, few wanted", [], range(0, 3), { creates: [3], updates: {}, deletes: [] }],
  ["nothing there, many wanted", [], range(0, 250), { creates: [100, 100, 50], updates: {}, deletes: [] }],
  ["all as it should be", [slice("a", range(0, 50))], range(0, 50), { creates: [], updates: {}, deletes: [] }],
  ["one more, and room for it", [slice("a", range(0, 50))], range(0, 51), { creates: [], updates: { a: 51 }, deletes: [] }],
  ["one more, and no room", [slice("a", range(0, 100))], range(0, 101), { creates: [1], updates: {}, deletes: [] }],
  ["some gone", [slice("a", range(0, 50))], range(10, 50), { creates: [], updates: { a: 40 }, deletes: [] }],
  ["a slice that is written anyhow is filled first", [slice("a", range(0, 80)), slice("b", range(80, 120))], range(1, 125), { creates: [], updates: { a: 84 }, deletes: [] }],
  ["the fullest slice that has room for all is chosen", [slice("a", range(0, 20)), slice("b", range(20, 90))], range(0, 100), { creates: [], updates: { b: 80 }, deletes: [] }],
  ["more than fit into any slice begin a new one", [slice("a", range(0, 60)), slice("b", range(60, 120))], range(0, 170), { creates: [50], updates: {}, deletes: [] }],
  ["a slice that loses all its endpoints goes", [slice("a", range(0, 50)), slice("b", range(50, 60))], range(0, 50), { creates: [], updates: {}, deletes: ["b"] }],
  ["all gone: an empty slice takes their place", [slice("a", range(0, 5))], [], { creates: [0], updates: {}, deletes: ["a"] }],
] as const)("%s", (_name, existing, wanted, expected) => {
  expect(counts(plan(existing, wanted))).toEqual(expected);
});

test("a change of an endpoint's condition is written where the endpoint is", () => {
  const { updates } = plan([slice("a", range(0, 3)), slice("b", range(3, 6))], [...range(0, 4), endpoint(4, false), endpoint(5)]);
  expect(updates.map(({ metadata, endpoints }) => [metadata.name, endpoints?.map(({ conditions }) => conditions?.ready)])).toEqual([["b", [true, false, true]]]);
});

test("endpoints with other ports lead to a slice of their own, and the old one goes", () => {
  const other = slice("old", range(0, 2), { ports: [{ name: "", port: 81, protocol: "TCP" }] });
  expect(counts(plan([other], range(0, 2)))).toEqual({ creates: [2], updates: {}, deletes: ["old"] });
});

test("the order of ports makes no difference", () => {
  const [a, b] = [{ name: "a", port: 1, protocol: "TCP" as const }, { name: "b", port: 2, protocol: "TCP" as const }];
  expect(portsKey([a, b])).toBe(portsKey([b, a]));
  expect(portsKey(undefined)).toBe(portsKey([]));
});

test("a slice of an earlier service of the same name goes", () => {
  const foreign = slice("a", range(0, 2), { metadata: { ...slice("a", []).metadata, ownerReferences: [{ ...newControllerRef(service), uid: "other" }] } });
  expect(counts(plan([foreign], range(0, 2)))).toEqual({ creates: [2], updates: {}, deletes: ["a"] });
});

test("the empty slice of a service without endpoints stays", () => {
  const empty = slice("a", [], { ports: [] });
  expect(counts(plan([empty], []))).toEqual({ creates: [], updates: {}, deletes: [] });
});
