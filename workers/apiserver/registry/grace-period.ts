import type { KubernetesObject } from "../../apimachinery/object.ts";
import { formatTime, parseTime } from "../../apimachinery/timestamp.ts";
import type { Milliseconds } from "../../base/units.ts";
import { second } from "../../base/units.ts";
import { Pods } from "../../api/core/pod.ts";
import type { Pod } from "../../api/core/pod.ts";
import type { DeletionOptions } from "./delete-options.ts";
import { withMetadata } from "./metadata.ts";
import type { Served } from "./served.ts";

/** What a DELETE means for an object that may get time to end. */
export type Grace =
  /** The kind knows no grace, or it has been used up. */
  | { readonly kind: "none" }
  /** It is being deleted already, and nothing changes. */
  | { readonly kind: "pending" }
  /** The object, marked for its end after `seconds`. */
  | { readonly kind: "graceful"; readonly object: KubernetesObject; readonly seconds: number };

const none: Grace = Object.freeze({ kind: "none" });
const pending: Grace = Object.freeze({ kind: "pending" });

/** Pods are the only kind whose deletion is graceful: their node needs time to stop them. */
export function graceOf({ resource }: Served, object: KubernetesObject, options: DeletionOptions, now: Milliseconds): Grace {
  if (resource.group !== Pods.group || resource.plural !== Pods.plural) return none;
  if (object.metadata.deletionTimestamp !== undefined) return shortened(object, options);
  const seconds = podGraceSeconds(object as Pod, options);
  const end = formatTime(now + seconds * second);
  return { kind: "graceful", seconds, object: marked(object, end, seconds) };
}

/** A second DELETE can only make the time shorter. */
function shortened(object: KubernetesObject, { gracePeriodSeconds }: DeletionOptions): Grace {
  const { deletionTimestamp = "", deletionGracePeriodSeconds } = object.metadata;
  if (deletionGracePeriodSeconds === undefined) return none;
  if (gracePeriodSeconds === undefined || gracePeriodSeconds >= deletionGracePeriodSeconds) return pending;
  const end = formatTime(parseTime(deletionTimestamp) + (gracePeriodSeconds - deletionGracePeriodSeconds) * second);
  return { kind: "graceful", seconds: gracePeriodSeconds, object: withMetadata(object, { deletionTimestamp: end, deletionGracePeriodSeconds: gracePeriodSeconds }) };
}

/** A pod that no node has, or that has ended, needs no time. */
function podGraceSeconds({ spec, status }: Pod, { gracePeriodSeconds }: DeletionOptions): number {
  if (spec.nodeName === undefined || spec.nodeName === "") return 0;
  if (status?.phase === "Failed" || status?.phase === "Succeeded") return 0;
  const seconds = gracePeriodSeconds ?? spec.terminationGracePeriodSeconds ?? 0;
  return seconds < 0 ? 1 : seconds;
}

function marked(object: KubernetesObject, deletionTimestamp: string, deletionGracePeriodSeconds: number): KubernetesObject {
  const { generation } = object.metadata;
  return withMetadata(object, { ...(generation !== undefined && generation > 0 && { generation: generation + 1 }), deletionTimestamp, deletionGracePeriodSeconds });
}

/** Marks an object of a kind without grace that its finalizers hold back. */
export function markedAsDeleting(object: KubernetesObject, now: Milliseconds): KubernetesObject {
  const { deletionTimestamp, deletionGracePeriodSeconds, generation } = object.metadata;
  const first = deletionGracePeriodSeconds === undefined && generation !== undefined && generation > 0;
  const due = deletionTimestamp === undefined || parseTime(deletionTimestamp) > now ? formatTime(now) : deletionTimestamp;
  return withMetadata(object, { ...(first && { generation: generation + 1 }), deletionTimestamp: due, deletionGracePeriodSeconds: 0 });
}
