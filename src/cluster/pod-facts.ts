import type { PodState } from "../../workers/protocol/pod-summary.ts";
import { controllerOf, type ResourceTypes } from "../lib/resources.ts";
import type { Entry } from "./object-table.ts";

type PodEntry = Entry<ResourceTypes["pods"]>;

export const systemNamespaces: ReadonlySet<string> = new Set(["kube-system", "kube-public", "kube-node-lease", "local-path-storage"]);

/** Does it belong to the cluster itself, not to the person's applications? */
export const isSystem = ({ object }: Entry) => systemNamespaces.has(object.metadata.namespace ?? "");

/** The state a pod is drawn in. A pod whose summary has not come yet is unknown, never healthy. */
export const stateOf = ({ pod }: Entry): PodState => pod?.state ?? "unknown";

/**
 * A name short enough for a chip: what machines appended is cut down to the last five letters, by which
 * one pod is told from the next.
 */
export function shortName({ object }: PodEntry): string {
  const { name, labels, ownerReferences } = object.metadata;
  const owner = controllerOf(ownerReferences);
  const hash = labels?.["pod-template-hash"];
  if (owner?.kind === "Node") return stripEnd(name, `-${owner.name}`);
  if (hash !== undefined && name.includes(`-${hash}-`)) return name.replace(`-${hash}-`, " ");
  if (owner?.kind === "DaemonSet" || owner?.kind === "Job") return name.replace(/-([a-z0-9]{5})$/, " $1");
  return name;
}

/** Which generation of its workload a pod is from: the same text means the same template. */
export const revisionOf = ({ object: { metadata } }: PodEntry) => metadata.labels?.["pod-template-hash"] ?? metadata.labels?.["controller-revision-hash"];

const stripEnd = (text: string, end: string) => (text.endsWith(end) ? text.slice(0, -end.length) : text);
