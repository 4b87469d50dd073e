import { findCondition } from "../../apimachinery/conditions.ts";
import type { Node } from "../../api/core/node.ts";

/** How much of a zone has failed. The less can be trusted, the more carefully nodes are declared lost. */
export type ZoneState = "Initial" | "Normal" | "PartialDisruption" | "FullDisruption";

const evictionRate = 0.1;
const secondaryEvictionRate = 0.01;
const largeZone = 50;
const unhealthyShare = 0.55;

/** The zone that a node lies in; nodes without labels form one together. */
export function zoneOf({ metadata: { labels = {} } }: Node): string {
  const region = labels["topology.kubernetes.io/region"] ?? labels["failure-domain.beta.kubernetes.io/region"] ?? "";
  const zone = labels["topology.kubernetes.io/zone"] ?? labels["failure-domain.beta.kubernetes.io/zone"] ?? "";
  return region === "" && zone === "" ? "" : `${region}:\u0000:${zone}`;
}

/** The state of a zone with these nodes. */
export function stateOf(nodes: readonly Node[]): ZoneState {
  const ready = nodes.filter((node) => findCondition(node.status.conditions, "Ready")?.status === "True").length;
  const notReady = nodes.length - ready;
  if (ready === 0 && notReady > 0) return "FullDisruption";
  return notReady > 2 && notReady / nodes.length >= unhealthyShare ? "PartialDisruption" : "Normal";
}

/** How many nodes per second may be declared lost. */
export function evictionRateIn(state: ZoneState, size: number): number {
  if (state !== "PartialDisruption") return evictionRate;
  return size > largeZone ? secondaryEvictionRate : 0;
}
