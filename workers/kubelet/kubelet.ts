import { clockWithin, every } from "../sim/clock.ts";
import { formatTime } from "../apimachinery/timestamp.ts";
import type { Node, Pod } from "../api/generated/core/v1.ts";
import { defaultConfiguration, type KubeletConfiguration } from "./configuration.ts";
import { type Connections, createConnections } from "./connections.ts";
import { Eviction } from "./eviction/eviction.ts";
import { localStorageVerdict } from "./eviction/local-storage.ts";
import { ImageGarbage } from "./images/image-garbage.ts";
import { KubeletCore } from "./kubelet-core.ts";
import type { KubeletOptions } from "./kubelet-options.ts";
import { nodeFindings, withTimes, type NodeHealth } from "./node/conditions.ts";
import { NodeLease } from "./node/node-lease.ts";
import { machineStatus, nodeDraft } from "./node/node-object.ts";
import { NodeReporter } from "./node/node-reporter.ts";
import { nodeStats, podStats, type StatsSummary } from "./node/stats.ts";
import { createPodMachinery, type PodMachinery } from "./pod-machinery.ts";
import { mortalRuntime } from "./runtime/mortal-runtime.ts";
import { createKubeletServer, type KubeletServer } from "./server/kubelet-server.ts";
import { staticPod } from "./sources/static-pods.ts";

/** A kubelet that runs, as the rest of the machine may speak to it. */
export interface Kubelet {
  readonly nodeName: string;
  readonly server: KubeletServer;
  stats(): StatsSummary;
}

/**
 * What makes a machine a node: it runs the pods that the API server binds to its node and those whose manifests lie on
 * its disk, and says how they and the node are. Left out: device plugins and dynamic resource allocation, CPU
 * and memory pinning, in-place resize, persistent volumes, graceful node shutdown, making room for critical pods.
 */
export function runKubelet(given: KubeletOptions): Kubelet {
  const options = { ...given, clock: clockWithin(given.clock, given.lifetime), random: given.random.fork(`kubelet/${given.nodeName}`), runtime: mortalRuntime(given.runtime, given.lifetime) };
  return new KubeletProcess(options).start();
}

class KubeletProcess implements Kubelet {
  readonly nodeName: string;
  readonly server: KubeletServer;
  readonly #options: KubeletOptions;
  readonly #settings: KubeletConfiguration;
  readonly #connections: Connections;
  readonly #machinery: PodMachinery;
  readonly #core: KubeletCore;
  readonly #eviction: Eviction;
  readonly #reporter: NodeReporter;
  readonly #staticPods = new Map<string, Pod>();
  #apiPodsKnown = false;

  constructor(options: KubeletOptions) {
    this.nodeName = options.nodeName;
    this.#options = options;
    this.#settings = { ...defaultConfiguration, ...options.configuration };
    this.#connections = createConnections(options);
    this.#machinery = createPodMachinery({
      ...options,
      settings: this.#settings,
      connections: this.#connections,
      listeners: {
        runtimeChanged: (uid, event) => this.#core.runtimeChanged(uid, event),
        probeChanged: (change) => this.#core.probeChanged(change),
        finished: (pod) => this.#core.finished(pod),
      },
      allocatable: () => this.#node().status.allocatable ?? {},
    });
    const { clock, log } = options;
    this.#core = new KubeletCore({ ...this.#machinery, clock, log, node: () => this.#node(), allSourcesKnown: () => this.#apiPodsKnown });
    this.#eviction = this.#createEviction();
    this.#reporter = this.#createReporter();
    this.server = this.#createServer();
  }

  start(): this {
    const { clock, log, runtime } = this.#options;
    const { cache, statuses } = this.#machinery;
    log.info("Starting kubelet");
    runtime.onEvent((event) => cache.handle(event));
    cache.relist();
    every(clock, this.#settings.relistPeriod, () => cache.relist());
    statuses.start();
    this.#core.start();
    this.#followManifests();
    this.#startNode();
    clock.spawn(() => this.#followApiServer());
    return this;
  }

  stats(): StatsSummary {
    const { clock, runtime } = this.#options;
    const { cache, table } = this.#machinery;
    const now = clock.now();
    return nodeStats(this.nodeName, table.pods().map((pod) => podStats(pod, cache, runtime, now)), now);
  }

  #startNode(): void {
    const { clock, log, machine, runtime } = this.#options;
    const { heartbeat, nodes, recorder } = this.#connections;
    const reference = { kind: "Node", name: this.nodeName, uid: this.nodeName };
    recorder.normal(reference, "Starting", "Starting kubelet.");
    recorder.normal(reference, "NodeAllocatableEnforced", "Updated Node Allocatable limit across pods");
    this.#reporter.start();
    const node = () => nodes.get(this.nodeName);
    new NodeLease({ nodeName: this.nodeName, durationSeconds: this.#settings.nodeLeaseDurationSeconds, client: heartbeat, clock, log, node }).start();
    this.#eviction.start();
    new ImageGarbage({ runtime, clock, log, disk: machine.disk, limits: this.#settings.imageGarbage }).start();
    nodes.addHandler({ added: () => this.#core.nodeRegistered() });
  }

  /** Pods from the API server wait until it is known which there are: nothing that runs is stopped by mistake. */
  async #followApiServer(): Promise<void> {
    const { nodes, pods, services } = this.#connections;
    await services.synced();
    await nodes.synced();
    await pods.synced();
    const inOrder = pods.list().toSorted(oldestFirst);
    for (const pod of inOrder) this.#core.added(pod);
    const known = new Set(inOrder.map(({ metadata }) => metadata.uid));
    pods.addHandler({
      added: (pod) => (known.delete(pod.metadata.uid) ? undefined : this.#core.added(pod)),
      updated: (previous, pod) => this.#core.updated(previous, pod),
      deleted: (pod) => this.#core.removed(pod),
    });
    this.#apiPodsKnown = true;
    this.#core.housekeep();
  }

  #followManifests(): void {
    const { clock, lifetime, manifests } = this.#options;
    const read = () => {
      const wanted = new Map(manifests.pods().map((manifest) => staticPod(manifest, this.nodeName, clock.now())).map((pod) => [pod.metadata.uid, pod]));
      for (const [uid, pod] of this.#staticPods) {
        if (wanted.has(uid)) continue;
        this.#staticPods.delete(uid);
        this.#core.removed(pod);
      }
      for (const [uid, pod] of wanted) {
        if (this.#staticPods.has(uid)) continue;
        this.#staticPods.set(uid, pod);
        this.#core.added(pod);
      }
    };
    read();
    lifetime.onEnd(manifests.onChange(() => (lifetime.ended ? undefined : read())));
  }

  /** The node as the API server knows it, or as it would be registered. */
  #node(): Node {
    const known = this.#connections.nodes.get(this.nodeName);
    if (known !== undefined) return known;
    const { clock, machine, runtime } = this.#options;
    const conditions = withTimes(nodeFindings(this.#health()), [], formatTime(clock.now()));
    const status = { ...machineStatus(machine, this.#settings, runtime), conditions };
    return nodeDraft(this.nodeName, machine, this.#settings, status) as Node;
  }

  #health(): NodeHealth {
    return { networkReady: this.#options.runtime.networkReady(), memoryPressure: this.#eviction.memoryPressure, diskPressure: false };
  }

  #createEviction(): Eviction {
    const { clock, log, machine } = this.#options;
    const { events, table, volumes, workers } = this.#machinery;
    return new Eviction({
      configuration: this.#settings,
      memory: machine.memory,
      clock,
      log,
      events,
      usage: () =>
        this.stats().pods.flatMap(({ podRef, containers }) => {
          const pod = table.get(podRef.uid);
          if (pod === undefined || workers.isTerminationRequested(podRef.uid)) return [];
          const used = containers.map(({ name, workingSetBytes }) => ({ name, used: workingSetBytes }));
          return [{ pod, containers: used, total: used.reduce((sum, each) => sum + each.used, 0) }];
        }),
      storageVerdict: (pod) => localStorageVerdict(pod, volumes.mounted(pod.metadata.uid)),
      kill: (pod, kill) => workers.kill(pod.metadata.uid, kill),
      conditionChanged: () => this.#reporter.report(),
    });
  }

  #createReporter(): NodeReporter {
    const { heartbeat, nodes, recorder } = this.#connections;
    return new NodeReporter({
      ...this.#options,
      configuration: this.#settings,
      client: heartbeat,
      recorder,
      health: () => this.#health(),
      node: () => nodes.get(this.nodeName),
    });
  }

  #createServer(): KubeletServer {
    const { network, runtime } = this.#options;
    const { cache, statuses, table } = this.#machinery;
    return createKubeletServer({
      runtime,
      cache,
      network,
      pod: (namespace, name) => table.named(namespace, name),
      status: (pod) => statuses.get(pod.metadata.uid) ?? pod.status,
    });
  }
}

const oldestFirst = (a: Pod, b: Pod) => (a.metadata.creationTimestamp < b.metadata.creationTimestamp ? -1 : 1);
