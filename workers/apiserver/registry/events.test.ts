import { expect, test } from "vitest";
import { Events } from "../../api/core/event.ts";
import { EventsV1 } from "../../api/events/event.ts";
import { startApiServer, type World } from "../../testing/api-server.ts";

const involvedObject = { kind: "Pod", namespace: "default", name: "web" };
const create = (world: World, name: string) => world.create(Events, { metadata: { name }, involvedObject, reason: "Started", message: "Started container web", type: "Normal", count: 1 });
const names = (world: World) => world.all(Events).map(({ metadata }) => metadata.name);

test("events disappear an hour after they were written last", async () => {
  const world = await startApiServer();
  await create(world, "a");
  await create(world, "b");
  await world.run(1800);
  await world.client.patch(Events, { namespace: "default", name: "b" }, { type: "strategic", body: { count: 2 } });
  await world.run(1801 + 60);
  expect(names(world)).toEqual(["b"]);
  await world.run(1800);
  expect(names(world)).toEqual([]);
});

test("events of one minute share a lease", async () => {
  const world = await startApiServer();
  for (let index = 0; index < 50; index++) await create(world, `a${index}`);
  await world.run(61);
  await create(world, "late");
  const leases = new Set(world.etcd.range({ from: "/registry/events/", to: "/registry/events0" }).items.map(({ lease }) => lease));
  expect(leases.size).toBe(2);
});

test("an event that is written in one group is read in the other", async () => {
  const world = await startApiServer();
  await create(world, "a");
  await world.create(EventsV1, { metadata: { name: "b" }, regarding: involvedObject, reason: "Pulled", note: "Pulled image", type: "Normal", action: "Pull", reportingController: "kubelet", reportingInstance: "node-1", eventTime: "2026-04-22T10:00:00.000000Z" });
  expect(world.all(EventsV1).map(({ metadata, note }) => [metadata.name, note])).toEqual([["a", "Started container web"], ["b", "Pulled image"]]);
  expect(world.all(Events).map(({ metadata, message, apiVersion }) => [metadata.name, message, apiVersion])).toEqual([["a", "Started container web", "v1"], ["b", "Pulled image", "v1"]]);
  expect(world.etcd.range({ from: "/registry/events/", to: "/registry/events0" }).count).toBe(2);
});

test("an event may be changed and deleted in the group that does not store it", async () => {
  const world = await startApiServer();
  await create(world, "a");
  const changed = await world.client.patch(EventsV1, { namespace: "default", name: "a" }, { type: "merge", body: { metadata: { labels: { x: "y" } } } });
  expect(changed.apiVersion).toBe("events.k8s.io/v1");
  expect(world.all(Events)[0]).toMatchObject({ apiVersion: "v1", kind: "Event", metadata: { labels: { x: "y" } }, count: 1 });
  await world.client.delete(EventsV1, { namespace: "default", name: "a" });
  expect(names(world)).toEqual([]);
});

test("events are found by what they are about", async () => {
  const world = await startApiServer();
  await create(world, "a");
  const about = async (path: string, fieldSelector: string) => ((await world.request("GET", path, { query: { fieldSelector } })).body as { readonly items: readonly unknown[] }).items.length;
  expect(await about("/api/v1/namespaces/default/events", "involvedObject.name=web,involvedObject.kind=Pod")).toBe(1);
  expect(await about("/api/v1/namespaces/default/events", "involvedObject.name=other")).toBe(0);
  expect(await about("/apis/events.k8s.io/v1/events", "regarding.name=web")).toBe(1);
});
