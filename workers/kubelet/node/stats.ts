import type { Pod } from "../../api/generated/core/v1.ts";
import type { Milliseconds } from "../../base/units.ts";
import type { Runtime } from "../../cri/runtime.ts";
import { isRunning } from "../runtime/pod-runtime-status.ts";
import type { RuntimeCache } from "../runtime/runtime-cache.ts";

export interface ResourceStats {
  readonly time: Milliseconds;
  readonly usageNanoCores: number;
  readonly usageCoreNanoSeconds: number;
  readonly workingSetBytes: number;
}

export interface PodStats {
  readonly podRef: { readonly name: string; readonly namespace: string; readonly uid: string };
  readonly containers: readonly (ResourceStats & { readonly name: string })[];
}

/** What /stats/summary tells: the use of CPU and memory on the node, by pod and container. */
export interface StatsSummary {
  readonly node: ResourceStats & { readonly nodeName: string };
  readonly pods: readonly PodStats[];
}

/** Measures what the containers of a pod use now. */
export function podStats(pod: Pod, cache: RuntimeCache, runtime: Runtime, time: Milliseconds): PodStats {
  const { name, namespace = "default", uid } = pod.metadata;
  const containers = cache.get(uid).containers.filter(isRunning).flatMap((container) => {
    const stats = runtime.containerStats(container.id);
    if (stats === undefined) return [];
    return [{ name: container.name, time, usageNanoCores: stats.cpuNanoCores, usageCoreNanoSeconds: stats.cpuNanoSeconds, workingSetBytes: stats.memoryWorkingSet }];
  });
  return { podRef: { name, namespace, uid }, containers };
}

/** Adds up the pods: here a node uses nothing besides. */
export function nodeStats(nodeName: string, pods: readonly PodStats[], time: Milliseconds): StatsSummary {
  const all = pods.flatMap(({ containers }) => containers);
  const sum = (of: "usageNanoCores" | "usageCoreNanoSeconds" | "workingSetBytes") => all.reduce((total, each) => total + each[of], 0);
  const node = { nodeName, time, usageNanoCores: sum("usageNanoCores"), usageCoreNanoSeconds: sum("usageCoreNanoSeconds"), workingSetBytes: sum("workingSetBytes") };
  return { node, pods };
}
