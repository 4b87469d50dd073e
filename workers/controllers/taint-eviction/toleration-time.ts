import { second, type Milliseconds } from "../../base/units.ts";
import { type Taint, tolerates, type Toleration } from "../../apimachinery/taints.ts";
import type { Node } from "../../api/core/node.ts";

const none: readonly Taint[] = [];

/** The taints that drive pods away which run already. */
export const noExecuteTaints = ({ spec: { taints } }: Node): readonly Taint[] => taints?.filter(({ effect }) => effect === "NoExecute") ?? none;

/** How long a pod with these tolerations may stay: 0 not at all, Infinity for ever. */
export function tolerationTime(taints: readonly Taint[], tolerations: readonly Toleration[]): Milliseconds {
  let shortest = Infinity;
  for (const taint of taints) {
    // The first toleration that covers the taint is the one that counts.
    const used = tolerations.find((toleration) => tolerates(toleration, taint));
    if (used === undefined) return 0;
    if (used.tolerationSeconds !== undefined) shortest = Math.min(shortest, Math.max(0, used.tolerationSeconds) * second);
  }
  return shortest;
}
