import { second, type Milliseconds } from "../../base/units.ts";
import { ApiError } from "../../apimachinery/status.ts";
import { type Node, Nodes } from "../../api/core/node.ts";
import { type Pod, Pods } from "../../api/core/pod.ts";
import { type Informer, revisionOf } from "../../client/informer.ts";
import { ConnectionError } from "../../client/transport.ts";
import { every } from "../../sim/clock.ts";
import type { Controller, ControllerEnvironment } from "../framework/controller.ts";
import { markDisrupted, podReference } from "../framework/disruption-target.ts";
import { ignoringNotFound } from "../framework/ignore-refusals.ts";
import { indexByNode, nodesWithPods, podsOnNode } from "../framework/indexes.ts";
import { isPodTerminal } from "../framework/pod-state.ts";
import { trackedInformers } from "../framework/tracked-informers.ts";
import { isOutOfService, isReady } from "./node-state.ts";

const period = 20 * second;

/** A node that is missing may only have been made anew: so long its pods are left alone. */
const quarantine = 40 * second;

/** So many ended pods may stay to be looked at (--terminated-pod-gc-threshold). */
const terminatedThreshold = 12_500;

/** Cleans up pods that no kubelet will: of nodes that are gone, ended long ago, or deleted before they had a node. */
export function podGarbageCollector(threshold: number = terminatedThreshold): Controller {
  return {
    name: "pod-garbage-collector-controller",
    start(environment) {
      const { informers, synced } = trackedInformers(environment.informers);
      const nodes = informers.for(Nodes);
      const pods = indexByNode(informers.for(Pods));
      pods.addIndex(byNeed, (pod) => [needOf(pod)]);
      environment.clock.spawn(async () => {
        await synced();
        const collector = new PodGarbageCollector(environment, nodes, pods, threshold);
        every(environment.clock, period, () => environment.clock.spawn(() => collector.collect()));
        await collector.collect();
      });
    },
  };
}

const byNeed = "pod-garbage-collector";
const terminated = "terminated";
const unscheduledTerminating = "unscheduled terminating";

function needOf(pod: Pod): string {
  if (pod.metadata.deletionTimestamp !== undefined && (pod.spec.nodeName ?? "") === "") return unscheduledTerminating;
  return isPodTerminal(pod) ? terminated : "";
}

class PodGarbageCollector {
  readonly #environment: ControllerEnvironment;
  readonly #nodes: Informer<Node>;
  readonly #pods: Informer<Pod>;
  readonly #threshold: number;
  /** Missing nodes, and since when. */
  readonly #missing = new Map<string, Milliseconds>();
  #busy = false;

  constructor(environment: ControllerEnvironment, nodes: Informer<Node>, pods: Informer<Pod>, threshold: number) {
    this.#environment = environment;
    this.#nodes = nodes;
    this.#pods = pods;
    this.#threshold = threshold;
  }

  /** A round that takes longer than its period is not run twice at once. */
  async collect(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    await this.#collectTerminated();
    await this.#collectOutOfService();
    await this.#collectOrphaned();
    for (const pod of this.#pods.by(byNeed, unscheduledTerminating)) await this.#remove(pod, "PodGC: pod was deleted before it was scheduled");
    this.#busy = false;
  }

  /** Evicted pods go first, then the oldest. */
  async #collectTerminated(): Promise<void> {
    const surplus = this.#pods.countBy(byNeed, terminated) - this.#threshold;
    if (surplus <= 0) return;
    const evicted = ({ status }: Pod) => status.phase === "Failed" && status.reason === "Evicted";
    const oldest = (a: Pod, b: Pod) => {
      if (evicted(a) !== evicted(b)) return evicted(a) ? -1 : 1;
      const [createdA, createdB] = [a.metadata.creationTimestamp, b.metadata.creationTimestamp];
      if (createdA !== createdB) return createdA < createdB ? -1 : 1;
      return a.metadata.name < b.metadata.name ? -1 : 1;
    };
    for (const pod of this.#pods.by(byNeed, terminated).toSorted(oldest).slice(0, surplus)) await this.#remove(pod, "PodGC: too many terminated pods");
  }

  /** A person vouches with a taint that the node is off for good: its pods can be replaced although it says nothing. */
  async #collectOutOfService(): Promise<void> {
    for (const node of this.#nodes.list()) {
      if (isReady(node) || !isOutOfService(node)) continue;
      for (const pod of podsOnNode(this.#pods, node.metadata.name)) {
        if (pod.metadata.deletionTimestamp !== undefined) await this.#remove(pod, "PodGC: node is out of service");
      }
    }
  }

  async #collectOrphaned(): Promise<void> {
    const now = this.#environment.clock.now();
    for (const name of this.#missing.keys()) if (this.#nodes.get(name) !== undefined) this.#missing.delete(name);
    for (const name of nodesWithPods(this.#pods)) {
      if (this.#nodes.get(name) !== undefined) continue;
      const since = this.#missing.get(name);
      if (since === undefined) this.#missing.set(name, now);
      else if (now - since >= quarantine) await this.#collectFrom(name);
    }
  }

  async #collectFrom(name: string): Promise<void> {
    this.#missing.delete(name);
    if (!(await this.#isGone(name))) return;
    for (const pod of podsOnNode(this.#pods, name)) await this.#remove(pod, "PodGC: node no longer exists", true);
  }

  /** The cache may be wrong about a node: the server is asked before anything is deleted. */
  async #isGone(name: string): Promise<boolean> {
    const { client, log } = this.#environment;
    try {
      return (await ignoringNotFound(client.get(Nodes, { name }))) === undefined;
    } catch (error) {
      if (!(error instanceof ApiError || error instanceof ConnectionError)) throw error;
      log.warning(`error getting node ${name}: ${error.message}`);
      return false;
    }
  }

  async #remove(pod: Pod, message: string, disruption = false): Promise<void> {
    const { client, clock, log, actor } = this.#environment;
    const because = client.because({ actor, revision: revisionOf(pod) });
    try {
      if (!(await markFailed(because, pod, { message, disruption, now: clock.now() }))) return;
      await ignoringNotFound(because.delete(Pods, podReference(pod), { gracePeriodSeconds: 0 }));
    } catch (error) {
      if (!(error instanceof ApiError || error instanceof ConnectionError)) throw error;
      log.warning(`failed to delete pod ${pod.metadata.namespace}/${pod.metadata.name}: ${error.message}`);
    }
  }
}

interface Verdict {
  readonly message: string;
  readonly disruption: boolean;
  readonly now: Milliseconds;
}

/** Nobody else can say any more that the pod has ended. False when it is gone. */
async function markFailed(client: ControllerEnvironment["client"], pod: Pod, { message, disruption, now }: Verdict): Promise<boolean> {
  if (isPodTerminal(pod)) return true;
  if (disruption) return markDisrupted(client, pod, { reason: "DeletionByPodGC", message, now, phase: "Failed" });
  const body = { metadata: { uid: pod.metadata.uid }, status: { phase: "Failed" } };
  return (await ignoringNotFound(client.patch(Pods, podReference(pod), { type: "strategic", body, subresource: "status" }))) !== undefined;
}
