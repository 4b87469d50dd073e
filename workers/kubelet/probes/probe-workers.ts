import type { Container, ContainerStatus, Pod, Probe } from "../../api/generated/core/v1.ts";
import { findContainer, isSidecar } from "../pods/pod-containers.ts";
import { runtimeIdOf } from "../status/container-state.ts";
import type { ProbeKind } from "./probe-results.ts";
import { ProbeWorker, type ProbeWorkerOptions } from "./probe-worker.ts";

const kinds: readonly ProbeKind[] = ["startup", "readiness", "liveness"];

/** The probes of all pods on this node. */
export class ProbeWorkers {
  readonly #options: ProbeWorkerOptions;
  readonly #pods = new Map<string, Map<string, ProbeWorker>>();

  constructor(options: ProbeWorkerOptions) {
    this.#options = options;
  }

  /** Begins to probe the pod's containers; does nothing when that is done already. */
  add(pod: Pod): void {
    const { uid } = pod.metadata;
    if (this.#pods.has(uid)) return;
    const workers = new Map<string, ProbeWorker>();
    this.#pods.set(uid, workers);
    for (const container of probed(pod)) {
      for (const kind of kinds) {
        const probe = probeOf(container, kind);
        if (probe === undefined) continue;
        const worker = new ProbeWorker(this.#options, { kind, pod, container, probe });
        workers.set(workerKey(container.name, kind), worker);
        worker.start();
      }
    }
  }

  /** The pod is being stopped: nobody restarts its containers any more. */
  stopLivenessAndStartup({ metadata: { uid } }: Pod): void {
    for (const [key, worker] of this.#pods.get(uid) ?? []) if (!key.endsWith("/readiness")) worker.stop();
  }

  remove(podUid: string): void {
    for (const worker of this.#pods.get(podUid)?.values() ?? []) worker.stop();
    this.#pods.delete(podUid);
  }

  /** The statuses with `started` and `ready` as the probes have it. */
  apply(pod: Pod, statuses: readonly ContainerStatus[], kind: "init" | "regular" | "ephemeral"): readonly ContainerStatus[] {
    if (kind === "ephemeral") return statuses;
    return statuses.map((status) => this.#applyTo(pod, status));
  }

  #applyTo(pod: Pod, status: ContainerStatus): ContainerStatus {
    const found = findContainer(pod, status.name);
    if (found?.kind === "init" && !isSidecar(found.container as Container)) {
      return { ...status, started: false, ready: status.state?.terminated?.exitCode === 0 };
    }
    const started = this.#isStarted(pod, status);
    return { ...status, started, ready: started && this.#isReady(pod, status) };
  }

  #isStarted(pod: Pod, { name, state, containerID }: ContainerStatus): boolean {
    if (state?.running === undefined) return false;
    const result = this.#options.results.get("startup", runtimeIdOf(containerID));
    if (result !== undefined) return result === "success";
    return !this.#hasProbe(pod, name, "startup");
  }

  #isReady(pod: Pod, { name, state, containerID }: ContainerStatus): boolean {
    if (state?.running === undefined) return false;
    if (this.#options.results.get("readiness", runtimeIdOf(containerID)) === "success") return true;
    if (!this.#hasProbe(pod, name, "readiness")) return true;
    this.#triggerLater(pod.metadata.uid, name);
    return false;
  }

  /** Not within the computation of a status: the probe reads the status that is being computed. */
  #triggerLater(podUid: string, name: string): void {
    const worker = this.#pods.get(podUid)?.get(workerKey(name, "readiness"));
    if (worker !== undefined) this.#options.clock.after(0, () => worker.trigger());
  }

  #hasProbe(pod: Pod, name: string, kind: ProbeKind): boolean {
    const container = findContainer(pod, name)?.container;
    return container !== undefined && probeOf(container, kind) !== undefined;
  }
}

const workerKey = (container: string, kind: ProbeKind) => `${container}/${kind}`;

const probed = ({ spec }: Pod): readonly Container[] => [...spec.containers, ...(spec.initContainers ?? []).filter(isSidecar)];

function probeOf({ startupProbe, livenessProbe, readinessProbe }: Pick<Container, "startupProbe" | "livenessProbe" | "readinessProbe">, kind: ProbeKind): Probe | undefined {
  if (kind === "startup") return startupProbe;
  return kind === "liveness" ? livenessProbe : readinessProbe;
}
