import { formatTime } from "../../apimachinery/timestamp.ts";
import type { ContainerState } from "../../api/generated/core/v1.ts";
import type { ContainerStatus as RuntimeContainer } from "../../cri/runtime.ts";

/** How containerd calls itself in container ids. */
export const containerIdOf = (runtime: string, id: string) => `${runtime}://${id}`;

/** The id that the runtime knows, out of a status' containerID. */
export const runtimeIdOf = (containerId: string | undefined) => containerId?.slice(containerId.indexOf("://") + 3) ?? "";

/** What a container of the runtime shows as its state. */
export function containerState(container: RuntimeContainer, message: string | undefined, containerId: string): ContainerState {
  switch (container.state) {
    case "Created":
      return { waiting: {} };
    case "Running":
      return { running: { startedAt: formatTime(container.startedAt ?? container.createdAt) } };
    case "Exited":
      return { terminated: terminatedState(container, message, containerId) };
  }
}

function terminatedState(container: RuntimeContainer, message: string | undefined, containerID: string): NonNullable<ContainerState["terminated"]> {
  const { exitCode = 0, reason, signal, startedAt, finishedAt, createdAt } = container;
  const words = message ?? container.message;
  return {
    exitCode,
    ...(signal !== undefined && { signal }),
    reason: reason ?? (exitCode === 0 ? "Completed" : "Error"),
    ...(words !== undefined && words !== "" && { message: words }),
    startedAt: formatTime(startedAt ?? createdAt),
    finishedAt: formatTime(finishedAt ?? createdAt),
    containerID,
  };
}

/** What is told of a container that ran, and of which nobody knows how it ended. */
export const vanishedState: NonNullable<ContainerState["terminated"]> = Object.freeze({
  exitCode: 137,
  reason: "ContainerStatusUnknown",
  message: "The container could not be located when the pod was deleted.  The container used to be Running",
});
