import { assert, present } from "../base/assert.ts";
import { Namespaces } from "../api/core/namespace.ts";
import { Nodes } from "../api/core/node.ts";
import { type Pod, Pods } from "../api/core/pod.ts";
import type { PodDisruptionBudget } from "../api/generated/policy/v1.ts";
import type { ObjectKey } from "../apimachinery/object.ts";
import type { Client } from "../client/client.ts";
import { createEventSeriesRecorder } from "../client/event-series-recorder.ts";
import type { Informer } from "../client/informer.ts";
import type { InformerFactory } from "../client/informer-factory.ts";
import type { Clock } from "../sim/clock.ts";
import type { Lifetime } from "../sim/lifetime.ts";
import type { Log } from "../sim/log.ts";
import type { Random } from "../sim/random.ts";
import { Cache } from "./cache/cache.ts";
import { podInfo } from "./cache/pod-info.ts";
import { type Decision, DecisionLog, type SchedulingRecord } from "./decision-log.ts";
import { defaultSpreadSelector } from "./default-spread-selector.ts";
import { observe } from "./observe.ts";
import type { Framework } from "./framework/framework.ts";
import { actor, type Parts, type Profile } from "./parts.ts";
import { defaultBinder } from "./plugins/default-binder.ts";
import { defaultPreemption } from "./plugins/default-preemption.ts";
import { Evictor } from "./preemption/evictor.ts";
import { createFramework, defaultProfile, type ProfileConfiguration } from "./profile.ts";
import { Nominator } from "./queue/nominator.ts";
import { SchedulingQueue } from "./queue/scheduling-queue.ts";
import { SchedulingAlgorithm } from "./scheduling-algorithm.ts";
import { scheduleOne } from "./schedule-one.ts";
import { WaitingPods } from "./waiting-pods.ts";

/**
 * kube-scheduler: binds every pod without a node to the node that suits it best, by the plugins of the scheduling
 * framework. Left out: extenders, volumes other than those that need no binding, dynamic resources, pod groups.
 */
export interface SchedulerOptions {
  readonly client: Client;
  /** Events go by a connection of their own, so as not to hold up bindings. */
  readonly eventClient?: Client;
  readonly informers: InformerFactory;
  /** A clock within the lifetime of the process. */
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly lifetime: Lifetime;
  readonly profiles?: readonly ProfileConfiguration[];
  /** Told of each attempt as it ends. */
  readonly onDecision?: (decision: Decision) => void;
  /** The disruption budgets that preemption spares where it can. */
  readonly disruptionBudgets?: () => readonly PodDisruptionBudget[];
}

export interface Scheduler {
  /** The kept attempts to schedule a pod (namespace/name), oldest first. */
  decisions(pod: ObjectKey): readonly SchedulingRecord[];
  /** How many pods wait, by where they wait. */
  pending(): { readonly active: number; readonly backoff: number; readonly unschedulable: number };
  /** Pods that permit plugins hold. */
  readonly waitingPods: WaitingPods;
}

/** Pods that are done take nothing from their nodes. */
const livePods = { fieldSelector: "status.phase!=Succeeded,status.phase!=Failed" };

/** Pods tried in one go; then whoever waits for the machine gets it. Virtual time stands still meanwhile. */
const batch = 16;

/** Starts the scheduler; it runs as long as its process lives. */
export function runScheduler(options: SchedulerOptions): Scheduler {
  const { client, informers, clock, log, lifetime, onDecision } = options;
  const random = options.random.fork(actor);
  const pods = informers.for(Pods, livePods);
  const nodes = informers.for(Nodes);
  const namespaces = informers.for(Namespaces);
  const cache = new Cache((namespace) => namespaces.get(namespace)?.metadata.labels);
  const nominator = new Nominator();
  const frameworks = new Map<string, Framework>();
  const queue = new SchedulingQueue({ clock, profiles: frameworks, before: (a, b) => firstOf(frameworks).before(a, b) });
  const decisions = new DecisionLog();
  const profiles = createProfiles(options, random, { pods, queue, nominator });
  for (const [name, { framework }] of profiles) frameworks.set(name, framework);

  const parts: Parts = {
    client, clock, log, pods, cache, queue, nominator, profiles,
    algorithm: new SchedulingAlgorithm(cache, nominator, random.fork("algorithm")),
    waitingPods: new WaitingPods(clock),
    decided(attempt) {
      const decision = decisions.add(attempt);
      onDecision?.(decision);
    },
  };
  const responsible = ({ spec }: Pod) => profiles.has(spec.schedulerName ?? "");
  const gone = (uid: string) => parts.waitingPods.reject(uid, "", "removed");
  clock.spawn(async () => {
    await informers.synced();
    if (lifetime.ended) return;
    observe({ pods, nodes, namespaces }, { cache, queue, nominator, responsible, gone });
    startLoop(parts);
  });
  return {
    decisions: (pod) => decisions.of(pod),
    pending: () => ({ active: queue.count("active"), backoff: queue.count("backoff"), unschedulable: queue.count("unschedulable") }),
    waitingPods: parts.waitingPods,
  };
}

const firstOf = (frameworks: ReadonlyMap<string, Framework>): Framework => present([...frameworks.values()][0], "a scheduler without profiles");

function createProfiles(options: SchedulerOptions, random: Random, { pods, queue, nominator }: Pick<Parts, "pods" | "queue" | "nominator">): ReadonlyMap<string, Profile> {
  const { client, eventClient = client, informers, clock, log, profiles = [defaultProfile], disruptionBudgets = () => [] } = options;
  const spreadSelector = defaultSpreadSelector(informers);
  const created = new Map<string, Profile>();
  for (const profile of profiles) {
    const { schedulerName } = profile;
    assert(!created.has(schedulerName), `two profiles are named ${schedulerName}`);
    const own = random.fork(schedulerName);
    const recorder = createEventSeriesRecorder({ client: eventClient, clock, random: own, log, component: schedulerName });
    const evictor = new Evictor({
      client, clock, log, recorder,
      pod: (key) => pods.get(key),
      nominatedOn: (nodeName) => nominator.on(nodeName),
      activate: (uid) => queue.activate(uid),
    });
    const preemption = defaultPreemption({ evictor, clock, random: own.fork("preemption"), latest: latestIn(pods), budgets: disruptionBudgets });
    const connected = { defaultBinder: defaultBinder(client, actor), defaultPreemption: preemption, defaultSpreadSelector: spreadSelector };
    created.set(schedulerName, { recorder, framework: createFramework(profile, connected) });
  }
  return created;
}

const latestIn = (pods: Informer<Pod>) => ({ key, uid }: { readonly key: ObjectKey; readonly uid: string }) => {
  const pod = pods.get(key);
  return pod?.metadata.uid === uid ? podInfo(pod) : undefined;
};

/** Tries pods as long as there are any, and again when there are. */
function startLoop(parts: Parts): void {
  const { queue, clock } = parts;
  let scheduled = false;
  const wake = () => {
    if (scheduled) return;
    scheduled = true;
    clock.after(0, run);
  };
  const run = () => {
    scheduled = false;
    for (let tried = 0; tried < batch; tried++) {
      const queued = queue.pop();
      if (queued === undefined) return;
      scheduleOne(parts, queued);
    }
    wake();
  };
  queue.onReady(wake);
  wake();
}
