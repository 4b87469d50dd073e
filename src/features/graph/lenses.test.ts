import { describe, expect, test } from "vitest";
import type { ObjectChange, ObjectRemoval } from "../../../workers/protocol/delta.ts";
import { noFaults } from "../../cluster/faults.ts";
import { applyChanges, emptyIndex } from "../../cluster/object-table.ts";
import * as make from "../../testing/fake-objects.ts";
import type { Drawing, GraphElement } from "./element.ts";
import type { Scene } from "./lens.ts";
import { NodesLens } from "./nodes-lens.ts";
import { OwnersLens } from "./owners-lens.ts";

const view = { width: 1200, height: 800 };
const clock = { now: make.fakeStart, start: make.fakeStart, paused: false, speed: 1 } as const;
const scene = (changes: readonly (ObjectChange | ObjectRemoval)[], more: Partial<Scene> = {}): Scene => ({ objects: applyChanges(emptyIndex, changes), clock, faults: noFaults, filter: "", showSystem: false, ...more });
const find = ({ elements }: Drawing, id: string): GraphElement => {
  const found = elements.find((element) => element.id === id);
  if (found === undefined) throw new Error(`nothing is drawn as ${id}`);
  return found;
};
const ids = ({ elements }: Drawing) => elements.map(({ id }) => id);
const within = (inner: GraphElement, outer: GraphElement) =>
  inner.x - inner.width / 2 >= outer.x - outer.width / 2 && inner.x + inner.width / 2 <= outer.x + outer.width / 2 && inner.y - inner.height / 2 >= outer.y - outer.height / 2 && inner.y + inner.height / 2 <= outer.y + outer.height / 2;
const overlap = (a: GraphElement, b: GraphElement) => Math.abs(a.x - b.x) < (a.width + b.width) / 2 && Math.abs(a.y - b.y) < (a.height + b.height) / 2;

const nodes = [make.node("control-plane", "True", { controlPlane: true }), make.node("node-1"), make.node("node-2"), make.node("node-10")];
const web = (name: string, node?: string, state: Parameters<typeof make.pod>[0]["state"] = "ready") => make.pod({ name, node, state: node === undefined ? "pending" : state });

describe("the nodes lens", () => {
  test("pods stand inside the box of their node, and never on each other", () => {
    const drawing = new NodesLens().draw(scene([...nodes, ...Array.from({ length: 9 }, (_, index) => web(`w${index}`, "node-1"))]), view);
    const box = find(drawing, "nodes:node-1");
    const pods = drawing.elements.filter(({ classes }) => classes.startsWith("pod"));
    expect(pods).toHaveLength(9);
    for (const pod of pods) expect(within(pod, box)).toBe(true);
    for (const [index, pod] of pods.entries()) for (const other of pods.slice(index + 1)) expect(overlap(pod, other)).toBe(false);
  });

  test("the control plane comes first, then nodes by number", () => {
    const boxes = new NodesLens().draw(scene(nodes), view).elements.filter(({ classes }) => classes.startsWith("node"));
    expect(boxes.map(({ id }) => id)).toEqual(["nodes:control-plane", "nodes:node-1", "nodes:node-2", "nodes:node-10"]);
  });

  test("pods without a node wait in the tray, which says how many", () => {
    const drawing = new NodesLens().draw(scene([...nodes, web("a"), web("b")]), view);
    expect(within(find(drawing, "pods:default/a"), find(drawing, "tray"))).toBe(true);
    expect(find(drawing, "tray#label").label).toBe("Unscheduled: 2 pods wait for a node");
  });

  test("a death moves nobody, and a birth takes the free place", () => {
    const lens = new NodesLens();
    const pods = [web("a", "node-1"), web("b", "node-1"), web("c", "node-1")];
    const before = lens.draw(scene([...nodes, ...pods]), view);
    const after = lens.draw(scene([...nodes, ...pods.filter(({ key }) => key !== "default/a"), web("d", "node-1")]), view);
    expect(find(after, "pods:default/b")).toEqual(find(before, "pods:default/b"));
    expect(find(after, "pods:default/d")).toMatchObject({ x: find(before, "pods:default/a").x, y: find(before, "pods:default/a").y });
  });

  test("static pods are drawn large, other pods of the system small", () => {
    const owner = { apiVersion: "v1", kind: "Node", name: "control-plane", uid: "n" };
    const drawing = new NodesLens().draw(
      scene([...nodes, make.pod({ name: "etcd-control-plane", namespace: "kube-system", node: "control-plane", owner }), make.pod({ name: "kube-proxy-abcde", namespace: "kube-system", node: "control-plane" })]),
      view,
    );
    expect(find(drawing, "pods:kube-system/etcd-control-plane").classes).toContain("chip");
    expect(find(drawing, "pods:kube-system/etcd-control-plane").label).toBe("etcd");
    expect(find(drawing, "pods:kube-system/kube-proxy-abcde").classes).toContain("strip");
  });

  test("states, waits and endpoints show", () => {
    const lens = new NodesLens();
    const backOff = make.pod({ name: "a", node: "node-1", state: "backoff", until: clock.now + 10_000 });
    const objects = [...nodes, backOff, web("b", "node-1"), make.endpointSlice("web", [{ key: "default/b", ready: true }])];
    lens.draw(scene(objects), view);
    const later = lens.draw(scene(objects, { clock: { ...clock, now: clock.now + 5_000 } }), view);
    expect(find(later, "pods:default/a").classes).toBe("pod chip state-backoff ring-6");
    expect(find(later, "pods:default/a#status").label).toBe("CrashLoopBackOff · ↻4");
    expect(ids(later)).toContain("pods:default/b#endpoint");
    expect(ids(later)).not.toContain("pods:default/a#endpoint");
  });

  test("a filter dims what does not match", () => {
    const drawing = new NodesLens().draw(scene([...nodes, web("cart-1", "node-1"), web("web-1", "node-1")], { filter: "cart" }), view);
    expect(find(drawing, "pods:default/web-1").classes).toContain("dimmed");
    expect(find(drawing, "pods:default/cart-1").classes).not.toContain("dimmed");
  });

  test.each<[string, Partial<Scene>, ObjectChange, string]>([
    ["ready", {}, make.node("n"), "Ready"],
    ["cordoned", {}, make.node("n", "True", { cordoned: true }), "Ready, cordoned"],
    ["silent", {}, make.node("n", "Unknown"), "? NotReady"],
    ["not ready", {}, make.node("n", "False"), "✕ NotReady"],
    ["off, not noticed", { faults: { off: new Set(["n"]), partitioned: new Set() } }, make.node("n"), "Power off · still “Ready”"],
    ["off, noticed", { faults: { off: new Set(["n"]), partitioned: new Set() } }, make.node("n", "Unknown"), "Power off · NotReady"],
    ["cut off", { faults: { off: new Set(), partitioned: new Set(["n"]) } }, make.node("n"), "Cut off · still “Ready”"],
  ])("a node that is %s says so in words", (_, more, node, words) => {
    expect(find(new NodesLens().draw(scene([node], more), view), "nodes:n#status").label).toBe(words);
  });

  test("ids are unique, also with a thousand pods", () => {
    const pods = Array.from({ length: 1000 }, (_, index) => web(`w${index}`, `node-${1 + (index % 2)}`));
    const drawing = new NodesLens().draw(scene([...nodes, ...pods]), { width: 600, height: 400 });
    expect(new Set(ids(drawing)).size).toBe(drawing.elements.length);
    expect(find(drawing, "pods:default/w0").classes).toContain("dot");
  });
});

const deployment = make.deployment("web", 2, { ready: 2 });
const ownerOf = ({ object }: ObjectChange) => ({ kind: object.kind, name: object.metadata.name, uid: object.metadata.uid });
const set = (hash: string, revision: number, replicas: number) => make.replicaSet("web", hash, { owner: ownerOf(deployment), replicas, ready: replicas, revision });
const podOf = (replicaSet: ObjectChange, name: string, hash: string) => make.pod({ name, node: "node-1", owner: ownerOf(replicaSet), labels: { "pod-template-hash": hash } });

describe("the owners lens", () => {
  const [first, second, empty] = [set("aaa", 2, 1), set("bbb", 3, 1), set("ccc", 1, 0)];
  const world = [deployment, first, second, empty, podOf(first, "web-aaa-1", "aaa"), podOf(second, "web-bbb-1", "bbb"), make.service("web"), make.endpointSlice("web", [{ key: "default/web-aaa-1", ready: true }])];

  test("a rollout shows both revisions, the newer first; empty ones are gone", () => {
    const drawing = new OwnersLens().draw(scene(world), view);
    const [newer, older] = [find(drawing, "replicasets.apps:default/web-bbb"), find(drawing, "replicasets.apps:default/web-aaa")];
    expect([newer.label, older.label]).toEqual(["Revision 3", "Revision 2"]);
    expect(newer.y).toBeLessThan(older.y);
    expect(older.classes).toContain("old");
    expect(ids(drawing)).not.toContain("replicasets.apps:default/web-ccc");
  });

  test("in the nodes lens the pods of a rollout carry stripes, old and new", () => {
    const drawing = new NodesLens().draw(scene([...nodes, ...world]), view);
    expect(find(drawing, "pods:default/web-aaa-1#stripe").classes).toBe("stripe stripe-old");
    expect(find(drawing, "pods:default/web-bbb-1#stripe").classes).toBe("stripe stripe-new");
  });

  test("everything of a workload stands inside its group, beside each other", () => {
    const drawing = new OwnersLens().draw(scene(world), view);
    const group = find(drawing, "deployments.apps:default/web#group");
    const parts = drawing.elements.filter(({ classes }) => /^(pod|owner (workload|branch))/.test(classes));
    for (const part of parts) expect(within(part, group)).toBe(true);
    for (const [index, part] of parts.entries()) for (const other of parts.slice(index + 1)) expect(overlap(part, other)).toBe(false);
  });

  test("Services lead to their endpoints", () => {
    const drawing = new OwnersLens().draw(scene(world), view);
    expect(find(drawing, "services:default/web→pods:default/web-aaa-1")).toMatchObject({ from: "services:default/web", to: "pods:default/web-aaa-1" });
    expect(find(drawing, "services:default/web#words").label).toBe("ClusterIP · 1 endpoint");
  });

  test("a Service without endpoints is shown, and says so", () => {
    const drawing = new OwnersLens().draw(scene([make.service("lonely")]), view);
    expect(find(drawing, "services:default/lonely#words")).toMatchObject({ label: "ClusterIP · no endpoints", classes: "text caption worried" });
  });

  test("both ends of each edge are drawn", () => {
    const drawing = new OwnersLens().draw(scene(world), view);
    const all = new Set(ids(drawing));
    for (const { from, to } of drawing.elements) if (from !== undefined && to !== undefined) expect([all.has(from), all.has(to)]).toEqual([true, true]);
  });

  test("the system is hidden until it is asked for; pods of nobody are never hidden", () => {
    const system = make.deployment("coredns", 1, { ready: 1 }, "kube-system");
    const objects = [system, web("shell", "node-1")];
    expect(ids(new OwnersLens().draw(scene(objects), view))).not.toContain("deployments.apps:kube-system/coredns");
    const all = new OwnersLens().draw(scene(objects, { showSystem: true }), view);
    expect(ids(all)).toEqual(expect.arrayContaining(["deployments.apps:kube-system/coredns", "bare", "pods:default/shell"]));
  });
});
