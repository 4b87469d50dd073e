import type { Plugin } from "./framework/plugin.ts";
import { Framework } from "./framework/framework.ts";
import { dynamicResources } from "./plugins/dynamic-resources.ts";
import { imageLocality } from "./plugins/image-locality.ts";
import { interPodAffinity, type InterPodAffinityArgs } from "./plugins/inter-pod-affinity.ts";
import { nodeAffinity, type NodeAffinityArgs } from "./plugins/node-affinity.ts";
import { nodeName } from "./plugins/node-name.ts";
import { nodePorts } from "./plugins/node-ports.ts";
import { nodeResourcesBalancedAllocation, type NodeResourcesBalancedAllocationArgs } from "./plugins/node-resources-balanced-allocation.ts";
import { nodeResourcesFit, type NodeResourcesFitArgs } from "./plugins/node-resources-fit.ts";
import { nodeUnschedulable } from "./plugins/node-unschedulable.ts";
import { podTopologySpread, type PodTopologySpreadArgs } from "./plugins/pod-topology-spread.ts";
import { prioritySort } from "./plugins/priority-sort.ts";
import { schedulingGates } from "./plugins/scheduling-gates.ts";
import { taintToleration } from "./plugins/taint-toleration.ts";
import { volumeBinding } from "./plugins/volume-binding.ts";

/** A scheduler of its own name within the process, as KubeSchedulerConfiguration has them. */
export interface ProfileConfiguration {
  readonly schedulerName: string;
  readonly percentageOfNodesToScore?: number;
  /** Default plugins that are left out. */
  readonly disabled?: readonly string[];
  /** Further plugins, asked after the default ones. */
  readonly enabled?: readonly Plugin[];
  readonly weights?: Readonly<Record<string, number>>;
  readonly args?: PluginArgs;
}

export interface PluginArgs {
  readonly InterPodAffinity?: InterPodAffinityArgs;
  readonly NodeAffinity?: NodeAffinityArgs;
  readonly NodeResourcesBalancedAllocation?: NodeResourcesBalancedAllocationArgs;
  readonly NodeResourcesFit?: NodeResourcesFitArgs;
  readonly PodTopologySpread?: PodTopologySpreadArgs;
}

/** Plugins that need more of the scheduler than the cluster that it sees. */
export interface ConnectedPlugins {
  readonly defaultPreemption: Plugin;
  readonly defaultBinder: Plugin;
  /** What pods without spread constraints of their own are spread by. */
  readonly defaultSpreadSelector: PodTopologySpreadArgs["defaultSelector"];
}

export const defaultProfile: ProfileConfiguration = { schedulerName: "default-scheduler" };

const defaultWeights = { TaintToleration: 3, NodeAffinity: 2, PodTopologySpread: 2, InterPodAffinity: 2 };

/** The plugins of a profile in the order of the default one. */
export function createFramework({ schedulerName, percentageOfNodesToScore = 0, disabled = [], enabled = [], weights, args = {} }: ProfileConfiguration, connected: ConnectedPlugins): Framework {
  const plugins: readonly Plugin[] = [
    schedulingGates,
    prioritySort,
    nodeUnschedulable,
    nodeName,
    taintToleration,
    nodeAffinity(args.NodeAffinity),
    nodePorts,
    nodeResourcesFit(args.NodeResourcesFit),
    volumeBinding,
    podTopologySpread({ defaultSelector: connected.defaultSpreadSelector, ...args.PodTopologySpread }),
    interPodAffinity(args.InterPodAffinity),
    dynamicResources,
    connected.defaultPreemption,
    nodeResourcesBalancedAllocation(args.NodeResourcesBalancedAllocation),
    imageLocality,
    connected.defaultBinder,
  ];
  return new Framework({
    schedulerName,
    percentageOfNodesToScore,
    plugins: [...plugins.filter(({ name }) => !disabled.includes(name)), ...enabled],
    weights: { ...defaultWeights, ...weights },
  });
}
