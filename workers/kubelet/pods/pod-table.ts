import type { Pod } from "../../api/generated/core/v1.ts";
import { fullName } from "./pod-containers.ts";
import { isMirrorPod, isStaticPod } from "./pod-kind.ts";

/** The pods that this node should run, from all sources, and the mirrors of its static pods. */
export class PodTable {
  readonly #pods = new Map<string, Pod>();
  readonly #byName = new Map<string, Pod>();
  readonly #mirrors = new Map<string, Pod>();

  get(podUid: string): Pod | undefined {
    return this.#pods.get(podUid);
  }

  /** The pod with that namespace and name, not counting mirrors. */
  named(namespace: string, name: string): Pod | undefined {
    return this.#byName.get(`${namespace}/${name}`);
  }

  mirrorOf(pod: Pod): Pod | undefined {
    return isStaticPod(pod) ? this.#mirrors.get(fullName(pod)) : undefined;
  }

  staticPodOf(mirror: Pod): Pod | undefined {
    const pod = this.#byName.get(fullName(mirror));
    return pod !== undefined && isStaticPod(pod) ? pod : undefined;
  }

  /** The pod in the API server under which this pod's status is kept. */
  published(podUid: string): Pod | undefined {
    const pod = this.#pods.get(podUid);
    return pod !== undefined && isStaticPod(pod) ? this.mirrorOf(pod) : pod;
  }

  set(pod: Pod): void {
    if (isMirrorPod(pod)) this.#mirrors.set(fullName(pod), pod);
    else {
      this.#pods.set(pod.metadata.uid, pod);
      this.#byName.set(fullName(pod), pod);
    }
  }

  delete(pod: Pod): void {
    const name = fullName(pod);
    if (isMirrorPod(pod)) {
      if (this.#mirrors.get(name)?.metadata.uid === pod.metadata.uid) this.#mirrors.delete(name);
      return;
    }
    this.#pods.delete(pod.metadata.uid);
    if (this.#byName.get(name)?.metadata.uid === pod.metadata.uid) this.#byName.delete(name);
  }

  pods(): readonly Pod[] {
    return [...this.#pods.values()];
  }

  get size(): number {
    return this.#pods.size;
  }

  mirrors(): readonly Pod[] {
    return [...this.#mirrors.values()];
  }
}
