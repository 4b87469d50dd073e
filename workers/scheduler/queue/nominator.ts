import type { PodInfo } from "../cache/pod-info.ts";

const none: readonly PodInfo[] = Object.freeze([]);

/** Pods that wait for room on a node that was made, or is being made, for them. */
export class Nominator {
  readonly #byNode = new Map<string, readonly PodInfo[]>();
  readonly #nodeOf = new Map<string, string>();

  /** The pods nominated to the node. */
  on(nodeName: string): readonly PodInfo[] {
    return this.#byNode.size === 0 ? none : (this.#byNode.get(nodeName) ?? none);
  }

  /** The node is the one given, or else the one that the pod's status names. */
  add(pod: PodInfo, nodeName = pod.pod.status.nominatedNodeName ?? ""): void {
    this.delete(pod.uid);
    if (nodeName === "") return;
    this.#nodeOf.set(pod.uid, nodeName);
    this.#byNode.set(nodeName, [...this.on(nodeName), pod]);
  }

  delete(uid: string): void {
    const nodeName = this.#nodeOf.get(uid);
    if (nodeName === undefined) return;
    this.#nodeOf.delete(uid);
    const left = this.on(nodeName).filter((pod) => pod.uid !== uid);
    if (left.length > 0) this.#byNode.set(nodeName, left);
    else this.#byNode.delete(nodeName);
  }

  /**
   * The pod has changed. A nomination that its status does not show yet is kept: the write is under way. One that
   * the status has shown and shows no more is gone.
   */
  update(before: PodInfo, after: PodInfo): void {
    const shown = before.pod.status.nominatedNodeName ?? "";
    const shows = after.pod.status.nominatedNodeName ?? "";
    const keeps = shown === "" && shows === "" ? (this.#nodeOf.get(after.uid) ?? "") : shows;
    this.add(after, keeps);
  }
}
