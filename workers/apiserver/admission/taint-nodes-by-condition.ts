import { type Node, Nodes } from "../../api/core/node.ts";
import type { AdmissionPlugin } from "../core.ts";

const notReady = { key: "node.kubernetes.io/not-ready", effect: "NoSchedule" } as const;

/** A new node takes no pods until the node lifecycle controller has seen that it is ready. */
export const taintNodesByCondition: AdmissionPlugin = {
  name: "TaintNodesByCondition",

  mutate(object, { operation, call }) {
    const { resource } = call.served;
    if (operation !== "CREATE" || resource.plural !== Nodes.plural || resource.group !== Nodes.group) return object;
    const node = object as Node;
    const taints = node.spec?.taints ?? [];
    if (taints.some(({ key, effect }) => key === notReady.key && effect === notReady.effect)) return object;
    const tainted: Node = { ...node, spec: { ...node.spec, taints: [...taints, notReady] } };
    return tainted;
  },
};
