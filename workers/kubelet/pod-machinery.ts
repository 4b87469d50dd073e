import { every } from "../sim/clock.ts";
import { ServiceAccounts } from "../api/core/service-account.ts";
import type { Pod } from "../api/generated/core/v1.ts";
import type { AnyResource } from "../api/resource.ts";
import { minute } from "../base/units.ts";
import type { RuntimeEvent } from "../cri/runtime.ts";
import type { KubeletConfiguration } from "./configuration.ts";
import type { Connections } from "./connections.ts";
import type { Allocatable } from "./environment/resource-field.ts";
import { ImagePuller } from "./images/image-puller.ts";
import { podCredentials } from "./images/pod-credentials.ts";
import { PullQueue } from "./images/pull-queue.ts";
import type { KubeletOptions } from "./kubelet-options.ts";
import { HookRunner } from "./lifecycle/hook-runner.ts";
import { PodEvents } from "./pod-events.ts";
import { PodSyncer } from "./pods/pod-sync.ts";
import { PodTable } from "./pods/pod-table.ts";
import { PodWorkers } from "./pods/pod-workers.ts";
import { type ProbeChange, ProbeResults } from "./probes/probe-results.ts";
import { ProbeWorkers } from "./probes/probe-workers.ts";
import { ContainerKiller } from "./runtime/container-killer.ts";
import { ContainerStarter } from "./runtime/container-starter.ts";
import { FlowBackoff } from "./runtime/flow-backoff.ts";
import { GarbageCollector } from "./runtime/garbage-collector.ts";
import { lastWordsOf } from "./runtime/last-words.ts";
import { PodRunner } from "./runtime/pod-runner.ts";
import { RuntimeCache } from "./runtime/runtime-cache.ts";
import { sandboxConfig } from "./runtime/sandbox-config.ts";
import { StartedContainers } from "./runtime/started-containers.ts";
import { MirrorPods } from "./sources/mirror-pods.ts";
import { NodeObjects } from "./sources/node-objects.ts";
import { StartFailures } from "./status/start-failures.ts";
import { StatusWriter } from "./status/status-writer.ts";
import { hostPathPlugin } from "./volumes/host-path-plugin.ts";
import { configMapPlugin, downwardApiPlugin, emptyDirPlugin, projectedPlugin, secretPlugin } from "./volumes/payload-plugins.ts";
import { PodVolumes } from "./volumes/pod-volumes.ts";
import { ServiceAccountTokens } from "./volumes/service-account-tokens.ts";
import type { MountContext } from "./volumes/volume-plugin.ts";

/** Whom the machinery tells of what happens. */
export interface Listeners {
  runtimeChanged(podUid: string, event: RuntimeEvent | undefined): void;
  probeChanged(change: ProbeChange): void;
  finished(pod: Pod): void;
}

export interface MachineryOptions extends KubeletOptions {
  readonly settings: KubeletConfiguration;
  readonly connections: Connections;
  readonly listeners: Listeners;
  readonly allocatable: () => Allocatable;
}

/** Everything that works on pods, put together. */
export type PodMachinery = ReturnType<typeof createPodMachinery>;

/** Puts together everything that works on pods. */
export function createPodMachinery(options: MachineryOptions) {
  const { clock, connections, disk, lifetime, listeners, log, nodeName, random } = options;
  const actor = `kubelet/${nodeName}`;
  const shared = {
    actor,
    events: new PodEvents(connections.recorder, actor),
    table: new PodTable(),
    cache: new RuntimeCache(options.runtime, (uid, event) => listeners.runtimeChanged(uid, event)),
    results: new ProbeResults((change) => listeners.probeChanged(change)),
    started: new StartedContainers(disk, random.fork("termination-logs")),
    failures: new StartFailures(),
    objects: new NodeObjects({ client: connections.client, clock, random: random.fork("objects"), log, lifetime }),
    tokens: new ServiceAccountTokens({ client: connections.client, clock, log, serviceAccounts: ServiceAccounts as unknown as AnyResource }),
    mirrors: new MirrorPods({ client: connections.client, log, node: () => connections.nodes.get(nodeName) }),
  };
  const statuses: StatusWriter = new StatusWriter({
    client: connections.client,
    clock,
    log,
    actor,
    published: (uid) => shared.table.published(uid),
    couldRun: (uid) => workers.couldRunContainers(uid),
  });
  const probes = createProbes(options, { ...shared, statuses });
  const images = createImagePuller(options, shared.events);
  const crashBackoff = new FlowBackoff(clock, options.settings.crashLoopBackOff);
  const runner = createRunner(options, { ...shared, images, crashBackoff });
  const volumes = new PodVolumes({ plugins: [emptyDirPlugin(), configMapPlugin, secretPlugin, downwardApiPlugin, projectedPlugin, hostPathPlugin], clock, events: shared.events });
  const sync = createSyncer(options, { ...shared, statuses, probes, runner, volumes });
  const workers: PodWorkers = new PodWorkers({ clock, random: random.fork("pod-workers"), log, lifetime, sync, syncFrequency: options.settings.syncFrequency }, (pod) => listeners.finished(pod));
  const garbage = new GarbageCollector({ runtime: options.runtime, cache: shared.cache, started: shared.started });
  every(clock, garbagePeriod, () => {
    images.collectGarbage();
    crashBackoff.collectGarbage();
  });
  return { ...shared, statuses, probes, workers, garbage, volumes };
}

const garbagePeriod = 10 * minute;

interface Shared {
  readonly events: PodEvents;
  readonly table: PodTable;
  readonly cache: RuntimeCache;
  readonly results: ProbeResults;
  readonly started: StartedContainers;
  readonly failures: StartFailures;
  readonly objects: NodeObjects;
  readonly tokens: ServiceAccountTokens;
  readonly mirrors: MirrorPods;
}

function createProbes({ clock, network, random, runtime }: MachineryOptions, { events, results, statuses, table }: Shared & { readonly statuses: StatusWriter }): ProbeWorkers {
  return new ProbeWorkers({
    clock,
    random: random.fork("probes"),
    events,
    results,
    tools: { runtime, network },
    kubeletStart: clock.now(),
    pod: (uid) => table.get(uid),
    status: (uid) => statuses.get(uid),
  });
}

function createImagePuller({ clock, runtime, settings }: MachineryOptions, events: PodEvents): ImagePuller {
  const queue = new PullQueue(settings.serializeImagePulls ? 1 : (settings.maxParallelImagePulls ?? Infinity));
  return new ImagePuller({ runtime, clock, events, queue, backoff: new FlowBackoff(clock, settings.imagePullBackOff) });
}

interface RunnerParts extends Shared {
  readonly images: ImagePuller;
  readonly crashBackoff: FlowBackoff;
}

function createRunner(options: MachineryOptions, { cache, crashBackoff, events, images, objects, results, started }: RunnerParts): PodRunner {
  const { allocatable, clock, connections, disk, log, machine, network, runtime, settings } = options;
  const hooks = new HookRunner({ runtime, network, clock });
  const killer = new ContainerKiller({ runtime, clock, events, hooks, log });
  const starter = new ContainerStarter({
    runtime,
    clock,
    events,
    images,
    hooks,
    killer,
    disk,
    started,
    crashBackoff,
    environment: {
      configMap: (namespace, name) => objects.configMap(namespace, name),
      secret: (namespace, name) => objects.secret(namespace, name),
      services: (namespace) => [...connections.services.inNamespace(namespace), ...(namespace === "default" ? [] : connections.services.inNamespace("default"))],
      get allocatable() {
        return allocatable();
      },
    },
    noteContainer: (uid, id) => cache.noteContainer(uid, id),
  });
  return new PodRunner({
    runtime,
    cache,
    events,
    starter,
    killer,
    started,
    verdicts: results,
    hostIps: machine.addresses,
    sandboxConfig: (pod, attempt) => sandboxConfig(pod, attempt, { configuration: settings, machine }),
  });
}

interface SyncerParts extends Shared {
  readonly statuses: StatusWriter;
  readonly probes: ProbeWorkers;
  readonly runner: PodRunner;
  readonly volumes: PodVolumes;
}

function createSyncer(options: MachineryOptions, parts: SyncerParts): PodSyncer {
  const { clock, disk, machine, runtime } = options;
  const { cache, events, failures, mirrors, objects, probes, runner, started, statuses, table, tokens, volumes } = parts;
  return new PodSyncer({
    runtime,
    clock,
    cache,
    events,
    runner,
    probes,
    statuses,
    failures,
    volumes,
    hostIps: machine.addresses,
    mountContext: (pod): MountContext => ({
      facts: { pod, podIps: (statuses.get(pod.metadata.uid)?.podIPs ?? []).map(({ ip }) => ip), hostIps: machine.addresses },
      disk,
      objects,
      tokens,
      allocatable: options.allocatable(),
      clock,
    }),
    credentials: (pod) => podCredentials(pod, objects, events),
    lastWords: (container) => lastWordsOf(container, { runtime, started, pod: (uid) => table.get(uid) }),
    reflect: (pod, mirror) => mirrors.reflect(pod, mirror),
    release: (pod) => tokens.forget(pod.metadata.uid),
  });
}
