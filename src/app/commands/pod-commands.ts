import { Bomb, Trash2, Zap } from "lucide-react";
import type { ClusterStore } from "../../cluster/cluster-store.ts";
import { entryOf } from "../../cluster/object-table.ts";
import type { Command } from "../../lib/command.ts";
import { splitKey, type Target } from "../../lib/object-key.ts";
import type { ResourceTypes } from "../../lib/resources.ts";
import { inNamespace } from "./kubectl-text.ts";

const isPod = (target: Target | undefined): target is Target => target?.resource === "pods";

/** What can be done to a pod. */
export function podCommands(store: ClusterStore): readonly Command[] {
  const act = store.getState().act;
  const names = (target: Target) => {
    const { namespace = "default", name } = splitKey(target.key);
    return { namespace, name };
  };
  const exists = (target: Target | undefined): target is Target => isPod(target) && entryOf(store.getState().objects, target) !== undefined;
  const container = (target: Target) => (entryOf(store.getState().objects, target)?.object as ResourceTypes["pods"] | undefined)?.spec.containers[0]?.name;
  return [
    {
      id: "pod.kill",
      group: "Break",
      icon: Trash2,
      shortcut: "Delete",
      harmful: true,
      title: () => "Kill pod",
      applies: exists,
      kubectl: (target) => (isPod(target) ? `kubectl delete pod ${names(target).name}${inNamespace(target)}` : undefined),
      async run(target) {
        if (isPod(target)) await act({ type: "delete-pod", ...names(target) });
      },
    },
    {
      id: "pod.crash",
      group: "Break",
      icon: Zap,
      harmful: true,
      title: (target) => (isPod(target) && container(target) !== undefined ? `Crash container ${container(target)}` : "Crash container"),
      applies: exists,
      kubectl: (target) => (isPod(target) ? `kubectl exec ${names(target).name}${inNamespace(target)} -c ${container(target) ?? ""} -- kill -9 1` : undefined),
      async run(target) {
        if (isPod(target)) await act({ type: "crash-container", ...names(target) });
      },
    },
    {
      id: "pod.force",
      group: "Break",
      icon: Bomb,
      harmful: true,
      title: () => "Kill pod without grace",
      applies: exists,
      kubectl: (target) => (isPod(target) ? `kubectl delete pod ${names(target).name}${inNamespace(target)} --grace-period=0 --force` : undefined),
      async run(target) {
        if (isPod(target)) await act({ type: "delete-pod", ...names(target), force: true });
      },
    },
  ];
}
