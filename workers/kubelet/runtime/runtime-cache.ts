import type { ContainerStatus, Runtime, RuntimeEvent, SandboxStatus } from "../../cri/runtime.ts";
import { nothingRuns, type PodRuntimeStatus } from "./pod-runtime-status.ts";

interface Entry {
  readonly containers: Set<string>;
  readonly sandboxes: Map<string, SandboxStatus>;
}

/**
 * What the runtime has, by pod, so that looking at one pod never costs a look at all of them. Fed by the
 * runtime's events (evented PLEG); `relist` finds what an event may have missed.
 */
export class RuntimeCache {
  readonly #runtime: Runtime;
  readonly #pods = new Map<string, Entry>();
  readonly #changed: (podUid: string, event: RuntimeEvent | undefined) => void;

  /** `changed` hears of every pod whose containers or sandboxes came or went. */
  constructor(runtime: Runtime, changed: (podUid: string, event: RuntimeEvent | undefined) => void) {
    this.#runtime = runtime;
    this.#changed = changed;
  }

  get(podUid: string): PodRuntimeStatus {
    const entry = this.#pods.get(podUid);
    if (entry === undefined) return nothingRuns;
    const containers: ContainerStatus[] = [];
    for (const id of entry.containers) {
      const status = this.#runtime.containerStatus(id);
      if (status === undefined) entry.containers.delete(id);
      else containers.push(status);
    }
    return { sandboxes: [...entry.sandboxes.values()].sort(newestSandboxFirst), containers: containers.sort(newestFirst) };
  }

  /** Pods of which the runtime still has something. */
  podUids(): readonly string[] {
    return [...this.#pods.keys()];
  }

  handle(event: RuntimeEvent): void {
    const entry = this.#entry(event.podUid);
    if (event.type === "ContainerDeleted") {
      entry.containers.delete(event.containerId);
      entry.sandboxes.delete(event.containerId);
    } else if (this.#runtime.containerStatus(event.containerId) !== undefined) entry.containers.add(event.containerId);
    else this.#lookAtSandboxes(event, entry);
    this.#dropIfEmpty(event.podUid, entry);
    this.#changed(event.podUid, event);
  }

  /** Takes over a sandbox that was just made, or its new state. */
  noteSandbox(sandbox: SandboxStatus): void {
    this.#entry(sandbox.pod.uid).sandboxes.set(sandbox.id, sandbox);
  }

  noteContainer(podUid: string, containerId: string): void {
    this.#entry(podUid).containers.add(containerId);
  }

  forget(podUid: string, id: string): void {
    const entry = this.#pods.get(podUid);
    if (entry === undefined) return;
    entry.containers.delete(id);
    entry.sandboxes.delete(id);
    this.#dropIfEmpty(podUid, entry);
  }

  /** Asks the runtime for everything and tells of the pods that look different. */
  relist(): void {
    const before = new Map([...this.#pods].map(([uid]) => [uid, fingerprint(this.get(uid))]));
    this.#pods.clear();
    for (const sandbox of this.#runtime.listPodSandboxes()) this.noteSandbox(sandbox);
    for (const container of this.#runtime.listContainers()) this.noteContainer(container.podUid, container.id);
    const uids = new Set([...before.keys(), ...this.#pods.keys()]);
    for (const uid of uids) if (before.get(uid) !== fingerprint(this.get(uid))) this.#changed(uid, undefined);
  }

  #entry(podUid: string): Entry {
    const found = this.#pods.get(podUid);
    if (found !== undefined) return found;
    const entry: Entry = { containers: new Set(), sandboxes: new Map() };
    this.#pods.set(podUid, entry);
    return entry;
  }

  /** A sandbox that starts tells us itself (`noteSandbox`); one that ends on its own has to be looked up. */
  #lookAtSandboxes({ type, podUid }: RuntimeEvent, entry: Entry): void {
    if (type !== "ContainerStopped") return;
    entry.sandboxes.clear();
    for (const sandbox of this.#runtime.listPodSandboxes()) if (sandbox.pod.uid === podUid) entry.sandboxes.set(sandbox.id, sandbox);
  }

  #dropIfEmpty(podUid: string, { containers, sandboxes }: Entry): void {
    if (containers.size === 0 && sandboxes.size === 0) this.#pods.delete(podUid);
  }
}

const newestFirst = (a: ContainerStatus, b: ContainerStatus) => b.createdAt - a.createdAt || b.attempt - a.attempt;

const newestSandboxFirst = (a: SandboxStatus, b: SandboxStatus) => b.createdAt - a.createdAt || b.pod.attempt - a.pod.attempt;

const fingerprint = ({ sandboxes, containers }: PodRuntimeStatus) =>
  [...sandboxes.map(({ id, state }) => `${id}:${state}`), ...containers.map(({ id, state }) => `${id}:${state}`)].join(" ");
