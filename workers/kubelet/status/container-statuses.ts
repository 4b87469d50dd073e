import type { Container, ContainerState, ContainerStatus, EphemeralContainer, Pod } from "../../api/generated/core/v1.ts";
import type { ContainerStatus as RuntimeContainer } from "../../cri/runtime.ts";
import { shouldStart } from "../runtime/pod-actions.ts";
import { newestContainer, type PodRuntimeStatus } from "../runtime/pod-runtime-status.ts";
import { containerIdOf, containerState, vanishedState } from "./container-state.ts";
import type { StartFailures } from "./start-failures.ts";

export interface StatusSource {
  readonly runtimeName: string;
  readonly runtime: PodRuntimeStatus;
  readonly failures: StartFailures;
  /** The last words of a container that has exited. */
  readonly lastWords: (container: RuntimeContainer) => string | undefined;
}

export interface StatusGroup {
  readonly containers: readonly (Container | EphemeralContainer)[];
  readonly previous: readonly ContainerStatus[] | undefined;
  readonly kind: "init" | "regular" | "ephemeral";
}

/** What the API says of these containers: init containers in order, the others by name. */
export function containerStatuses(pod: Pod, { containers, previous = [], kind }: StatusGroup, source: StatusSource): readonly ContainerStatus[] {
  const before = new Map(previous.map((status) => [status.name, status]));
  const statuses = containers.map((container) => {
    const earlier = before.get(container.name);
    const status = known(pod, container, earlier, source) ?? missing(pod, container, earlier);
    return waitingToStart(pod, container, status, { kind, source });
  });
  return kind === "init" ? statuses : statuses.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** The status of a container that the runtime knows, with how it ended last. */
function known(pod: Pod, container: Container | EphemeralContainer, before: ContainerStatus | undefined, source: StatusSource): ContainerStatus | undefined {
  const instances = source.runtime.containers.filter(({ name }) => name === container.name);
  const [newest, previous] = instances;
  if (newest === undefined) return undefined;
  const containerID = containerIdOf(source.runtimeName, newest.id);
  const state = containerState(newest, source.lastWords(newest), containerID);
  const lastState = previous === undefined ? lastStateBefore(before, containerID) : containerState(previous, source.lastWords(previous), containerIdOf(source.runtimeName, previous.id));
  return {
    name: container.name,
    state,
    lastState: lastState?.running === undefined ? (lastState ?? {}) : {},
    ready: false,
    restartCount: newest.attempt,
    image: newest.image,
    imageID: newest.imageId,
    containerID,
    started: false,
    ...runtimeDetails(pod, container, newest),
  };
}

/** How the instance before this one ended, where the runtime has forgotten it. */
function lastStateBefore(before: ContainerStatus | undefined, containerID: string): ContainerState | undefined {
  const ended = before?.state?.terminated;
  return ended !== undefined && before?.containerID !== containerID ? { terminated: ended } : before?.lastState;
}

/** A container that the runtime does not know: not made yet, or lost. */
function missing(pod: Pod, container: Container | EphemeralContainer, before: ContainerStatus | undefined): ContainerStatus {
  if (before?.state?.terminated !== undefined) return before;
  const fresh: ContainerStatus = {
    name: container.name,
    state: { waiting: { reason: (pod.spec.initContainers ?? []).length > 0 ? "PodInitializing" : "ContainerCreating" } },
    lastState: before?.lastState ?? {},
    ready: false,
    restartCount: before?.restartCount ?? 0,
    image: container.image ?? "",
    imageID: "",
    started: false,
  };
  if (before?.state?.running === undefined || before.lastState?.terminated !== undefined) return fresh;
  const restarted = pod.metadata.deletionTimestamp === undefined ? 1 : 0;
  return { ...fresh, lastState: { terminated: vanishedState }, restartCount: fresh.restartCount + restarted };
}

/** A container that is to be started and could not be says so, and what became of it before moves to `lastState`. */
function waitingToStart(pod: Pod, container: Container | EphemeralContainer, status: ContainerStatus, { kind, source }: { readonly kind: StatusGroup["kind"]; readonly source: StatusSource }): ContainerStatus {
  const last = newestContainer(source.runtime, container.name);
  if (kind === "init" && last?.state === "Exited" && last.exitCode === 0 && (container as Container).restartPolicy !== "Always") return status;
  if (kind === "ephemeral" && last !== undefined) return status;
  if (!shouldStart(pod, container, last)) return status;
  const failure = source.failures.get(pod.metadata.uid, container.name);
  if (failure === undefined) return status;
  const terminated = status.state?.terminated;
  return {
    ...status,
    ...(terminated !== undefined && { lastState: { terminated } }),
    state: { waiting: { reason: failure.reason, message: failure.message } },
  };
}

function runtimeDetails({ spec }: Pod, container: Container | EphemeralContainer, { state }: RuntimeContainer): Partial<ContainerStatus> {
  const mounts = (container.volumeMounts ?? []).map(({ name, mountPath, readOnly, recursiveReadOnly }) => ({
    name,
    mountPath,
    ...(readOnly === true && { readOnly, recursiveReadOnly: recursiveReadOnly === undefined ? "Disabled" : "Enabled" }),
  }));
  const { requests, limits } = container.resources ?? {};
  const uid = container.securityContext?.runAsUser ?? spec.securityContext?.runAsUser ?? 0;
  const gid = container.securityContext?.runAsGroup ?? spec.securityContext?.runAsGroup ?? 0;
  const supplementalGroups = [...new Set([gid, ...(spec.securityContext?.supplementalGroups ?? [])])];
  return {
    ...(mounts.length > 0 && { volumeMounts: mounts }),
    ...(requests !== undefined && { allocatedResources: requests }),
    resources: state === "Running" || requests !== undefined || limits !== undefined ? { ...(limits && { limits }), ...(requests && { requests }) } : {},
    user: { linux: { uid, gid, supplementalGroups } },
  };
}
