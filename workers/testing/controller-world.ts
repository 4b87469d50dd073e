import { type Event, Events } from "../api/core/event.ts";
import type { Controller } from "../controllers/framework/controller.ts";
import { startControllers } from "../controllers/framework/start-controllers.ts";
import type { ApiHandler, UserInfo } from "../apimachinery/wire.ts";
import { Lifetime } from "../sim/lifetime.ts";
import { createLog, type LogLine } from "../sim/log.ts";
import { startApiServer, type World, type WorldOptions } from "./api-server.ts";
import { FakeNodes, type FakeNodesOptions } from "./fake-nodes.ts";

const controllerManager: UserInfo = { username: "system:kube-controller-manager", groups: ["system:masters"] };

export interface ControllerWorldOptions extends Omit<WorldOptions, "latency"> {
  readonly controllers: readonly Controller[];
  /** Without nodes nothing happens to pods. */
  readonly nodes?: FakeNodesOptions;
  /** How long a request of the controllers takes, in milliseconds. */
  readonly latency?: number;
}

/** A world with controllers in one process, for tests. */
export interface ControllerWorld extends World {
  readonly nodes: FakeNodes;
  /** The process of the controllers. */
  readonly process: Lifetime;
  /** What they log, but for their start. */
  readonly logs: readonly LogLine[];
  /** Starts another process with the same controllers. */
  startProcess(): Lifetime;
  /** Events as people read them: `Normal ScalingReplicaSet Scaled up …`, in their order. */
  told(about?: string): readonly string[];
}

/** Starts an API server, nodes and controllers. */
export async function startControllerWorld(options: ControllerWorldOptions): Promise<ControllerWorld> {
  const { latency = 0, ...rest } = options;
  const world = await startApiServer(rest);
  const nodes = new FakeNodes(world, options.nodes);
  if (options.nodes !== undefined) await nodes.start();
  const logs: LogLine[] = [];
  const note = (line: LogLine) => void (line.message.startsWith("Started controller") ? undefined : logs.push(line));

  let processes = 0;
  function startProcess(): Lifetime {
    const lifetime = new Lifetime();
    startControllers({
      controllers: options.controllers,
      transport: delayed(world, world.transport(controllerManager), latency),
      clock: world.simulation,
      random: world.random.fork(`kube-controller-manager/${++processes}`),
      log: createLog("kube-controller-manager", () => world.simulation.now(), note),
      lifetime,
    });
    return lifetime;
  }

  const extra = {
    nodes,
    process: startProcess(),
    logs,
    startProcess,
    told: (about?: string) => world.all(Events).filter((event) => about === undefined || isAbout(event, about)).toSorted(byTime).map(text),
  };
  await world.run(0);
  return Object.assign(world, extra);
}

/** A way to the server that takes its time, there and not back. */
function delayed(world: World, server: ApiHandler, latency: number): ApiHandler {
  if (latency === 0) return server;
  return {
    async handle(request) {
      await world.simulation.sleep(latency);
      return server.handle(request);
    },
    stream: (request, sink) => server.stream(request, sink),
  };
}

const isAbout = ({ involvedObject }: Event, name: string) => involvedObject.name === name || involvedObject.kind === name;

const byTime = (a: Event, b: Event) => Number(a.metadata.resourceVersion) - Number(b.metadata.resourceVersion);

const text = ({ type, reason, message, count = 1 }: Event) => `${type} ${reason} ${message}${count > 1 ? ` (x${count})` : ""}`;
