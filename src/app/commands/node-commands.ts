import { Ban, Check, CirclePlus, PowerOff, Power, ServerOff, Unplug, Plug } from "lucide-react";
import type { Action } from "../../../workers/protocol/session.ts";
import type { ClusterStore } from "../../cluster/cluster-store.ts";
import { entryOf } from "../../cluster/object-table.ts";
import type { Command } from "../../lib/command.ts";
import type { Target } from "../../lib/object-key.ts";
import type { ResourceTypes } from "../../lib/resources.ts";

type NodeAction = Extract<Action, { readonly node: string }>["type"];

/** What can be done to a node, and to their number. */
export function nodeCommands(store: ClusterStore): readonly Command[] {
  const { act } = store.getState();
  const node = (target: Target | undefined) => (target?.resource === "nodes" ? (entryOf(store.getState().objects, target)?.object as ResourceTypes["nodes"] | undefined) : undefined);
  const off = (target: Target | undefined) => store.getState().faults.off.has(target?.key ?? "");
  const cut = (target: Target | undefined) => store.getState().faults.partitioned.has(target?.key ?? "");
  const cordoned = (target: Target | undefined) => node(target)?.spec.unschedulable === true;
  const does = (type: NodeAction) => async (target: Target | undefined) => {
    if (target !== undefined) await act({ type, node: target.key });
  };
  const is = (test: (target: Target | undefined) => boolean) => (target: Target | undefined) => node(target) !== undefined && test(target);
  const not = (test: (target: Target | undefined) => boolean) => is((target) => !test(target));

  return [
    { id: "node.power-off", group: "Break", icon: PowerOff, harmful: true, title: () => "Power off", applies: not(off), run: does("power-off") },
    { id: "node.power-on", group: "Break", icon: Power, title: () => "Power on", applies: is(off), run: does("power-on") },
    { id: "node.partition", group: "Break", icon: Unplug, harmful: true, title: () => "Cut off from the network", applies: is((target) => !cut(target) && !off(target)), run: does("partition") },
    { id: "node.heal", group: "Break", icon: Plug, title: () => "Reconnect to the network", applies: is(cut), run: does("heal-partition") },
    { id: "node.cordon", group: "Change", icon: Ban, title: () => "Cordon", applies: not(cordoned), kubectl: (target) => `kubectl cordon ${target?.key ?? ""}`, run: does("cordon") },
    { id: "node.uncordon", group: "Change", icon: Check, title: () => "Uncordon", applies: is(cordoned), kubectl: (target) => `kubectl uncordon ${target?.key ?? ""}`, run: does("uncordon") },
    {
      id: "node.remove",
      group: "Break",
      icon: ServerOff,
      harmful: true,
      title: () => "Remove node for good",
      applies: is((target) => node(target)?.metadata.labels?.["node-role.kubernetes.io/control-plane"] === undefined),
      kubectl: (target) => `kubectl delete node ${target?.key ?? ""}`,
      run: does("remove-node"),
    },
    {
      id: "node.add",
      group: "Change",
      icon: CirclePlus,
      title: () => "Add a node",
      applies: (target) => (target === undefined || target.resource === "nodes") && store.getState().phase === "live",
      async run() {
        await act({ type: "add-node" });
      },
    },
  ];
}
