import type { NodeCondition } from "../../api/generated/core/v1.ts";

/** What the kubelet finds when it looks after its node. */
export interface NodeHealth {
  readonly networkReady: boolean;
  readonly memoryPressure: boolean;
  readonly diskPressure: boolean;
}

type Finding = Pick<NodeCondition, "type" | "status" | "reason" | "message">;

const yes = (type: string, reason: string, message: string): Finding => ({ type, status: "True", reason, message });
const no = (type: string, reason: string, message: string): Finding => ({ type, status: "False", reason, message });

/** The conditions that a kubelet keeps of its node, in their usual order. */
export function nodeFindings({ networkReady, memoryPressure, diskPressure }: NodeHealth): readonly Finding[] {
  return [
    memoryPressure
      ? yes("MemoryPressure", "KubeletHasInsufficientMemory", "kubelet has insufficient memory available")
      : no("MemoryPressure", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
    diskPressure ? yes("DiskPressure", "KubeletHasDiskPressure", "kubelet has disk pressure") : no("DiskPressure", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
    no("PIDPressure", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
    networkReady
      ? yes("Ready", "KubeletReady", "kubelet is posting ready status")
      : no("Ready", "KubeletNotReady", "container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized"),
  ];
}

/** The findings with their times: since when they hold, and when they were last looked at. */
export function withTimes(findings: readonly Finding[], before: readonly NodeCondition[], now: string): readonly NodeCondition[] {
  return findings.map((finding) => {
    const last = before.find(({ type }) => type === finding.type);
    const since = last?.status === finding.status ? (last.lastTransitionTime ?? now) : now;
    return { ...finding, lastHeartbeatTime: now, lastTransitionTime: since };
  });
}

/** The reason of the event that tells of a condition's change. */
export function transitionEvent({ type, status }: Pick<NodeCondition, "type" | "status">): string {
  const holds = status === "True";
  switch (type) {
    case "MemoryPressure":
      return holds ? "NodeHasInsufficientMemory" : "NodeHasSufficientMemory";
    case "DiskPressure":
      return holds ? "NodeHasDiskPressure" : "NodeHasNoDiskPressure";
    case "PIDPressure":
      return holds ? "NodeHasInsufficientPID" : "NodeHasSufficientPID";
    default:
      return holds ? "NodeReady" : "NodeNotReady";
  }
}
