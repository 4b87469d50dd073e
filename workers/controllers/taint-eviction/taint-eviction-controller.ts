import { deepEqual } from "../../base/deep-equal.ts";
import { keyOf, splitKey, type ObjectKey } from "../../apimachinery/object.ts";
import { ApiError } from "../../apimachinery/status.ts";
import { type Node, Nodes } from "../../api/core/node.ts";
import { type Pod, Pods } from "../../api/core/pod.ts";
import type { EventSubject } from "../../client/event-recorder.ts";
import { type Informer, revisionOf } from "../../client/informer.ts";
import { ConnectionError } from "../../client/transport.ts";
import type { Controller, ControllerEnvironment } from "../framework/controller.ts";
import { markDisrupted, podReference } from "../framework/disruption-target.ts";
import { ignoringNotFound } from "../framework/ignore-refusals.ts";
import { indexByNode, podsOnNode } from "../framework/indexes.ts";
import { trackedInformers } from "../framework/tracked-informers.ts";
import { noExecuteTaints, tolerationTime } from "./toleration-time.ts";
import { TimedEvictions } from "./timed-evictions.ts";

const mostTries = 5;
const retryDelay = 10;

/** Ends pods on nodes with NoExecute taints that they do not tolerate, or do not tolerate any longer. */
export const taintEvictionController: Controller = {
  name: "taint-eviction-controller",
  start(environment) {
    const { informers, synced } = trackedInformers(environment.informers);
    const nodes = informers.for(Nodes);
    const pods = indexByNode(informers.for(Pods));
    environment.clock.spawn(async () => {
      await synced();
      new TaintEviction(environment, nodes, pods).start();
    });
  },
};

class TaintEviction {
  readonly #environment: ControllerEnvironment;
  readonly #nodes: Informer<Node>;
  readonly #pods: Informer<Pod>;
  readonly #evictions: TimedEvictions;

  constructor(environment: ControllerEnvironment, nodes: Informer<Node>, pods: Informer<Pod>) {
    this.#environment = environment;
    this.#nodes = nodes;
    this.#pods = pods;
    this.#evictions = new TimedEvictions(environment.clock, (key, revision) => environment.clock.spawn(() => this.#evict(key, revision)));
  }

  start(): void {
    this.#nodes.addHandler({
      added: (node) => this.#nodeChanged(node),
      updated: (previous, node) => (deepEqual(previous.spec.taints, node.spec.taints) ? undefined : this.#nodeChanged(node)),
    });
    this.#pods.addHandler({
      added: (pod) => this.#podChanged(pod),
      updated: (previous, pod) => (sameForTaints(previous, pod) ? undefined : this.#podChanged(pod)),
      deleted: (pod) => this.#cancel(keyOf(pod)),
    });
  }

  #nodeChanged(node: Node): void {
    for (const pod of podsOnNode(this.#pods, node.metadata.name)) this.#judge(pod, node, revisionOf(node));
  }

  #podChanged(pod: Pod): void {
    const node = this.#nodes.get(pod.spec.nodeName ?? "");
    if (node !== undefined) this.#judge(pod, node, Math.max(revisionOf(pod), revisionOf(node)));
  }

  #judge(pod: Pod, node: Node, revision: number): void {
    const key = keyOf(pod);
    const taints = noExecuteTaints(node);
    if (taints.length === 0) return this.#cancel(key);
    const time = tolerationTime(taints, pod.spec.tolerations ?? []);
    if (time === 0) {
      this.#cancel(key);
      return this.#evictions.schedule(key, 0, revision);
    }
    if (time === Infinity) return this.#cancel(key);
    this.#evictions.schedule(key, time, revision);
  }

  #cancel(key: ObjectKey): void {
    if (this.#evictions.cancel(key)) this.#environment.recorder.normal(aboutPod(key), "TaintManagerEviction", `Cancelling deletion of Pod ${key}`);
  }

  async #evict(key: ObjectKey, revision: number): Promise<void> {
    const { clock, log, recorder, actor } = this.#environment;
    const cause = { actor, revision };
    recorder.because(cause).normal(aboutPod(key), "TaintManagerEviction", `Marking for deletion Pod ${key}`);
    for (let tries = 0; tries < mostTries; tries++) {
      try {
        return await this.#delete(key, revision);
      } catch (error) {
        if (!(error instanceof ApiError || error instanceof ConnectionError)) throw error;
        log.warning(`failed to evict pod ${key}: ${error.message}`);
      }
      await clock.sleep(retryDelay);
    }
  }

  async #delete(key: ObjectKey, revision: number): Promise<void> {
    const { clock, client, actor } = this.#environment;
    const pod = this.#pods.get(key);
    if (pod === undefined) return;
    const because = client.because({ actor, revision });
    const now = clock.now();
    const there = await markDisrupted(because, pod, { reason: "DeletionByTaintManager", message: "Taint manager: deleting due to NoExecute taint", now });
    if (there) await ignoringNotFound(because.delete(Pods, podReference(pod)));
  }
}

const sameForTaints = (a: Pod, b: Pod) =>
  a.metadata.uid === b.metadata.uid && a.spec.nodeName === b.spec.nodeName && deepEqual(a.spec.tolerations, b.spec.tolerations);

function aboutPod(key: ObjectKey): EventSubject {
  const { namespace, name } = splitKey(key);
  return { apiVersion: "v1", kind: "Pod", namespace, name };
}
