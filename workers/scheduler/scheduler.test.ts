import { expect, test } from "vitest";
import { Nodes } from "../api/core/node.ts";
import { Pods } from "../api/core/pod.ts";
import { Events } from "../api/core/event.ts";
import { Lifetime } from "../sim/lifetime.ts";
import { silentLog } from "../sim/log.ts";
import { startApiServer } from "../testing/api-server.ts";
import { startScheduler } from "./start-scheduler.ts";

const lines: string[] = [];
test("pods are bound to the emptiest node", async () => {
  const world = await startApiServer({ seed: "scheduler" });
  for (const name of ["a", "b", "c"]) {
    await world.create(Nodes, { metadata: { name, labels: { "kubernetes.io/hostname": name } }, status: { capacity: { cpu: "4", memory: "8Gi", pods: "110" }, allocatable: { cpu: "4", memory: "8Gi", pods: "110" } } });
  }
  const scheduler = startScheduler({ transport: world.transport({ username: "system:kube-scheduler", groups: [] }), clock: world.simulation, random: world.random, log: { ...silentLog, error: (m) => lines.push(m), warning: (m) => lines.push(m) }, lifetime: new Lifetime() });
  await world.run(3);
  for (let index = 0; index < 4; index++) await world.create(Pods, { metadata: { name: `p${index}` }, spec: { containers: [{ name: "c", image: "nginx", resources: { requests: { cpu: "1", memory: "1Gi" } } }] } });
  await world.create(Pods, { metadata: { name: `big` }, spec: { containers: [{ name: "c", image: "nginx", resources: { requests: { cpu: "3500m", memory: "1Gi" } } }] } });
  await world.run(3);
  for (const pod of world.all(Pods)) lines.push([pod.metadata.name, pod.spec.nodeName, JSON.stringify(pod.status.conditions)].join(" "));
  for (const event of world.all(Events)) lines.push([event.involvedObject.name, event.reason, event.message, event.reportingComponent].join(" "));
  lines.push([JSON.stringify(scheduler.decisions("default/p3"), null, 1)].join(" "));
  lines.push([JSON.stringify(scheduler.decisions("default/big"), null, 1)].join(" "));
  throw new Error(lines.join("\n"));
  expect(new Set(world.all(Pods).filter(({ metadata }) => metadata.name !== "big").map(({ spec }) => spec.nodeName)).size).toBe(3);
});
