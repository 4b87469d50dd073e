import { tolerated } from "../../apimachinery/taints.ts";
import type { FilterPlugin } from "../framework/plugin.ts";
import { fits, unresolvable } from "../framework/status.ts";

const unschedulableTaint = { key: "node.kubernetes.io/unschedulable", effect: "NoSchedule" };
const refusal = unresolvable("node(s) were unschedulable");

/** Keeps pods off cordoned nodes, unless they tolerate the taint that stands for it. */
export const nodeUnschedulable: FilterPlugin = {
  name: "NodeUnschedulable",
  wakesUpOn: [
    { on: ["Node/Add", "Node/UpdateTaint"], node: (_, { before, after }) => after?.spec.unschedulable !== true && (before === undefined || before.spec.unschedulable === true) },
    { on: ["TargetPod/UpdateToleration"], pod: (waiting, { after }) => waiting.uid === after?.uid && tolerated(after.pod.spec.tolerations, unschedulableTaint) },
  ],

  filter({ pod: { spec } }, { unschedulable }) {
    return unschedulable && !tolerated(spec.tolerations, unschedulableTaint) ? refusal : fits;
  },
};
