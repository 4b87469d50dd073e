import type { Node } from "../../api/core/node.ts";
import type { Lease } from "../../api/coordination/lease.ts";
import { tryParseTime } from "../../apimachinery/timestamp.ts";
import { minute, second, type Milliseconds } from "../../base/units.ts";
import type { Lister } from "../../client/indexed-store.ts";

/** "Until settled" gives up after this much virtual time. */
export const longestWait: Milliseconds = 30 * minute;
/** A node's lease is renewed every 10 s; one older than this belongs to a node that somebody will miss. */
const lateLease: Milliseconds = 15 * second;
/** Nothing in the foreground for so long: what follows upon the last change has had time to begin. */
export const quietPeriod: Milliseconds = 2 * second;

export interface Watched {
  readonly nodes: Lister<Node>;
  readonly leases: Lister<Lease>;
  readonly now: Milliseconds;
}

/** Is a node silent whose silence the controllers have not noticed yet? Then more is about to happen. */
export function silenceUnnoticed({ nodes, leases, now }: Watched): boolean {
  return nodes.list().some((node) => seemsReady(node) && isLate(leases.get(`kube-node-lease/${node.metadata.name}`), now));
}

const seemsReady = ({ status }: Node) => (status.conditions ?? []).some(({ type, status: value }) => type === "Ready" && value === "True");

function isLate(lease: Lease | undefined, now: Milliseconds): boolean {
  const renewed = tryParseTime(lease?.spec.renewTime);
  return renewed !== undefined && now - renewed > lateLease;
}

