import { performance } from "node:perf_hooks";
import { createSession } from "../workers/cluster/session/session.ts";
import { createNodeWorld } from "../workers/host/node-world.ts";
import type { Deployment } from "../workers/api/apps/deployment.ts";
import type { Delta } from "../workers/protocol/delta.ts";
import { median, type Measured, nodesFor } from "./measure.ts";

const manifestOf = (replicas: number) => `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: ${replicas}
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers: [{ name: web, image: "hashicorp/http-echo:1.0", args: ["-text=hi", "-listen=:8080"] }]
`;

const configMap = (number: number) => `apiVersion: v1
kind: ConfigMap
metadata: { name: note-${number} }
data: { number: "${number}" }
`;

/** Real milliseconds between two things that the person does. */
const thinking = 15;

/** What the page has been told. */
class Page {
  readonly pods: string[] = [];
  ready = 0;

  hear({ objects = [] }: Delta): void {
    for (const change of objects) {
      if (change.type !== "set") continue;
      if (change.resource === "pods" && change.key.startsWith("default/")) this.pods.push(change.key.slice("default/".length));
      if (change.resource === "deployments.apps" && change.key === "default/web") this.ready = (change.object as Deployment).status.readyReplicas ?? 0;
    }
  }
}

/** How soon the session answers a person while a rollout goes on at full speed, through the code of the page's worker. */
export async function measureAnswers(replicas: number): Promise<Measured> {
  const page = new Page();
  const session = createSession(createNodeWorld());
  await session.open({ seed: "bench", nodes: nodesFor(replicas) }, (delta) => page.hear(delta));
  await session.resume("max");
  const latencies: Record<string, number[]> = { pause: [], kill: [], apply: [] };
  const time = async (what: string, act: () => Promise<unknown>) => {
    await new Promise((resolve) => void setTimeout(resolve, thinking));
    const asked = performance.now();
    await act();
    latencies[what]!.push(performance.now() - asked);
  };
  await session.act({ type: "apply", manifest: manifestOf(replicas) });
  for (let round = 0; page.ready < replicas; round++) {
    await time("pause", () => session.pause());
    await session.resume("max");
    const name = page.pods[(round * 7919) % Math.max(1, page.pods.length)];
    // A few only: each takes back what the rollout has reached.
    if (name !== undefined && round < 20) await time("kill", () => session.act({ type: "delete-pod", namespace: "default", name }));
    await time("apply", () => session.act({ type: "apply", manifest: configMap(round) }));
  }
  const figures = Object.entries(latencies).flatMap(([what, values]) => [[`median ${what}`, median(values)] as const, [`longest ${what}`, Math.max(...values)] as const]);
  return Object.fromEntries(figures);
}
