import type { Container, Pod } from "../../api/generated/core/v1.ts";
import { type RegistryCredential, type Runtime, RuntimeError, type SandboxConfig, type SandboxStatus, type Volume } from "../../cri/runtime.ts";
import type { Lifetime } from "../../sim/lifetime.ts";
import type { PodFacts } from "../environment/pod-fields.ts";
import type { PodEvents } from "../pod-events.ts";
import { isSidecar } from "../pods/pod-containers.ts";
import { Cancelled, untilEnded } from "../until-ended.ts";
import type { ContainerKiller } from "./container-killer.ts";
import { type ContainerStarter, failureText } from "./container-starter.ts";
import { computePodActions, type PodActions } from "./pod-actions.ts";
import { addressesOf, newestContainer, type PodRuntimeStatus } from "./pod-runtime-status.ts";
import type { ProbeVerdicts } from "./probe-verdicts.ts";
import type { RuntimeCache } from "./runtime-cache.ts";
import { StartError, type StartFailure } from "./start-error.ts";
import type { StartedContainers } from "./started-containers.ts";

export interface PodRunnerOptions {
  readonly runtime: Runtime;
  readonly cache: RuntimeCache;
  readonly events: PodEvents;
  readonly starter: ContainerStarter;
  readonly killer: ContainerKiller;
  readonly started: StartedContainers;
  readonly verdicts: ProbeVerdicts;
  sandboxConfig(pod: Pod, attempt: number): SandboxConfig;
  readonly hostIps: readonly string[];
}

export interface RunRequest {
  readonly pod: Pod;
  readonly credentials: readonly RegistryCredential[];
  readonly volumes: ReadonlyMap<string, Volume>;
  readonly until: Lifetime;
  /** Tells of a container that was started, or why it was not. */
  readonly report: (container: string, failure: StartError | undefined) => void;
}

/** Brings the runtime's containers of a pod in line with its spec, one step after another. */
export class PodRunner {
  readonly #options: PodRunnerOptions;

  constructor(options: PodRunnerOptions) {
    this.#options = options;
  }

  /** Resolves with the containers that could not be started; rejects when the pod as a whole could not. */
  async sync(request: RunRequest): Promise<readonly StartFailure[]> {
    const { pod } = request;
    const { cache, started, verdicts } = this.#options;
    const status = cache.get(pod.metadata.uid);
    const actions = computePodActions(pod, status, { verdicts, startedHash: (id) => started.get(id)?.hash });
    if (actions.createSandbox && actions.sandboxId !== undefined) this.#options.events.normal(pod, "SandboxChanged", "Pod sandbox changed, it will be killed and re-created.");

    if (actions.killPod) await this.kill(pod, undefined, request.until);
    else await this.#killUnwanted(actions, request, status);
    if (actions.createSandbox) await this.#purgeInitContainers(pod, status);

    const sandbox = actions.createSandbox ? await this.#createSandbox(pod, actions.attempt, request.until) : undefined;
    const sandboxId = sandbox?.id ?? actions.sandboxId;
    if (sandboxId === undefined) return [];
    return this.#startAll(actions, request, { sandboxId, facts: this.#facts(pod, sandbox, status) });
  }

  /** Stops all of the pod's containers and its sandboxes. `gracePeriod` in seconds replaces the pod's own. */
  async kill(pod: Pod, gracePeriod: number | undefined, until: Lifetime): Promise<void> {
    const { cache, killer, runtime } = this.#options;
    const { uid } = pod.metadata;
    await killer.killAll(pod, cache.get(uid), gracePeriod, until);
    for (const sandbox of cache.get(uid).sandboxes) {
      if (sandbox.state === "Ready") await untilEnded(until, runtime.stopPodSandbox(sandbox.id));
      cache.noteSandbox({ ...sandbox, state: "NotReady" });
    }
  }

  async #killUnwanted({ toKill }: PodActions, { pod, until }: RunRequest, status: PodRuntimeStatus): Promise<void> {
    const podIp = addressesOf(status)[0] ?? "";
    for (const { container, id, message, reason } of toKill) await this.#options.killer.kill({ pod, container, containerId: id, podIp, message, reason, until });
  }

  /** A new sandbox has to be initialised again, so nothing of the last time may count. */
  async #purgeInitContainers({ metadata: { uid }, spec }: Pod, { containers }: PodRuntimeStatus): Promise<void> {
    const names = new Set((spec.initContainers ?? []).map(({ name }) => name));
    for (const { id, name } of containers) {
      if (!names.has(name)) continue;
      await this.#options.runtime.removeContainer(id);
      this.#options.cache.forget(uid, id);
      this.#options.started.remove(id);
    }
  }

  /** Not called off half-way: a sandbox that nobody knows of would never be cleaned up. */
  async #createSandbox(pod: Pod, attempt: number, until: Lifetime): Promise<SandboxStatus> {
    const { cache, events, runtime } = this.#options;
    try {
      const sandbox = await runtime.runPodSandbox(this.#options.sandboxConfig(pod, attempt));
      cache.noteSandbox(sandbox);
      return sandbox;
    } catch (error) {
      if (error instanceof RuntimeError && !until.ended) events.warning(pod, "FailedCreatePodSandBox", `Failed to create pod sandbox: ${failureText(error)}`);
      throw error;
    }
  }

  #facts(pod: Pod, sandbox: SandboxStatus | undefined, status: PodRuntimeStatus): PodFacts {
    const { hostIps } = this.#options;
    const podIps = pod.spec.hostNetwork === true ? hostIps : (sandbox?.ips ?? addressesOf(status));
    return { pod, podIps, hostIps };
  }

  async #startAll(actions: PodActions, request: RunRequest, place: { readonly sandboxId: string; readonly facts: PodFacts }): Promise<readonly StartFailure[]> {
    const failures: StartFailure[] = [];
    const start = async (container: Container) => {
      const error = await this.#start(container, request, place);
      if (error !== undefined) failures.push({ container: container.name, error });
      return error === undefined;
    };
    for (const container of actions.ephemeralToStart) await start(container);
    for (const container of actions.initToStart) {
      const up = await start(container);
      if (!up && !isSidecar(container)) return failures;
    }
    for (const container of actions.toStart) await start(container);
    return failures;
  }

  async #start(container: Container, { pod, credentials, volumes, until, report }: RunRequest, place: { readonly sandboxId: string; readonly facts: PodFacts }): Promise<StartError | undefined> {
    if (until.ended) throw new Cancelled();
    const status = this.#options.cache.get(pod.metadata.uid);
    const running = newestContainer(status, container.name);
    if (running?.state === "Running") return undefined;
    try {
      await this.#options.starter.start({ pod, container, status, credentials, volumes, until, ...place });
      report(container.name, undefined);
      return undefined;
    } catch (error) {
      if (!(error instanceof StartError)) throw error;
      report(container.name, error);
      return error;
    }
  }
}
