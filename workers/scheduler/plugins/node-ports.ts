import { UsedPorts } from "../cache/host-ports.ts";
import type { FilterPlugin } from "../framework/plugin.ts";
import { fits, skip, unschedulable } from "../framework/status.ts";
import type { PodInfo } from "../cache/pod-info.ts";

const refusal = unschedulable("node(s) didn't have free ports for the requested pod ports");

/** Keeps pods off nodes whose ports they want for themselves are taken. */
export const nodePorts: FilterPlugin = {
  name: "NodePorts",
  wakesUpOn: ["Node/Add", { on: ["AssignedPod/Delete"], pod: (waiting, { before }) => before !== undefined && collide(waiting, before) }],

  preFilter({ hostPorts }) {
    return hostPorts.length === 0 ? skip : { state: undefined };
  },

  filter({ hostPorts }, { usedPorts }) {
    return hostPorts.some((port) => usedPorts.conflicts(port)) ? refusal : fits;
  },
};

/** Could both pods not be on one node? */
function collide({ hostPorts }: PodInfo, other: PodInfo): boolean {
  const used = new UsedPorts();
  for (const port of other.hostPorts) used.add(port, 1);
  return hostPorts.some((port) => used.conflicts(port));
}
