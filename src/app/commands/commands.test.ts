import { describe, expect, test, vi } from "vitest";
import * as make from "../../testing/fake-objects.ts";
import { testStore } from "../../testing/test-session.ts";
import type { Target } from "../../lib/object-key.ts";
import { embedCommands } from "../embed/embed-commands.ts";
import { pageCommands } from "./commands.ts";

const pod: Target = { resource: "pods", key: "default/web-1" };
const systemPod: Target = { resource: "pods", key: "kube-system/dns-1" };
const node: Target = { resource: "nodes", key: "n1" };
const deployment: Target = { resource: "deployments.apps", key: "default/web" };

async function page() {
  const { store, workers } = testStore();
  await store.getState().open({ seed: "s", nodes: 1 });
  workers[0]?.tell({
    objects: [make.node("n1"), make.node("cp", "True", { controlPlane: true }), make.pod({ name: "web-1", node: "n1" }), make.pod({ name: "dns-1", namespace: "kube-system", node: "n1" }), make.deployment("web", 3, { ready: 3 })],
  });
  const commands = pageCommands(store);
  const command = (id: string) => {
    const found = commands.get(id);
    if (found === undefined) throw new Error(`no command ${id}`);
    return found;
  };
  return { store, commands, command };
}

describe("the set of commands", () => {
  test("has one command for each id and each key", async () => {
    const { commands } = await page();
    const shortcuts = commands.all.flatMap(({ shortcut }) => shortcut ?? []);
    expect(new Set(commands.all.map(({ id }) => id)).size).toBe(commands.all.length);
    expect(new Set(shortcuts).size).toBe(shortcuts.length);
  });

  test("every command has a title, for everything it applies to", async () => {
    const { commands } = await page();
    for (const command of commands.all) for (const target of [undefined, pod, node, deployment]) if (command.applies(target)) expect(command.title(target)).not.toBe("");
  });
});

describe("what kubectl would be told", () => {
  test.each<[string, Target, string | undefined]>([
    ["pod.kill", pod, "kubectl delete pod web-1"],
    ["pod.kill", systemPod, "kubectl delete pod dns-1 -n kube-system"],
    ["pod.force", pod, "kubectl delete pod web-1 --grace-period=0 --force"],
    ["pod.crash", pod, "kubectl exec web-1 -c nginx -- kill -9 1"],
    ["node.cordon", node, "kubectl cordon n1"],
    ["node.power-off", node, undefined],
    ["workload.scale-up", deployment, "kubectl scale deployment/web --replicas=4"],
    ["workload.scale-down", deployment, "kubectl scale deployment/web --replicas=2"],
    ["look.describe", pod, "kubectl describe pod web-1"],
    ["look.yaml", systemPod, "kubectl get pod dns-1 -n kube-system -o yaml"],
    ["look.logs", pod, "kubectl logs -f web-1"],
    ["look.shell", pod, "kubectl exec -it web-1 -- sh"],
  ])("%s of %o", async (id, target, line) => {
    const { command } = await page();
    expect(command(id).applies(target)).toBe(true);
    expect(command(id).kubectl?.(target)).toBe(line);
  });
});

describe("where a command applies", () => {
  test.each<[string, Target | undefined, boolean]>([
    ["pod.kill", node, false],
    ["pod.kill", undefined, false],
    ["pod.kill", { resource: "pods", key: "default/gone" }, false],
    ["node.power-off", pod, false],
    ["node.power-on", node, false],
    ["node.uncordon", node, false],
    ["node.remove", node, true],
    ["node.remove", { resource: "nodes", key: "cp" }, false],
    ["node.add", undefined, true],
    ["workload.scale", deployment, true],
    ["workload.scale", pod, false],
    ["look.logs", node, false],
    ["look.why", undefined, false],
    ["time.pause", undefined, true],
  ])("%s for %o: %s", async (id, target, applies) => {
    const { command } = await page();
    expect(command(id).applies(target)).toBe(applies);
  });

  test("a node without power can be given power, and nothing else of that kind", async () => {
    const { store, command } = await page();
    await store.getState().act({ type: "power-off", node: "n1" });
    expect([command("node.power-on").applies(node), command("node.power-off").applies(node), command("node.partition").applies(node)]).toEqual([true, false, false]);
  });
});

describe("running", () => {
  test("acts upon the world", async () => {
    const { store, command } = await page();
    await command("pod.kill").run(pod);
    expect(store.getState().lastAction?.action).toEqual({ type: "delete-pod", namespace: "default", name: "web-1" });
    await command("workload.scale-down").run(deployment);
    expect(store.getState().lastAction?.action).toMatchObject({ type: "scale", name: "web", replicas: 2 });
  });

  test("looks change only the view", async () => {
    const { store, command } = await page();
    await command("look.why").run(pod);
    expect(store.getState()).toMatchObject({ selection: pod, inspectorTab: "why", lastAction: undefined });
    await command("look.edit").run(pod);
    expect(store.getState().manifest).toContain("kind: Pod");
  });

  test("what fails is told", async () => {
    const { store, commands, command } = await page();
    commands.run({ ...command("pod.kill"), run: async () => Promise.reject(new Error("no cluster")) }, pod);
    await vi.waitFor(() => expect(store.getState().notices.at(-1)).toMatchObject({ level: "error", message: "no cluster" }));
  });
});

describe("in an embed", () => {
  test("nothing opens what an embed does not have", async () => {
    const { store } = await page();
    const ids = embedCommands(store, false).all.map(({ id }) => id);
    expect(ids).toContain("pod.kill");
    expect(ids.filter((id) => id.startsWith("view.") || id.startsWith("session.start"))).toEqual([]);
  });

  test("read-only means that nothing can be changed", async () => {
    const { store } = await page();
    const groups = new Set(embedCommands(store, true).all.map(({ group }) => group));
    expect([...groups].sort()).toEqual(["Look", "Time"]);
  });
});
