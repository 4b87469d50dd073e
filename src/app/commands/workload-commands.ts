import { Minus, Plus, Scaling } from "lucide-react";
import type { ClusterStore } from "../../cluster/cluster-store.ts";
import { entryOf } from "../../cluster/object-table.ts";
import type { Command } from "../../lib/command.ts";
import { splitKey, type Target } from "../../lib/object-key.ts";
import type { ResourceTypes } from "../../lib/resources.ts";
import { ui } from "../ui-store.ts";
import { named } from "./kubectl-text.ts";

const scalable: ReadonlySet<string> = new Set(["deployments.apps", "replicasets.apps"]);

/** What the page can scale is what the worker can: Deployments and ReplicaSets. */
const isScalable = (target: Target | undefined): target is Target => target !== undefined && scalable.has(target.resource);

/** How many pods a workload asks for at the moment. */
export function replicasOf(store: ClusterStore, target: Target): number | undefined {
  const object = entryOf(store.getState().objects, target)?.object as ResourceTypes["deployments.apps"] | undefined;
  return object === undefined ? undefined : (object.spec.replicas ?? 1);
}

/** Asks for another number of pods. */
export async function scale(store: ClusterStore, target: Target, replicas: number): Promise<void> {
  const { namespace = "default", name } = splitKey(target.key);
  await store.getState().act({ type: "scale", resource: target.resource, namespace, name, replicas });
}

/** What can be done to a workload. */
export function workloadCommands(store: ClusterStore): readonly Command[] {
  const exists = (target: Target | undefined): target is Target => isScalable(target) && replicasOf(store, target) !== undefined;
  const by = (step: 1 | -1) => ({
    kubectl: (target: Target | undefined) => (exists(target) ? `kubectl scale ${named(target)} --replicas=${Math.max(0, (replicasOf(store, target) ?? 0) + step)}` : undefined),
    async run(target: Target | undefined) {
      if (exists(target)) await scale(store, target, Math.max(0, (replicasOf(store, target) ?? 0) + step));
    },
  });
  return [
    { id: "workload.scale", group: "Change", icon: Scaling, title: () => "Set replicas…", applies: exists, kubectl: (target) => (exists(target) ? `kubectl scale ${named(target)} --replicas=N` : undefined), run: (target) => ui.setState({ scaling: target }) },
    { id: "workload.scale-up", group: "Change", icon: Plus, title: () => "One pod more", applies: exists, ...by(1) },
    { id: "workload.scale-down", group: "Change", icon: Minus, title: () => "One pod fewer", applies: (target) => exists(target) && (replicasOf(store, target) ?? 0) > 0, ...by(-1) },
  ];
}
