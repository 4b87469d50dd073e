import { describe, expect, test } from "vitest";
import { createRandom } from "../sim/random.ts";
import { Links, outsideWorld } from "./links.ts";
import { RouteTable } from "./route-table.ts";

const create = () => new Links(createRandom("links"));

describe("reachability", () => {
  const cases: readonly [string, (links: Links) => void, string, string, string | undefined][] = [
    ["nothing is wrong", () => {}, "a", "b", undefined],
    ["the target has no power", (links) => links.setPower("b", false), "a", "b", "b is powered off"],
    ["the sender has no power", (links) => links.setPower("a", false), "a", "b", "a is powered off"],
    ["a machine without power does not even reach itself", (links) => links.setPower("a", false), "a", "a", "a is powered off"],
    ["the wire between them is cut", (links) => links.setCut("b", "a", true), "a", "b", "the network is partitioned between a and b"],
    ["another wire is cut", (links) => links.setCut("a", "c", true), "a", "b", undefined],
    ["one of them is isolated", (links) => links.setIsolated("b", true), "a", "b", "b is cut off from the network"],
    ["an isolated node reaches itself", (links) => links.setIsolated("a", true), "a", "a", undefined],
  ];
  test.each(cases)("%s", (_name, arrange, from, to, reason) => {
    const links = create();
    arrange(links);
    expect(links.path(from, to).reason).toBe(reason);
    expect(links.path(from, to).reachable).toBe(reason === undefined);
  });

  test("what was broken can be mended", () => {
    const links = create();
    links.setPower("b", false);
    links.setCut("a", "b", true);
    links.setIsolated("a", true);
    links.setPower("b", true);
    links.setCut("a", "b", false);
    links.setIsolated("a", false);
    expect(links.path("a", "b")).toEqual({ reachable: true, latency: 1 });
  });
});

test("latency: none on a node, 1 ms between nodes, more to the outside, and what was set adds up", () => {
  const links = create();
  const latency = (from: string, to: string) => links.path(from, to).latency;
  expect([latency("a", "a"), latency("a", "b"), latency("a", outsideWorld)]).toEqual([0, 1, 10]);
  links.setQuality("a", "b", { latency: 50, loss: 0 });
  links.setQuality("c", undefined, { latency: 100, loss: 0 });
  expect([latency("b", "a"), latency("a", "c"), latency("c", "b")]).toEqual([50, 101, 101]);
  links.setQuality("a", "b", undefined);
  links.forget("c");
  expect([latency("a", "b"), latency("a", "c")]).toEqual([1, 1]);
});

test("loss is drawn per packet, about as often as said, and never on the node itself", () => {
  const links = create();
  links.setQuality("a", "b", { latency: 1, loss: 0.25 });
  const lost = Array.from({ length: 2000 }, () => links.loses("a", "b")).filter(Boolean).length;
  expect(lost).toBeGreaterThan(400);
  expect(lost).toBeLessThan(600);
  links.setQuality("a", undefined, { latency: 0, loss: 1 });
  expect(links.loses("a", "a")).toBe(false);
  expect(links.loses("a", "c")).toBe(true);
});

describe("routes", () => {
  test("the longest prefix wins, and a withdrawn route is gone", () => {
    const routes = new RouteTable();
    routes.add("10.244.0.0/16", () => "everywhere");
    const withdraw = routes.add("10.244.1.0/24", () => "node-1");
    routes.add("192.0.2.7/32", () => "node-2");
    expect(["10.244.1.9", "10.244.2.9", "192.0.2.7", "192.0.2.8", "web"].map((ip) => routes.find(ip))).toEqual(["node-1", "everywhere", "node-2", undefined, undefined]);
    withdraw();
    expect(routes.find("10.244.1.9")).toBe("everywhere");
  });

  test("a route without a next hop is passed over", () => {
    const routes = new RouteTable();
    const hops: string[] = [];
    routes.add("192.0.2.7/32", () => hops[0]);
    expect(routes.find("192.0.2.7")).toBeUndefined();
    hops.push("node-3");
    expect(routes.find("192.0.2.7")).toBe("node-3");
  });
});
