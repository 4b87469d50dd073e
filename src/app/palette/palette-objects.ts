import { tableOf, type Entry, type ObjectIndex } from "../../cluster/object-table.ts";

/** Kinds that one looks for by name, in the order of interest. */
const offered = ["deployments.apps", "statefulsets.apps", "daemonsets.apps", "services", "nodes", "pods", "replicasets.apps", "jobs.batch", "cronjobs.batch", "configmaps", "secrets", "persistentvolumeclaims", "ingresses.networking.k8s.io", "horizontalpodautoscalers.autoscaling"];

/** More than this nobody scrolls through, and the list would be slow. */
const most = 400;

/** The objects that can be jumped to. Old, empty ReplicaSets are left out. */
export function paletteObjects(index: ObjectIndex): readonly Entry[] {
  return offered.flatMap((resource) => [...tableOf(index, resource as string).values()].filter(isOfInterest)).slice(0, most);
}

const isOfInterest = ({ resource, object }: Entry) => resource !== "replicasets.apps" || (object as { spec?: { replicas?: number } }).spec?.replicas !== 0;
