import { formatDuration } from "../../apimachinery/duration.ts";
import type { Container, Pod } from "../../api/generated/core/v1.ts";
import { type ImageStatus, type RegistryCredential, type Runtime, RuntimeError } from "../../cri/runtime.ts";
import type { Clock } from "../../sim/clock.ts";
import type { Lifetime } from "../../sim/lifetime.ts";
import type { PodEvents } from "../pod-events.ts";
import type { FlowBackoff } from "../runtime/flow-backoff.ts";
import { StartError } from "../runtime/start-error.ts";
import { untilEnded } from "../until-ended.ts";
import { withDefaultTag } from "./image-name.ts";
import type { PullQueue } from "./pull-queue.ts";

export interface ImagePullerOptions {
  readonly runtime: Runtime;
  readonly clock: Clock;
  readonly events: PodEvents;
  readonly backoff: FlowBackoff;
  readonly queue: PullQueue;
}

export interface PullRequest {
  readonly pod: Pod;
  readonly container: Pick<Container, "name" | "image" | "imagePullPolicy">;
  readonly credentials: readonly RegistryCredential[];
  /** Ends when the pod is to be stopped. */
  readonly until: Lifetime;
}

/** Makes sure that a container's image is on the node, by its pull policy. */
export class ImagePuller {
  readonly #options: ImagePullerOptions;
  readonly #previousErrors = new Map<string, string>();

  constructor(options: ImagePullerOptions) {
    this.#options = options;
  }

  /** The image on the node; throws a StartError when it cannot be had now. */
  async ensureImageExists(request: PullRequest): Promise<ImageStatus> {
    const { pod, container } = request;
    const given = container.image ?? "";
    const named = withDefaultTag(given);
    if ("error" in named) {
      const message = `Failed to apply default image tag ${JSON.stringify(given)}: ${named.error}`;
      this.#warn(request, "InspectFailed", message);
      throw new StartError("InvalidImageName", message);
    }

    const present = this.#options.runtime.imageStatus(named.image);
    if (container.imagePullPolicy === "Never" && present === undefined) {
      const message = `Container image ${JSON.stringify(given)} is not present with pull policy of Never`;
      this.#warn(request, "ErrImageNeverPull", message);
      throw new StartError("ErrImageNeverPull", message);
    }
    if (present !== undefined && container.imagePullPolicy !== "Always") {
      this.#tell(request, "Pulled", `Container image ${JSON.stringify(given)} already present on machine and can be accessed by the pod`);
      return present;
    }
    return this.#pull(request, named.image, `${pod.metadata.uid}_${given}`);
  }

  /** Forgets failures that are long over, such as those of pods that are gone. */
  collectGarbage(): void {
    const { backoff } = this.#options;
    backoff.collectGarbage();
    for (const key of this.#previousErrors.keys()) if (backoff.get(key) === 0) this.#previousErrors.delete(key);
  }

  async #pull(request: PullRequest, image: string, key: string): Promise<ImageStatus> {
    const { clock, queue, runtime } = this.#options;
    const quoted = JSON.stringify(request.container.image ?? "");
    this.#refuseDuringBackoff(request, key);
    this.#tell(request, "Pulling", `Pulling image ${quoted}`);
    const asked = clock.now();
    let began = asked;
    try {
      const status = await untilEnded(
        request.until,
        queue.run(() => {
          began = clock.now();
          return runtime.pullImage(image, request.credentials);
        }),
      );
      const took = (since: number) => formatDuration(clock.now() - since);
      this.#tell(request, "Pulled", `Successfully pulled image ${quoted} in ${took(began)} (${took(asked)} including waiting). Image size: ${status.size} bytes.`);
      return status;
    } catch (error) {
      throw this.#pullFailed(request, key, error);
    }
  }

  #refuseDuringBackoff(request: PullRequest, key: string): void {
    const { backoff } = this.#options;
    const retryAt = backoff.endOfDelay(key);
    if (retryAt === undefined) {
      this.#previousErrors.delete(key);
      return;
    }
    const message = `Back-off pulling image ${JSON.stringify(request.container.image ?? "")}`;
    this.#tell(request, "BackOff", message);
    const previous = this.#previousErrors.get(key);
    throw new StartError("ImagePullBackOff", previous === undefined ? message : `${message}: ${previous}`, retryAt);
  }

  #pullFailed(request: PullRequest, key: string, error: unknown): unknown {
    const { backoff, clock } = this.#options;
    if (!(error instanceof RuntimeError)) return error;
    const detail = grpcText(error);
    this.#warn(request, "Failed", `Failed to pull image ${JSON.stringify(request.container.image ?? "")}: ${detail}`);
    backoff.next(key, clock.now());
    this.#previousErrors.set(key, `ErrImagePull: ${detail}`);
    return new StartError("ErrImagePull", detail);
  }

  #tell({ pod, container }: PullRequest, reason: string, message: string): void {
    this.#options.events.containerNormal(pod, container.name, reason, message);
  }

  #warn({ pod, container }: PullRequest, reason: string, message: string): void {
    this.#options.events.containerWarning(pod, container.name, reason, message);
  }
}

/** An error of the runtime as gRPC prints it. */
export const grpcText = ({ code, message }: RuntimeError) => (message.startsWith("rpc error:") ? message : `rpc error: code = ${code === "StartError" ? "Unknown" : code} desc = ${message}`);
