import { describe, expect, test } from "vitest";
import * as make from "../testing/fake-objects.ts";
import { endpointsOf } from "./endpoints.ts";
import { applyChanges, emptyIndex } from "./object-table.ts";

const slices = (...changes: ReturnType<typeof make.endpointSlice>[]) => applyChanges(emptyIndex, changes);
const renamed = (change: ReturnType<typeof make.endpointSlice>, key: string) => ({ ...change, key });

describe("endpoints", () => {
  test("lead from Services to pods and back; only ready ones count for a pod", () => {
    const { servicesByPod, podsByService } = endpointsOf(slices(make.endpointSlice("web", [{ key: "default/a", ready: true }, { key: "default/b", ready: false }])));
    expect(podsByService.get("default/web")).toEqual([{ pod: "default/a", ready: true }, { pod: "default/b", ready: false }]);
    expect([...servicesByPod]).toEqual([["default/a", ["default/web"]]]);
  });

  test("of several slices of one Service are joined", () => {
    const { podsByService } = endpointsOf(slices(make.endpointSlice("web", [{ key: "default/a", ready: true }]), renamed(make.endpointSlice("web", [{ key: "default/b", ready: true }]), "default/web-2")));
    expect(podsByService.get("default/web")).toHaveLength(2);
  });

  test("a pod may stand behind several Services", () => {
    const { servicesByPod } = endpointsOf(slices(make.endpointSlice("web", [{ key: "default/a", ready: true }]), make.endpointSlice("all", [{ key: "default/a", ready: true }])));
    expect(servicesByPod.get("default/a")).toEqual(["default/web", "default/all"]);
  });

  test("a missing condition means ready, as the API defines", () => {
    const change = make.endpointSlice("web", [{ key: "default/a", ready: true }]);
    const object = { ...change.object, endpoints: [{ addresses: ["10.0.0.1"], targetRef: { kind: "Pod", name: "a" } }] };
    expect(endpointsOf(slices({ ...change, object })).servicesByPod.has("default/a")).toBe(true);
  });

  test("endpoints that are no pods, and slices of no Service, are left out", () => {
    const change = make.endpointSlice("web", []);
    const external = { ...change, object: { ...change.object, endpoints: [{ addresses: ["1.2.3.4"] }] } };
    const lonely = { ...change, key: "default/x", object: { ...change.object, metadata: { ...change.object.metadata, labels: {} } } };
    expect(endpointsOf(slices(external, lonely)).podsByService.size).toBe(0);
  });

  test("are computed once for each version of the slices", () => {
    const index = slices(make.endpointSlice("web", []));
    expect(endpointsOf(index)).toBe(endpointsOf(applyChanges(index, [make.pod({ name: "a" })])));
  });
});
