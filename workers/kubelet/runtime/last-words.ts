import type { Pod } from "../../api/generated/core/v1.ts";
import type { ContainerStatus, Runtime } from "../../cri/runtime.ts";
import { findContainer } from "../pods/pod-containers.ts";
import { terminationLogFile } from "./container-config.ts";
import type { StartedContainers } from "./started-containers.ts";

const mostFromFile = 4096;
const mostLogLines = 80;
const mostFromLog = 2048;

export interface LastWordsOptions {
  readonly runtime: Runtime;
  readonly started: StartedContainers;
  readonly pod: (podUid: string) => Pod | undefined;
}

/** What a container left behind when it ended: its termination message, or the end of its log where the pod asks for that. */
export function lastWordsOf(container: ContainerStatus, { runtime, started, pod }: LastWordsOptions): string | undefined {
  if (container.state !== "Exited") return undefined;
  const written = started.get(container.id)?.terminationLog.read(terminationLogFile) ?? "";
  if (written !== "") return written.slice(-mostFromFile);
  const owner = pod(container.podUid);
  const policy = owner === undefined ? undefined : findContainer(owner, container.name)?.container.terminationMessagePolicy;
  if (policy !== "FallbackToLogsOnError" || container.exitCode === 0) return undefined;
  return endOfLog(container.id, runtime);
}

function endOfLog(id: string, runtime: Runtime): string {
  let text = "";
  const reading = runtime.logs(id, { follow: false, tailLines: mostLogLines, timestamps: false }, { write: (more) => (text += more), end() {} });
  reading.close();
  return text.slice(-mostFromLog);
}
