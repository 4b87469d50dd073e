import type { NodeInfo } from "./node-info.ts";

const zoneLabel = "topology.kubernetes.io/zone";
const regionLabel = "topology.kubernetes.io/region";

/** Two nodes of one zone have the same text; nodes that name neither region nor zone share the empty one. */
export function zoneOf({ labels }: NodeInfo): string {
  const region = labels[regionLabel] ?? labels["failure-domain.beta.kubernetes.io/region"] ?? "";
  const zone = labels[zoneLabel] ?? labels["failure-domain.beta.kubernetes.io/zone"] ?? "";
  return region === "" && zone === "" ? "" : `${region}:\u0000:${zone}`;
}

/** Takes one node of each zone in turn, so that the first nodes that are looked at come from all zones. */
export function interleaveZones(nodes: Iterable<NodeInfo>): NodeInfo[] {
  const zones = new Map<string, NodeInfo[]>();
  for (const node of nodes) {
    const zone = zones.get(zoneOf(node));
    if (zone === undefined) zones.set(zoneOf(node), [node]);
    else zone.push(node);
  }
  const lists = [...zones.values()];
  const order: NodeInfo[] = [];
  for (let round = 0; lists.some((list) => list.length > round); round++) {
    for (const list of lists) if (list.length > round) order.push(list[round]!);
  }
  return order;
}
