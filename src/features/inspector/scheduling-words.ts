import type { SchedulingRecord } from "../../../workers/protocol/session.ts";

type Verdict = SchedulingRecord["nodes"][number];

/** Nodes in the order of interest: the chosen one, then by total, then those refused. */
export function rankedNodes({ nodes, chosen }: SchedulingRecord): readonly Verdict[] {
  const worth = (verdict: Verdict) => (verdict.node === chosen ? Infinity : verdict.refusals.length > 0 ? -Infinity : (verdict.total ?? 0));
  return nodes.toSorted((a, b) => {
    const [one, other] = [worth(a), worth(b)];
    return one === other ? (a.node < b.node ? -1 : 1) : one < other ? 1 : -1;
  });
}

/** The decision in one sentence: "worker-2 chosen, 83 against 71 for worker-1; worker-3 refused: Insufficient cpu". */
export function decisionSentence(record: SchedulingRecord): string {
  const ranked = rankedNodes(record);
  const refused = ranked.filter(({ refusals }) => refusals.length > 0);
  const refusal = refused.length === 0 ? "" : refusedWords(refused);
  if (record.chosen === undefined) return record.message ?? (refusal === "" ? "No node was chosen" : `No node fits: ${refusal}`);
  const [best, next] = ranked.filter(({ refusals }) => refusals.length === 0);
  const scores = best?.total === undefined || next?.total === undefined ? "" : `, ${best.total} against ${next.total} for ${next.node}`;
  return `${record.chosen} chosen${scores}${refusal === "" ? "" : `; ${refusal}`}`;
}

function refusedWords(refused: readonly Verdict[]): string {
  const [first] = refused;
  const reason = first?.refusals[0]?.reason ?? "";
  const same = refused.every(({ refusals }) => refusals[0]?.reason === reason);
  if (refused.length === 1 || !same) return refused.map(({ node, refusals }) => `${node} refused: ${refusals[0]?.reason ?? ""}`).join("; ");
  return `${refused.length} nodes refused: ${reason}`;
}

/** What each plugin gave to a node's total, largest first. */
export const weightedScores = ({ scores }: Verdict) => scores.map(({ plugin, score, weight }) => ({ plugin, points: score * weight })).toSorted((a, b) => b.points - a.points);
