import { tolerated, type Toleration } from "../../apimachinery/taints.ts";
import type { Taint } from "../../api/core/node.ts";
import type { Node } from "../../api/core/node.ts";
import type { FilterPlugin, ScorePlugin } from "../framework/plugin.ts";
import { fits, type Refusal, unresolvable } from "../framework/status.ts";

const reason = "node(s) had untolerated taint(s)";

/** Keeps pods off nodes whose taints they do not tolerate, and prefers nodes without soft taints. */
export const taintToleration: FilterPlugin & ScorePlugin<readonly Toleration[]> = {
  name: "TaintToleration",
  wakesUpOn: [
    { on: ["Node/Add", "Node/UpdateTaint"], node: ({ pod: { spec } }, { before, after }) => (before === undefined || repels(before, spec.tolerations)) && after !== undefined && !repels(after, spec.tolerations) },
    { on: ["TargetPod/UpdateToleration"], pod: (waiting, { after }) => waiting.uid === after?.uid },
  ],
  best: "lowest",

  filter({ pod: { spec } }, { hardTaints }) {
    if (hardTaints.length === 0) return fits;
    const untolerated = hardTaints.find((taint) => !tolerated(spec.tolerations, taint));
    return untolerated === undefined ? fits : refusalFor(untolerated);
  },

  /** Only tolerations without an effect or with the soft one count. */
  preScore({ pod: { spec } }) {
    return { state: spec.tolerations?.filter(({ effect = "" }) => effect === "" || effect === "PreferNoSchedule") ?? [] };
  },

  score(_, { softTaints }, tolerations) {
    let intolerable = 0;
    for (const taint of softTaints) if (!tolerated(tolerations, taint)) intolerable++;
    return intolerable;
  },
};

const repels = ({ spec: { taints } }: Node, tolerations: readonly Toleration[] | undefined) =>
  taints?.some((taint) => taint.effect !== "PreferNoSchedule" && !tolerated(tolerations, taint)) === true;

const refusals = new WeakMap<Taint, Refusal>();

/** The event does not say which taint it was, so as not to tell secrets of nodes; the decision record does. */
function refusalFor(taint: Taint): Refusal {
  const known = refusals.get(taint);
  if (known !== undefined) return known;
  const refusal = { ...unresolvable(reason), detail: `node(s) had untolerated taint {${taint.key}: ${taint.value ?? ""}}` };
  refusals.set(taint, refusal);
  return refusal;
}
