import { expect, test } from "vitest";
import { Deployments } from "../../api/apps/deployment.ts";
import { workloadControllers } from "../../testing/controller-sets.ts";
import { startControllerWorld } from "../../testing/controller-world.ts";
import { shellIn } from "../../testing/kubectl-shell.ts";

const web = {
  metadata: { name: "web" },
  spec: { replicas: 2, selector: { matchLabels: { app: "web" } }, template: { metadata: { labels: { app: "web" } }, spec: { containers: [{ name: "web", image: "nginx:1" }] } } },
} as const;

async function startRollout() {
  const world = await startControllerWorld({ controllers: workloadControllers, nodes: {} });
  await world.create(Deployments, web);
  await world.run(10);
  return { world, shell: shellIn(world), image: () => world.all(Deployments)[0]?.spec.template.spec?.containers[0]?.image };
}

test("an image is set, watched and undone", async () => {
  const { shell, image } = await startRollout();
  expect(await shell.run("set image deploy/web web=nginx:2")).toBe("deployment.apps/web image updated\n");
  expect(await shell.run("rollout status deploy/web")).toMatch(/^Waiting for deployment .*\n(Waiting .*\n)+deployment "web" successfully rolled out\n$/);
  expect(image()).toBe("nginx:2");
  expect(await shell.run("annotate deploy/web kubernetes.io/change-cause=second")).toBe("deployment.apps/web annotated\n");
  await shell.world.run(1);
  expect(await shell.run("rollout history deploy/web")).toBe("deployment.apps/web \nREVISION  CHANGE-CAUSE\n1         <none>\n2         second\n\n");
  expect(await shell.run("rollout undo deploy/web")).toBe("deployment.apps/web rolled back\n");
  expect(image()).toBe("nginx:1");
  await shell.world.run(10);
  expect(await shell.run("rollout history deploy/web")).toBe("deployment.apps/web \nREVISION  CHANGE-CAUSE\n2         second\n3         <none>\n\n");
  expect(await shell.run("rollout undo deploy/web --to-revision=2")).toBe("deployment.apps/web rolled back\n");
  expect(image()).toBe("nginx:2");
  expect(await shell.run("rollout undo deploy/web --to-revision=2")).toBe("error: unable to find specified revision 2 in history\n[1]");
});

test("the details of a revision keep their tabs", async () => {
  const { shell } = await startRollout();
  expect(await shell.run("rollout history deploy/web --revision=1")).toContain("deployment.apps/web with revision #1\nPod Template:\n  Labels:\tapp=web\n\tpod-template-hash=");
  expect(await shell.run("rollout history deploy/web --revision=7")).toBe("error: unable to find the specified revision\n[1]");
});

test("a deployment is paused and resumed", async () => {
  const { shell, world } = await startRollout();
  expect(await shell.run("rollout pause deploy/web")).toBe("deployment.apps/web paused\n");
  expect(world.all(Deployments)[0]?.spec.paused).toBe(true);
  expect(await shell.run("rollout pause deploy/web")).toBe('error: deployments.apps "web" is already paused\n[1]');
  expect(await shell.run("rollout restart deploy/web")).toBe("error: deployments.apps \"web\" can't restart paused deployment (run rollout resume first)\n[1]");
  expect(await shell.run("rollout undo deploy/web")).toBe('error: no rollout history found for deployment "web"\n[1]');
  expect(await shell.run("rollout resume deploy/web")).toBe("deployment.apps/web resumed\n");
  expect(world.all(Deployments)[0]?.spec.paused ?? false).toBe(false);
  expect(await shell.run("rollout resume deploy/web")).toBe('error: deployments.apps "web" is not paused\n[1]');
});

test("a restart replaces all pods", async () => {
  const { shell, world } = await startRollout();
  const before = await shell.run("get pods -o name");
  expect(await shell.run("rollout restart deploy")).toBe("deployment.apps/web restarted\n");
  expect(world.all(Deployments)[0]?.spec.template.metadata?.annotations).toEqual({ "kubectl.kubernetes.io/restartedAt": "2026-04-22T10:00:10Z" });
  await world.run(20);
  const after = await shell.run("get pods -o name");
  expect(after.split("\n").filter((name) => name !== "" && before.includes(name))).toEqual([]);
  expect(await shell.run("rollout restart pods")).toContain("restarting is not supported");
});

test("a status that takes too long is given up", async () => {
  const { shell } = await startRollout();
  await shell.run("set image deploy/web web=nginx:2");
  await shell.run("rollout pause deploy/web");
  expect(await shell.run("rollout status deploy/web --timeout=3s")).toMatch(/error: timed out waiting for the condition\n\[1\]$/);
  expect(await shell.run("rollout status deploy/web --watch=false")).toMatch(/^Waiting for deployment .*\n$/);
});

test("the deployment and its replica sets are described", async () => {
  const { shell } = await startRollout();
  await shell.run("set image deploy/web web=nginx:2");
  await shell.world.run(10);
  const text = await shell.run("describe deploy web");
  expect(text).toMatch(/OldReplicaSets: {2}web-\w+ \(0\/0 replicas created\)\nNewReplicaSet: {3}web-\w+ \(2\/2 replicas created\)\nEvents:\n/);
  expect(text).toMatch(/ {2}Type {4}Reason {13}Age +From {19}Message\n {2}-{4} {4}-{6} {13}---- +-{4} {19}-{7}\n {2}Normal {2}ScalingReplicaSet {2}2?\d+s +deployment-controller {2}Scaled up replica set web-\w+ from 0 to 2\n/);
  expect(await shell.run("describe rs")).toContain("Pods Status:    2 Running / 0 Waiting / 0 Succeeded / 0 Failed\n");
});
