import type { Pod } from "../../api/generated/core/v1.ts";
import { fullName } from "./pod-containers.ts";
import { isStaticPod } from "./pod-kind.ts";
import { type Kill, PodWorker, type PodWorkerOptions } from "./pod-worker.ts";

/** The workers of all pods on this node, one per pod. Of static pods with one name only one runs at a time. */
export class PodWorkers {
  readonly #options: PodWorkerOptions;
  readonly #workers = new Map<string, PodWorker>();
  /** The uid of the static pod that runs under a full name. */
  readonly #staticPods = new Map<string, string>();
  /** Static pods that wait for one of the same name to end, in order. */
  readonly #waiting = new Map<string, { readonly pod: Pod; readonly mirror: Pod | undefined }[]>();

  constructor(options: Omit<PodWorkerOptions, "finished">, finished: (pod: Pod) => void) {
    this.#options = {
      ...options,
      finished: (pod) => {
        finished(pod);
        this.#startNext(pod);
      },
    };
  }

  /** Brings a pod, or its newest version, to its worker. */
  update(pod: Pod, mirror: Pod | undefined): void {
    const { uid } = pod.metadata;
    const worker = this.#workers.get(uid);
    if (worker !== undefined) return worker.update(pod, mirror);
    if (!this.#mayStart(pod, mirror)) return;
    const started = new PodWorker(pod, this.#options);
    this.#workers.set(uid, started);
    started.update(pod, mirror);
  }

  /** A pod that has come to its end, and of which nothing runs: only cleaned up. */
  adoptStopped(pod: Pod): void {
    if (this.#workers.has(pod.metadata.uid)) return;
    const worker = new PodWorker(pod, this.#options);
    this.#workers.set(pod.metadata.uid, worker);
    worker.alreadyStopped();
  }

  kill(podUid: string, kill: Kill): void {
    for (const [name, waiting] of this.#waiting) this.#waiting.set(name, waiting.filter(({ pod }) => pod.metadata.uid !== podUid));
    this.#workers.get(podUid)?.kill(kill);
  }

  /** Takes over a change of the pod's status only. */
  note(pod: Pod): void {
    this.#workers.get(pod.metadata.uid)?.note(pod);
  }

  resync(podUid: string): void {
    this.#workers.get(podUid)?.resync();
  }

  has(podUid: string): boolean {
    return this.#workers.has(podUid);
  }

  isTerminationRequested(podUid: string): boolean {
    return this.#workers.get(podUid)?.terminationRequested === true;
  }

  isFinished(podUid: string): boolean {
    return this.#workers.get(podUid)?.finished === true;
  }

  /** Might containers of the pod run, now or later? */
  couldRunContainers(podUid: string): boolean {
    return this.#workers.get(podUid)?.couldRunContainers === true;
  }

  /** The pod that the worker works on. */
  podOf(podUid: string): Pod | undefined {
    return this.#workers.get(podUid)?.pod;
  }

  /** Drops a worker that has finished, once nobody wants the pod any more. */
  forget(podUid: string): void {
    if (this.isFinished(podUid)) this.#workers.delete(podUid);
  }

  #mayStart(pod: Pod, mirror: Pod | undefined): boolean {
    if (!isStaticPod(pod)) return true;
    const name = fullName(pod);
    const running = this.#staticPods.get(name);
    if (running === undefined || running === pod.metadata.uid) {
      this.#staticPods.set(name, pod.metadata.uid);
      return true;
    }
    const waiting = (this.#waiting.get(name) ?? []).filter((each) => each.pod.metadata.uid !== pod.metadata.uid);
    this.#waiting.set(name, [...waiting, { pod, mirror }]);
    return false;
  }

  #startNext(pod: Pod): void {
    if (!isStaticPod(pod)) return;
    const name = fullName(pod);
    if (this.#staticPods.get(name) === pod.metadata.uid) this.#staticPods.delete(name);
    const next = this.#waiting.get(name)?.shift();
    if (this.#waiting.get(name)?.length === 0) this.#waiting.delete(name);
    if (next !== undefined) this.update(next.pod, next.mirror);
  }
}
