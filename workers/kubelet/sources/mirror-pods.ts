import { deepEqual } from "../../base/deep-equal.ts";
import { ApiError } from "../../apimachinery/status.ts";
import { Pods } from "../../api/core/pod.ts";
import type { Node, Pod } from "../../api/generated/core/v1.ts";
import type { Client } from "../../client/client.ts";
import { ConnectionError } from "../../client/transport.ts";
import type { Log } from "../../sim/log.ts";
import { formatPod } from "../pods/pod-containers.ts";
import { configHash, configMirror } from "../pods/pod-kind.ts";

export interface MirrorPodsOptions {
  readonly client: Client;
  readonly log: Log;
  /** The node's object, once it is registered. */
  node(): Node | undefined;
}

/** Shows static pods in the API server: there they can be seen, but neither changed nor stopped. */
export class MirrorPods {
  readonly #options: MirrorPodsOptions;

  constructor(options: MirrorPodsOptions) {
    this.#options = options;
  }

  /** Sees to it that the pod has a mirror that is up to date. Without an API server nothing happens. */
  async reflect(pod: Pod, mirror: Pod | undefined): Promise<void> {
    const node = this.#options.node();
    if (node === undefined) return;
    if (mirror !== undefined && isUpToDate(pod, mirror)) return;
    try {
      if (mirror !== undefined) await this.#delete(mirror);
      await this.#create(pod, node);
    } catch (error) {
      if (!(error instanceof ApiError) && !(error instanceof ConnectionError)) throw error;
      if (error instanceof ApiError && error.reason === "AlreadyExists") return;
      this.#options.log.warning(`Failed creating a mirror pod for ${formatPod(pod)}: ${error.message}`);
    }
  }

  /** Takes away a mirror whose static pod is gone. */
  async remove(mirror: Pod): Promise<void> {
    try {
      await this.#delete(mirror);
    } catch (error) {
      if (!(error instanceof ApiError) && !(error instanceof ConnectionError)) throw error;
      this.#options.log.warning(`Failed deleting the mirror pod ${formatPod(mirror)}: ${error.message}`);
    }
  }

  async #create(pod: Pod, { metadata: { name, uid } }: Node): Promise<void> {
    const { annotations = {}, labels, name: podName, namespace } = pod.metadata;
    await this.#options.client.create(Pods, {
      apiVersion: "v1",
      kind: "Pod",
      metadata: {
        name: podName,
        ...(namespace !== undefined && { namespace }),
        ...(labels !== undefined && { labels }),
        annotations: { ...annotations, [configMirror]: annotations[configHash] ?? "" },
        ownerReferences: [{ apiVersion: "v1", kind: "Node", name, uid, controller: true }],
      },
      spec: pod.spec,
    });
  }

  async #delete({ metadata: { name, namespace, uid } }: Pod): Promise<void> {
    const reference = { name, ...(namespace !== undefined && { namespace }) };
    try {
      await this.#options.client.delete(Pods, reference, { gracePeriodSeconds: 0, preconditions: { uid } });
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 404) throw error;
    }
  }
}

const isUpToDate = (pod: Pod, mirror: Pod) =>
  mirror.metadata.deletionTimestamp === undefined && deepEqual(mirror.metadata.annotations?.[configMirror], pod.metadata.annotations?.[configHash]);
