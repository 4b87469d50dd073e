import type { Runtime } from "../../cri/runtime.ts";
import type { PodRuntimeStatus } from "./pod-runtime-status.ts";
import type { RuntimeCache } from "./runtime-cache.ts";
import type { StartedContainers } from "./started-containers.ts";

export interface GarbageCollectorOptions {
  readonly runtime: Runtime;
  readonly cache: RuntimeCache;
  readonly started: StartedContainers;
}

/** Of each container so many dead instances are kept, for their log and their last words. */
const mostDeadPerContainer = 1;

/** Removes containers and sandboxes that nobody can want any more. */
export class GarbageCollector {
  readonly #options: GarbageCollectorOptions;

  constructor(options: GarbageCollectorOptions) {
    this.#options = options;
  }

  /** Of a pod that still lives: dead instances beyond the newest, and sandboxes that were replaced. */
  async collect(podUid: string): Promise<void> {
    const status = this.#options.cache.get(podUid);
    const kept = new Map<string, number>();
    for (const { id, name, state } of status.containers) {
      if (state !== "Exited") continue;
      const count = (kept.get(name) ?? 0) + 1;
      kept.set(name, count);
      if (count > mostDeadPerContainer) await this.#removeContainer(podUid, id);
    }
    await this.#removeReplacedSandboxes(podUid, status);
  }

  /** Of a pod that is gone: everything. */
  async collectAll(podUid: string): Promise<void> {
    const { runtime, cache } = this.#options;
    const { containers, sandboxes } = cache.get(podUid);
    for (const { id } of containers) await this.#removeContainer(podUid, id);
    for (const { id } of sandboxes) {
      await runtime.removePodSandbox(id);
      cache.forget(podUid, id);
    }
  }

  async #removeContainer(podUid: string, id: string): Promise<void> {
    const { runtime, cache, started } = this.#options;
    await runtime.removeContainer(id);
    cache.forget(podUid, id);
    started.remove(id);
  }

  async #removeReplacedSandboxes(podUid: string, { sandboxes, containers }: PodRuntimeStatus): Promise<void> {
    const { runtime, cache } = this.#options;
    for (const { id, state } of sandboxes.slice(1)) {
      if (state === "Ready" || containers.some(({ sandboxId }) => sandboxId === id)) continue;
      await runtime.removePodSandbox(id);
      cache.forget(podUid, id);
    }
  }
}
