import { beforeEach, expect, test } from "vitest";
import { Deployments } from "../../api/apps/deployment.ts";
import { Nodes } from "../../api/core/node.ts";
import { Pods } from "../../api/core/pod.ts";
import { workloadControllers } from "../../testing/controller-sets.ts";
import { type ControllerWorld, startControllerWorld } from "../../testing/controller-world.ts";
import { type Shell, shellIn } from "../../testing/kubectl-shell.ts";

let world: ControllerWorld;
let shell: Shell;

beforeEach(async () => {
  world = await startControllerWorld({ controllers: workloadControllers, nodes: { count: 2 } });
  shell = shellIn(world);
});

const node = () => world.all(Nodes).find(({ metadata }) => metadata.name === "node-1");

test("cordon closes a node, uncordon opens it", async () => {
  expect(await shell.run("cordon node-1")).toBe("node/node-1 cordoned\n");
  expect(node()?.spec.unschedulable).toBe(true);
  expect(await shell.run("cordon node/node-1")).toBe("node/node-1 already cordoned\n");
  expect(await shell.run("uncordon node-1 --dry-run=client")).toBe("node/node-1 uncordoned (dry run)\n");
  expect(await shell.run("uncordon node-1")).toBe("node/node-1 uncordoned\n");
  expect(node()?.spec.unschedulable ?? false).toBe(false);
  expect(await shell.run("uncordon -l kubernetes.io/hostname=node-2")).toBe("node/node-2 already uncordoned\n");
});

test.each([
  ["cordon", "error: USAGE: cordon NODE [flags]\nSee 'kubectl cordon -h' for help and examples\n[1]"],
  ["cordon nope", 'Error from server (NotFound): nodes "nope" not found\n[1]'],
  ["drain node-1 -l a=b", "error: cannot specify both a node name and a --selector option\nSee 'kubectl drain -h' for help and examples\n[1]"],
  ["taint nodes node-1 a", "error: at least one taint update is required\n[1]"],
  ["taint nodes a=b:NoSchedule", "error: at least one resource name must be specified since 'all' parameter is not set\n[1]"],
  ["taint pods x a=b:NoSchedule", "error: invalid resource type pods, only node types are supported\n[1]"],
  ["taint nodes node-1 a=b:Never", "error: invalid taint effect: Never, unsupported taint effect\nSee 'kubectl taint -h' for help and examples\n[1]"],
  ["taint nodes node-1 a-", 'error: taint "a" not found\n[1]'],
])("%s is an error", async (line, output) => expect(await shell.run(line)).toBe(output));

const taints = () => (node()?.spec.taints ?? []).filter(({ key }) => key === "a");

test("taints come, change and go", async () => {
  expect(await shell.run("taint nodes node-1 a=b:NoSchedule")).toBe("node/node-1 tainted\n");
  expect(await shell.run("taint nodes node-1 a=c:NoSchedule")).toBe("error: node node-1 already has a taint(s) with same effect(s) and --overwrite is false\n[1]");
  expect(await shell.run("taint nodes node-1 a=c:NoSchedule --overwrite")).toBe("node/node-1 modified\n");
  expect(await shell.run("taint nodes node-1 a=d:NoExecute")).toBe("node/node-1 tainted\n");
  expect(taints().map(({ value, effect }) => `${value}:${effect}`)).toEqual(["d:NoExecute", "c:NoSchedule"]);
  expect(await shell.run("describe node node-1")).toContain("Taints:             a=d:NoExecute\n                    a=c:NoSchedule\n");
  expect(await shell.run("taint nodes node-1 a-")).toBe("node/node-1 untainted\n");
  expect(taints()).toEqual([]);
});

test("a node is drained: its pods are evicted and come back elsewhere", async () => {
  const spec = { replicas: 4, selector: { matchLabels: { app: "web" } }, template: { metadata: { labels: { app: "web" } }, spec: { containers: [{ name: "web", image: "nginx" }] } } };
  await world.create(Deployments, { metadata: { name: "web" }, spec });
  await world.run(10);
  const on = (name: string) => world.all(Pods).filter((pod) => pod.spec.nodeName === name);
  const before = on("node-1").map(({ metadata }) => metadata.name);
  expect(before).toHaveLength(2);
  const output = await shell.run("drain node-1");
  expect(output.split("\n").toSorted()).toEqual(
    ["", "node/node-1 cordoned", "node/node-1 drained", ...before.flatMap((name) => [`evicting pod default/${name}`, `pod/${name} evicted`])].toSorted(),
  );
  expect(node()?.spec.unschedulable).toBe(true);
  expect(on("node-1").filter(({ metadata }) => before.includes(metadata.name))).toEqual([]);
});

test("pods that nothing would create again need --force", async () => {
  await world.create(Pods, { metadata: { name: "bare" }, spec: { nodeName: "node-1", containers: [{ name: "web", image: "nginx" }], volumes: [{ name: "tmp", emptyDir: {} }] } });
  await world.run(5);
  const refusal = "cannot delete Pods with local storage (use --delete-emptydir-data to override): default/bare";
  expect(await shell.run("drain node-1")).toBe(
    `node/node-1 cordoned\nerror: unable to drain node "node-1" due to error: ${refusal}, continuing command...\nThere are pending nodes to be drained:\n node-1\n${refusal}\n[1]`,
  );
  expect(await shell.run("drain node-1 --delete-emptydir-data")).toContain("cannot delete Pods that declare no controller (use --force to override): default/bare\n[1]");
  expect(await shell.run("drain node-1 --delete-emptydir-data --force --dry-run=client")).toBe("node/node-1 already cordoned (dry run)\nWarning: deleting Pods that declare no controller: default/bare\nevicting pod default/bare (dry run)\nnode/node-1 drained (dry run)\n");
  expect(await shell.run("drain node-1 --delete-emptydir-data --force --disable-eviction")).toBe("node/node-1 already cordoned\nWarning: deleting Pods that declare no controller: default/bare\npod/bare deleted\nnode/node-1 drained\n");
  expect(world.all(Pods)).toEqual([]);
});
