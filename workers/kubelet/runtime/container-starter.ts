import type { Container, EphemeralContainer, Pod } from "../../api/generated/core/v1.ts";
import { type ImageStatus, type RegistryCredential, type Runtime, RuntimeError, type Volume } from "../../cri/runtime.ts";
import type { Clock } from "../../sim/clock.ts";
import type { Lifetime } from "../../sim/lifetime.ts";
import { formatDuration } from "../../apimachinery/duration.ts";
import { expected } from "../defect.ts";
import { type EnvironmentSource, makeEnvironment } from "../environment/environment.ts";
import type { PodFacts } from "../environment/pod-fields.ts";
import type { HostDisk } from "../host-disk.ts";
import { grpcText, type ImagePuller } from "../images/image-puller.ts";
import type { HookRunner } from "../lifecycle/hook-runner.ts";
import type { PodEvents } from "../pod-events.ts";
import { containerHash, formatPod } from "../pods/pod-containers.ts";
import { Cancelled } from "../until-ended.ts";
import { containerMounts } from "../volumes/container-mounts.ts";
import { containerConfig, rootComplaint } from "./container-config.ts";
import type { ContainerKiller } from "./container-killer.ts";
import type { FlowBackoff } from "./flow-backoff.ts";
import { newestContainer, type PodRuntimeStatus } from "./pod-runtime-status.ts";
import { StartError } from "./start-error.ts";
import type { StartedContainers } from "./started-containers.ts";

export interface ContainerStarterOptions {
  readonly runtime: Runtime;
  readonly clock: Clock;
  readonly events: PodEvents;
  readonly images: ImagePuller;
  readonly hooks: HookRunner;
  readonly killer: ContainerKiller;
  readonly environment: EnvironmentSource;
  readonly disk: HostDisk;
  readonly crashBackoff: FlowBackoff;
  readonly started: StartedContainers;
  /** Tells at once of a new container, before the runtime's own event comes. */
  noteContainer(podUid: string, containerId: string): void;
}

export interface StartRequest {
  readonly pod: Pod;
  readonly container: Container | EphemeralContainer;
  readonly status: PodRuntimeStatus;
  readonly sandboxId: string;
  readonly facts: PodFacts;
  readonly credentials: readonly RegistryCredential[];
  readonly volumes: ReadonlyMap<string, Volume>;
  readonly until: Lifetime;
}

/** Brings one container up: image, configuration, creation, start, postStart hook. */
export class ContainerStarter {
  readonly #options: ContainerStarterOptions;

  constructor(options: ContainerStarterOptions) {
    this.#options = options;
  }

  /** Throws a StartError with what the container's status shall show. */
  async start(request: StartRequest): Promise<void> {
    this.#refuseDuringBackoff(request);
    const image = await this.#image(request);
    const id = await this.#create(request, image);
    await this.#launch(request, id, image);
    await this.#postStart(request, id);
  }

  #refuseDuringBackoff({ pod, container, status }: StartRequest): void {
    const { crashBackoff, events } = this.#options;
    const last = status.containers.find(({ name, state }) => name === container.name && state === "Exited");
    if (last === undefined) return;
    const key = backoffKey(pod, container);
    const finishedAt = last.finishedAt ?? last.createdAt;
    if (!crashBackoff.isRunningSince(key, finishedAt)) return crashBackoff.next(key, finishedAt);
    events.containerWarning(pod, container.name, "BackOff", `Back-off restarting failed container ${container.name} in pod ${formatPod(pod)}`);
    const delay = crashBackoff.get(key);
    const message = `back-off ${formatDuration(delay)} restarting failed container=${container.name} pod=${formatPod(pod)}`;
    throw new StartError("CrashLoopBackOff", message, finishedAt + delay);
  }

  async #image({ pod, container, credentials, until }: StartRequest): Promise<ImageStatus> {
    try {
      return await this.#options.images.ensureImageExists({ pod, container, credentials, until });
    } catch (error) {
      if (error instanceof StartError) this.#failed(pod, container.name, error.reason);
      throw error;
    }
  }

  async #create(request: StartRequest, image: ImageStatus): Promise<string> {
    const { pod, container } = request;
    const config = await this.#config(request, image);
    try {
      const id = await this.#options.runtime.createContainer(request.sandboxId, config.config);
      this.#options.started.add(id, { hash: containerHash(container), terminationLog: config.terminationLog, podUid: pod.metadata.uid });
      this.#options.noteContainer(pod.metadata.uid, id);
      this.#options.events.containerNormal(pod, container.name, "Created", "Container created");
      return id;
    } catch (error) {
      throw this.#runtimeFailure(error, { pod, container, reason: "CreateContainerError" });
    }
  }

  async #config({ pod, container, status, facts, volumes }: StartRequest, image: ImageStatus) {
    const { disk, environment, started } = this.#options;
    try {
      const complaint = rootComplaint(pod, container, image);
      if (complaint !== undefined) throw new Error(complaint);
      const variables = await makeEnvironment(facts, container, environment);
      const values = new Map(variables.map(({ name, value }) => [name, value]));
      const mounts = containerMounts(pod, container, { volumes, disk, variables: values });
      const terminationLog = started.newTerminationLog(pod.metadata.uid, container.name);
      return { config: containerConfig(pod, container, { attempt: this.#attempt(pod, container.name, status), image, variables, mounts, terminationLog }), terminationLog };
    } catch (error) {
      const { message } = expected(error);
      this.#failed(pod, container.name, message);
      throw new StartError("CreateContainerConfigError", message);
    }
  }

  /** How often the container was started before; where the runtime has forgotten, the pod's status still knows. */
  #attempt(pod: Pod, name: string, status: PodRuntimeStatus): number {
    const last = newestContainer(status, name);
    if (last !== undefined) return last.attempt + 1;
    const all = [...(pod.status.initContainerStatuses ?? []), ...(pod.status.containerStatuses ?? [])];
    const known = all.find((each) => each.name === name);
    return known?.containerID === undefined || known.containerID === "" ? 0 : known.restartCount + 1;
  }

  async #launch({ pod, container }: StartRequest, id: string, image: ImageStatus): Promise<void> {
    const { events, runtime } = this.#options;
    try {
      await runtime.startContainer(id);
    } catch (error) {
      throw this.#runtimeFailure(error, { pod, container, reason: "RunContainerError" });
    }
    events.containerNormal(pod, container.name, "Started", "Container started");
    if (image.standIn) events.containerNormal(pod, container.name, "StandInImage", `Image ${JSON.stringify(container.image ?? "")} is not known here: a stand-in runs in its place and answers on the declared ports`);
  }

  async #postStart(request: StartRequest, containerId: string): Promise<void> {
    const { pod, container, facts, until } = request;
    const hook = container.lifecycle?.postStart;
    if (hook === undefined) return;
    const { events, hooks, killer } = this.#options;
    const podIp = facts.podIps[0] ?? "";
    try {
      await hooks.run(hook, { pod, container, containerId, podIp }, until);
    } catch (error) {
      if (error instanceof Cancelled) throw error;
      const { message } = expected(error);
      events.containerWarning(pod, container.name, "FailedPostStartHook", "PostStartHook failed");
      await killer.kill({ pod, container, containerId, podIp, message: "FailedPostStartHook", reason: "failedPostStartHook", until });
      throw new StartError("PostStartHookError", message);
    }
  }

  #runtimeFailure(error: unknown, { pod, container, reason }: Pick<StartRequest, "pod" | "container"> & { readonly reason: string }): unknown {
    if (!(error instanceof RuntimeError)) return error;
    this.#failed(pod, container.name, error.message);
    return new StartError(reason, error.message);
  }

  #failed(pod: Pod, container: string, what: string): void {
    this.#options.events.containerWarning(pod, container, "Failed", `Error: ${what}`);
  }
}

/** A container that was changed starts with a clean slate. */
const backoffKey = (pod: Pod, container: Pick<Container, "name" | "image">) => `${pod.metadata.uid}/${container.name}/${containerHash(container)}`;

/** The words of a failure of the runtime, as events about sandboxes have them. */
export const failureText = (error: unknown) => (error instanceof RuntimeError ? grpcText(error) : error instanceof Error ? error.message : String(error));
