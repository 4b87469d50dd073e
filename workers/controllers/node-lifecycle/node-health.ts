import { second, type Milliseconds } from "../../base/units.ts";
import { deepEqual } from "../../base/deep-equal.ts";
import { findCondition } from "../../apimachinery/conditions.ts";
import { formatTime, parseTime } from "../../apimachinery/timestamp.ts";
import type { Node, NodeCondition } from "../../api/core/node.ts";

/** What the controller knows of a node's signs of life. By its own clock: those of the nodes are not trusted. */
export interface NodeHealth {
  /** When there was a sign of life for the last time. */
  readonly heardAt: Milliseconds;
  readonly lastHeartbeatTime: string | undefined;
  readonly renewTime: string | undefined;
}

/** Silence is suspicious after this long (--node-monitor-grace-period). */
const gracePeriod = 50 * second;

/** A node that starts may take longer to say its first word (--node-startup-grace-period). */
const startupGracePeriod = 60 * second;

const kubeletConditions = ["Ready", "MemoryPressure", "DiskPressure", "PIDPressure"] as const;

export const readyCondition = ({ status }: Node): NodeCondition | undefined => findCondition(status.conditions, "Ready");

/** What is known after another look at the node and its lease. */
export function listen(known: NodeHealth | undefined, node: Node, renewTime: string | undefined, now: Milliseconds): NodeHealth {
  const lastHeartbeatTime = readyCondition(node)?.lastHeartbeatTime;
  if (known === undefined) return { heardAt: lastHeartbeatTime === undefined && readyCondition(node) === undefined ? parseTime(node.metadata.creationTimestamp) : now, lastHeartbeatTime, renewTime };
  const news = known.lastHeartbeatTime !== lastHeartbeatTime || (renewTime !== undefined && (known.renewTime === undefined || known.renewTime < renewTime));
  return news ? { heardAt: now, lastHeartbeatTime, renewTime: renewTime ?? known.renewTime } : known;
}

/** Has the node been silent for too long? */
export const isSilent = (node: Node, { heardAt }: NodeHealth, now: Milliseconds) =>
  now > heardAt + (readyCondition(node) === undefined ? startupGracePeriod : gracePeriod);

/** The node's conditions when nobody knows any more how it is. The same list when they say so already. */
export function unknownConditions(node: Node, now: Milliseconds): readonly NodeCondition[] {
  const conditions = node.status.conditions ?? [];
  const time = formatTime(now);
  const known = conditions.map((condition) => (isKubelets(condition) && condition.status !== "Unknown" ? lost(condition, time) : condition));
  const never = kubeletConditions.filter((type) => findCondition(conditions, type) === undefined).map((type) => neverPosted(type, node, time));
  const next = [...known, ...never];
  return deepEqual(next, conditions) ? conditions : next;
}

const isKubelets = ({ type }: NodeCondition) => kubeletConditions.some((own) => own === type);

const lost = (condition: NodeCondition, time: string): NodeCondition => ({
  ...condition,
  status: "Unknown",
  reason: "NodeStatusUnknown",
  message: "Kubelet stopped posting node status.",
  lastTransitionTime: time,
});

const neverPosted = (type: string, { metadata }: Node, time: string): NodeCondition => ({
  type,
  status: "Unknown",
  reason: "NodeStatusNeverUpdated",
  message: "Kubelet never posted node status.",
  lastHeartbeatTime: metadata.creationTimestamp,
  lastTransitionTime: time,
});
