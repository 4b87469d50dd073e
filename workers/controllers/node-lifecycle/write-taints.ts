import { sameTaint, type Taint } from "../../apimachinery/taints.ts";
import { formatTime } from "../../apimachinery/timestamp.ts";
import { type Node, Nodes } from "../../api/core/node.ts";
import type { Client } from "../../client/client.ts";
import type { Clock } from "../../sim/clock.ts";
import { ignoring, ignoringNotFound } from "../framework/ignore-refusals.ts";
import { RetryLater } from "../framework/reconciler.ts";

export interface TaintChange {
  /** The taints among those of the node that this change may take away or put on. */
  readonly concerns: (taint: Taint) => boolean;
  /** Which of them the node should have. */
  readonly wanted: (node: Node) => readonly Taint[];
}

const mostTries = 5;

/** Would the change alter the node? */
export function alters(node: Node, { concerns, wanted }: TaintChange): boolean {
  const have = (node.spec.taints ?? []).filter(concerns);
  const want = wanted(node);
  return have.length !== want.length || want.some((taint) => !have.some((other) => sameTaint(taint, other)));
}

/** Puts the taints that the node should have on it, and no others of their kind. Works on the newest version. */
export async function writeTaints(client: Client, clock: Clock, known: Node, change: TaintChange): Promise<void> {
  const { name } = known.metadata;
  let node: Node | undefined = known;
  for (let tries = 0; tries < mostTries; tries++) {
    if (node === undefined || !alters(node, change)) return;
    const { resourceVersion, uid }: Node["metadata"] = node.metadata;
    const body = { metadata: { resourceVersion, uid }, spec: { taints: changedTaints(node, change, formatTime(clock.now())) } };
    if ((await ignoring(["Conflict", "NotFound"], client.patch(Nodes, { name }, { type: "merge", body }))) !== undefined) return;
    node = await ignoringNotFound(client.get(Nodes, { name }));
  }
  throw new RetryLater(`failed to change taints of node ${name}`);
}

function changedTaints(node: Node, { concerns, wanted }: TaintChange, timeAdded: string): readonly Taint[] | null {
  const have = node.spec.taints ?? [];
  const want = wanted(node);
  const kept = have.filter((taint) => !concerns(taint) || want.some((other) => sameTaint(taint, other)));
  const added = want.filter((taint) => !have.some((other) => sameTaint(taint, other))).map((taint) => ({ ...taint, timeAdded }));
  const taints = [...kept, ...added];
  return taints.length === 0 ? null : taints;
}
