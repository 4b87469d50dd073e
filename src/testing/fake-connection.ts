import type { Delta } from "../../workers/protocol/delta.ts";
import type { Action, ActionResult, Session, SessionRecord } from "../../workers/protocol/session.ts";
import type { Connect } from "../cluster/connect.ts";
import { FakeWorld, type FakeSize } from "./fake-world.ts";

const beat = 50;

/** A session over a fake world: enough to look at every panel. For development and tests only. */
export function fakeSession(size: FakeSize): Session & { stop(): void } {
  let world: FakeWorld | undefined;
  let timer: ReturnType<typeof setInterval> | undefined;
  const record: SessionRecord = { version: 1, settings: { seed: "shop", nodes: 3 }, inputs: [], until: 0 };
  const here = () => {
    if (world === undefined) throw new Error("not open");
    return world;
  };
  return {
    async open(_source, listener: (delta: Delta) => void) {
      world = new FakeWorld(size, listener);
      world.advance(8_000);
      world.paused = false;
      timer = setInterval(() => {
        const { paused, speed } = here();
        if (!paused) here().advance(beat * (speed === "max" ? 200 : speed));
        here().flush();
      }, beat);
    },
    close: async () => clearInterval(timer),
    pause: async () => void (here().paused = true),
    async resume(speed) {
      here().speed = speed;
      here().paused = false;
    },
    step: async () => here().advance(100),
    async runUntilSettled() {
      here().advance(60_000);
      return { settled: true, message: "Settled after 60 s of cluster time." };
    },
    runFor: async (duration) => here().advance(duration),
    apply: async () => [{ line: 1, target: "deployment.apps/web", outcome: "unchanged", message: "deployment.apps/web unchanged", warnings: [] }],
    dryRun: async () => [],
    act: async (action) => act(here(), action),
    async kubectl(line, _files, sink) {
      sink.write(`(no kubectl in the fake world: ${line})\n`);
      sink.exit(0);
      return { interrupt() {}, input() {} };
    },
    complete: async () => ({ from: 0, candidates: [] }),
    get: async () => ({ status: 404, headers: {}, body: {} }),
    yaml: async (_resource, key) => `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${key}\n  labels:\n    app: web\nspec:\n  containers:\n  - name: nginx\n    image: "nginx:1.27"\n    ports:\n    - containerPort: 80\n`,
    describe: async (_resource, key) => `Name: ${key}`,
    async logs(_pod, _container, sink) {
      sink.write('10.244.0.1 - - [22/Apr/2026:10:00:01 +0000] "GET / HTTP/1.1" 200 615 "-" "visitor"\n'.repeat(12));
      return { interrupt() {}, input() {} };
    },
    story: async (resource, key) => storyOf(resource, key, here().now),
    scheduling: async (pod) => [scheduling(pod, here().now)],
    requests: async () => [{ at: here().now - 1000, duration: 4.2, from: "visitor", to: "web.default", method: "GET", path: "/", ok: true, outcome: "200", hops: ["visitor → node-1:30080", "kube-proxy: 10.96.12.7:80 → 10.244.1.5:80", "pod web answers 200"] }],
    fingerprint: async () => 0,
    record: async () => ({ ...record, until: here().now }),
    schema: async () => ({}),
    stop: () => clearInterval(timer),
  };
}

function act(world: FakeWorld, action: Action): ActionResult {
  switch (action.type) {
    case "delete-pod":
      return world.killPod(action.name) ? { ok: true, message: `pod "${action.name}" deleted`, kubectl: `kubectl delete pod ${action.name}` } : { ok: false, message: `pods "${action.name}" not found` };
    case "crash-container":
      world.crash(action.name);
      return { ok: true, message: `The main process of container nginx in pod ${action.name} was killed` };
    case "power-off":
      world.powerOff(action.node);
      return { ok: true, message: `${action.node} is powered off` };
    case "power-on":
      world.powerOn(action.node);
      return { ok: true, message: `${action.node} boots` };
    case "cordon":
    case "uncordon":
      world.cordon(action.node, action.type === "cordon");
      return { ok: true, message: `node/${action.node} ${action.type}ed`, kubectl: `kubectl ${action.type} ${action.node}` };
    case "add-node":
      return { ok: true, message: `${world.addNode()} joins the cluster` };
    case "scale":
      world.scale(action.name, action.replicas);
      return { ok: true, message: `deployment.apps/${action.name} scaled`, kubectl: `kubectl scale deployment/${action.name} --replicas=${action.replicas}` };
    case "traffic":
      world.load(action.perSecond);
      return { ok: true, message: `${action.perSecond} requests per second to ${action.service}` };
    default:
      return { ok: true, message: action.type };
  }
}

const storyOf = (resource: string, key: string, now: number) => [
  { at: now - 9_000, revision: 1, actor: "you", sentence: "you created deployment web for 4 pods", resource: "deployments.apps", key: "default/web" },
  { at: now - 8_900, revision: 2, actor: "deployment-controller", sentence: "created replica set web-7d9f8b6c4 for 4 pods", resource: "replicasets.apps", key: "default/web-7d9f8b6c4" },
  { at: now - 8_860, revision: 3, actor: "replicaset-controller", sentence: "created this pod", resource, key },
  { at: now - 8_700, revision: 4, actor: "default-scheduler", sentence: "put it on node-2", resource, key },
  { at: now - 6_400, revision: 5, actor: "kubelet on node-2", sentence: "Container nginx started", resource, key },
];

const scheduling = (pod: string, now: number) => ({
  at: now - 8_700,
  pod,
  chosen: "node-2",
  nodes: [
    { node: "control-plane", refusals: [{ plugin: "TaintToleration", reason: "node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }" }], scores: [] },
    { node: "node-1", refusals: [], scores: [{ plugin: "NodeResourcesFit", score: 61, weight: 1 }, { plugin: "PodTopologySpread", score: 50, weight: 2 }], total: 161 },
    { node: "node-2", refusals: [], scores: [{ plugin: "NodeResourcesFit", score: 78, weight: 1 }, { plugin: "PodTopologySpread", score: 100, weight: 2 }], total: 278 },
  ],
});

/** What `?fake` asks for: "states" for one of each, a number for so many pods, else the small shop. */
function sizeWished(): FakeSize {
  const wish = new URLSearchParams(location.search).get("fake") ?? "";
  const many = Number(wish);
  if (many > 0) return { nodes: Math.max(3, Math.ceil(many / 30)), apps: { web: Math.ceil(many / 2), cart: Math.floor(many / 2) }, states: false };
  return { nodes: 3, apps: { web: 4, cart: 2 }, states: wish === "states" };
}

/** Stands in for the worker. */
export const connectFake: Connect = () => {
  const session = fakeSession(sizeWished());
  return { session, terminate: () => session.stop() };
};
