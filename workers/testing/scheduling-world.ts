import type { Draft } from "../apimachinery/object.ts";
import { type Event, Events } from "../api/core/event.ts";
import { type Node, Nodes } from "../api/core/node.ts";
import { type Pod, Pods } from "../api/core/pod.ts";
import type { ApiHandler } from "../apimachinery/wire.ts";
import { Lifetime } from "../sim/lifetime.ts";
import { silentLog } from "../sim/log.ts";
import type { SchedulingRecord } from "../scheduler/decision-log.ts";
import { startScheduler, type StartSchedulerOptions } from "../scheduler/start-scheduler.ts";
import { startApiServer, type World } from "./api-server.ts";
import { draftOf, node, type NodeSketch, pod, type PodSketch } from "./scheduling-objects.ts";

export interface SchedulingWorldOptions {
  readonly nodes?: readonly NodeSketch[];
  readonly seed?: string;
  readonly scheduler?: Partial<StartSchedulerOptions>;
  /** How long a request takes, in milliseconds. */
  readonly latency?: number;
  /** Leaves it to the test to start schedulers. */
  readonly idle?: boolean;
}

/** A real API server and a real scheduler, with nodes that run nothing. */
export interface SchedulingWorld extends World {
  addNode(sketch: NodeSketch): Promise<void>;
  /** Changes a node as somebody would who had all rights. */
  changeNode(name: string, change: (node: Node) => Node): Promise<void>;
  addPod(sketch: PodSketch): Promise<void>;
  /** At once, as a kubelet would at the end. */
  removePod(name: string): Promise<void>;
  pod(name: string): Pod | undefined;
  /** The nodes of the pods by name; a dash for none. */
  placement(): Readonly<Record<string, string>>;
  /** What events say, oldest first: `pod Reason message`. */
  events(): readonly string[];
  /** Those of the scheduler that was started last. */
  decisions(name: string): readonly SchedulingRecord[];
  /** Ends the process of the scheduler that was started last. */
  killScheduler(): void;
  startScheduler(more?: Partial<StartSchedulerOptions>): SchedulerProcess;
}

export interface SchedulerProcess {
  kill(): void;
  decisions(name: string): readonly SchedulingRecord[];
}

export async function startSchedulingWorld({ nodes = [], seed = "scheduling", scheduler, latency, idle = false }: SchedulingWorldOptions = {}): Promise<SchedulingWorld> {
  const world = await startApiServer({ seed, ...(latency !== undefined && { latency }) });
  const extended = withScheduling(world, scheduler);
  for (const sketch of nodes) await extended.addNode(sketch);
  if (!idle) extended.startScheduler();
  await extended.run(1);
  return extended;
}

function withScheduling(world: World, defaults: Partial<StartSchedulerOptions> = {}): SchedulingWorld {
  let newest: SchedulerProcess = { kill() {}, decisions: () => [] };

  const changeNode: SchedulingWorld["changeNode"] = async (name, change) => {
    const changed = change(await within(world, world.client.get(Nodes, { name })));
    await within(world, world.client.update(Nodes, changed));
    await within(world, world.client.patch(Nodes, { name }, { type: "merge", subresource: "status", body: { status: changed.status } }));
  };
  const own: Omit<SchedulingWorld, keyof World> = {
    changeNode,
    async addNode(sketch) {
      const { metadata, spec, status } = node(sketch);
      await within(world, world.create(Nodes, { metadata: { name: metadata.name, labels: metadata.labels }, spec, status } as Draft<Node>));
      // A new node is tainted until its kubelet says that it is ready.
      await changeNode(metadata.name, (created) => ({ ...created, spec: { ...created.spec, taints: spec.taints ?? [] }, status: { ...created.status, ...status } }));
    },
    async addPod(sketch) {
      const { status, ...draft } = { status: sketch.status, ...draftOf(pod(sketch)) };
      await within(world, world.create(Pods, draft));
      if (status !== undefined) await within(world, world.client.patch(Pods, { namespace: "default", name: sketch.name ?? "pod" }, { type: "merge", subresource: "status", body: { status } }));
    },
    async removePod(name) {
      await within(world, world.client.delete(Pods, { namespace: "default", name }, { gracePeriodSeconds: 0 }));
    },
    pod: (name) => world.all(Pods).find(({ metadata }) => metadata.name === name),
    placement: () => Object.fromEntries(world.all(Pods).map(({ metadata, spec }) => [metadata.name, spec.nodeName ?? "-"])),
    events: () => [...world.all(Events)].sort(byTime).map(({ involvedObject, reason, message }) => `${involvedObject.name} ${reason} ${message}`),
    decisions: (name) => newest.decisions(name),
    killScheduler: () => newest.kill(),
    startScheduler(more) {
      const transport: ApiHandler = world.transport({ username: "system:kube-scheduler", groups: ["system:authenticated"] });
      const lifetime = new Lifetime();
      const started = startScheduler({ transport, clock: world.simulation, random: world.random.fork("kube-scheduler"), log: silentLog, lifetime, ...defaults, ...more });
      newest = { kill: () => lifetime.end(), decisions: (name) => started.decisions(`default/${name}`) };
      return newest;
    },
  };
  return Object.assign(world, own);
}

/** Lets time pass until the request is answered, where requests take time. */
async function within<T>(world: World, request: Promise<T>): Promise<T> {
  let answered = false;
  const outcome = request.finally(() => (answered = true));
  outcome.catch(() => {});
  await world.simulation.settle();
  while (!answered) await world.run(0.001);
  return outcome;
}

const byTime = (a: Event, b: Event) => Number(a.metadata.resourceVersion) - Number(b.metadata.resourceVersion);
