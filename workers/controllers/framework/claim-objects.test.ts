import { beforeEach, expect, test } from "vitest";
import { type ReplicaSet, ReplicaSets } from "../../api/apps/replica-set.ts";
import { type Pod, Pods } from "../../api/core/pod.ts";
import { selectorFromSet } from "../../apimachinery/labels.ts";
import type { ObjectMeta } from "../../apimachinery/object.ts";
import { newControllerRef } from "../../apimachinery/owner-references.ts";
import { startApiServer, type World } from "../../testing/api-server.ts";
import { claimObjects } from "./claim-objects.ts";

const labels = { app: "web" };
let world: World;
let owner: ReplicaSet;

beforeEach(async () => {
  world = await startApiServer();
  const template = { metadata: { labels }, spec: { containers: [{ name: "web", image: "nginx" }] } };
  owner = await world.create(ReplicaSets, { metadata: { name: "web", finalizers: ["example.com/hold"] }, spec: { replicas: 0, selector: { matchLabels: labels }, template } });
});

const pod = (name: string, metadata: Partial<ObjectMeta> = {}) => world.create(Pods, { metadata: { name, labels, ...metadata }, spec: { containers: [{ name: "web", image: "nginx" }] } });

const claim = async (candidates: readonly Pod[], by: ReplicaSet = owner) => {
  const claimed = await claimObjects({ client: world.client, owner: by, ownerResource: ReplicaSets, resource: Pods, selector: selectorFromSet(labels), candidates });
  return claimed.map(({ metadata }) => metadata.name);
};

const owners = (name: string) => world.all(Pods).find(({ metadata }) => metadata.name === name)?.metadata.ownerReferences ?? [];

test("what is owned and matches is kept", async () => {
  expect(await claim([await pod("own", { ownerReferences: [newControllerRef(owner)] })])).toEqual(["own"]);
});

test("a matching orphan is adopted", async () => {
  expect(await claim([await pod("orphan")])).toEqual(["orphan"]);
  expect(owners("orphan")).toEqual([newControllerRef(owner)]);
});

test("an orphan keeps the owners it has that do not manage it", async () => {
  const other = { apiVersion: "v1", kind: "ConfigMap", name: "x", uid: "x" };
  await claim([await pod("orphan", { ownerReferences: [other] })]);
  expect(owners("orphan").map(({ uid }) => uid).toSorted()).toEqual([owner.metadata.uid, "x"].toSorted());
});

test("an orphan that does not match is nobody's", async () => {
  expect(await claim([await pod("other", { labels: { app: "db" } })])).toEqual([]);
  expect(owners("other")).toEqual([]);
});

test("what is owned and no longer matches is released", async () => {
  expect(await claim([await pod("own", { labels: { app: "db" }, ownerReferences: [newControllerRef(owner)] })])).toEqual([]);
  expect(owners("own")).toEqual([]);
});

test("another manager's object is never touched", async () => {
  const other = { ...newControllerRef(owner), uid: "other" };
  expect(await claim([await pod("taken", { ownerReferences: [other] })])).toEqual([]);
  expect(owners("taken")).toEqual([other]);
});

test("an orphan that is being deleted is not adopted", async () => {
  await pod("dying", { finalizers: ["example.com/hold"] });
  await world.client.delete(Pods, { namespace: "default", name: "dying" });
  expect(await claim([world.all(Pods)[0] as Pod])).toEqual([]);
});

test("an owner that is being deleted neither adopts nor releases", async () => {
  const own = await pod("own", { labels: { app: "db" }, ownerReferences: [newControllerRef(owner)] });
  const orphan = await pod("orphan");
  await world.client.delete(ReplicaSets, { namespace: "default", name: "web" });
  const dying = world.all(ReplicaSets)[0] as ReplicaSet;
  expect(await claim([own, orphan], dying)).toEqual([]);
  expect([owners("own").length, owners("orphan").length]).toEqual([1, 0]);
});

test("an owner that the cache believes alive, but is not, adopts nothing", async () => {
  const orphan = await pod("orphan");
  await world.client.delete(ReplicaSets, { namespace: "default", name: "web" });
  await expect(claim([orphan])).rejects.toThrow("default/web has just been deleted at 2026-04-22T10:00:00Z");
  expect(owners("orphan")).toEqual([]);
});

test("an owner that was made anew under the same name adopts nothing for the old one", async () => {
  const orphan = await pod("orphan");
  const earlier = { ...owner, metadata: { ...owner.metadata, uid: "earlier" } };
  await expect(claim([orphan], earlier)).rejects.toThrow(`original ReplicaSet default/web is gone: got uid ${owner.metadata.uid}, wanted earlier`);
});

test("an orphan that is gone meanwhile is no loss", async () => {
  const orphan = await pod("orphan");
  await world.client.delete(Pods, { namespace: "default", name: "orphan" });
  expect(await claim([orphan, await pod("other")])).toEqual(["other"]);
});
