import type { Command, CommandContext } from "../command.ts";
import { KubectlError } from "../kubectl-error.ts";
import { allNamespacesFlag, selectorFlag } from "../found-objects.ts";

/** Usage comes from metrics.k8s.io, which a metrics server adds to a cluster. */
async function run({ api }: CommandContext): Promise<number> {
  const versions = (await api.discovery()).find("pods.metrics.k8s.io");
  if (versions === undefined) throw new KubectlError("Metrics API not available");
  throw new KubectlError("top is not supported by this kubectl: it cannot read the Metrics API");
}

const flags = [selectorFlag, { name: "no-headers", type: "boolean", help: "Print no column titles." }, { name: "sort-by", type: "string", help: "cpu or memory." }] as const;

export const topNodeCommand: Command = {
  name: "top node",
  aliases: ["top nodes", "top no"],
  summary: "Display resource (CPU/memory) usage of nodes",
  usage: "top node [NAME | -l label]",
  flags: [...flags, { name: "show-capacity", type: "boolean", help: "Show capacity instead of what is allocatable." }],
  writes: false,
  run,
};

export const topPodCommand: Command = {
  name: "top pod",
  aliases: ["top pods", "top po"],
  summary: "Display resource (CPU/memory) usage of pods",
  usage: "top pod [NAME | -l label]",
  flags: [...flags, allNamespacesFlag, { name: "containers", type: "boolean", help: "Show the usage of each container." }, { name: "sum", type: "boolean", help: "Show the sum of all." }],
  writes: false,
  run,
};
