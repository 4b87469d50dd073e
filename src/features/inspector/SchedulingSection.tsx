import type { SchedulingRecord } from "../../../workers/protocol/session.ts";
import { useSession } from "../../cluster/use-cluster.tsx";
import { Section } from "../../components/Facts.tsx";
import { useAsked } from "../../lib/use-asked.ts";
import { decisionSentence, rankedNodes, weightedScores } from "./scheduling-words.ts";

/** How the scheduler decided about a pod: every node's verdict, from the record of its last attempt. */
export function SchedulingSection({ pod, version }: { readonly pod: string; readonly version: string }) {
  const session = useSession();
  const { value } = useAsked(pod, version, async () => session().scheduling(pod));
  const last = value?.at(-1);
  if (last === undefined) return null;
  const attempts = value?.length ?? 0;
  return (
    <Section title={attempts > 1 ? `Scheduling, attempt ${attempts}` : "Scheduling"}>
      <p>{decisionSentence(last)}</p>
      <Verdicts record={last} />
    </Section>
  );
}

function Verdicts({ record }: { readonly record: SchedulingRecord }) {
  const nodes = rankedNodes(record);
  const most = Math.max(1, ...nodes.flatMap((node) => weightedScores(node).map(({ points }) => points)));
  return (
    <ul className="verdicts">
      {nodes.map((node) => (
        <li key={node.node} className={`verdict ${node.node === record.chosen ? "verdict-chosen" : ""}`}>
          <div className="verdict-head">
            {node.node === record.chosen ? "✓ " : node.refusals.length > 0 ? "✕ " : ""}
            {node.node}
            {node.total !== undefined && <span className="verdict-total">{node.total}</span>}
          </div>
          {node.refusals.map(({ plugin, reason }) => (
            <div key={plugin} className="verdict-refused">
              {plugin}: {reason}
            </div>
          ))}
          {weightedScores(node).map(({ plugin, points }) => (
            <div key={plugin} className="score">
              <span className="score-name">{plugin}</span>
              <span className="score-track">
                <span className="score-level" style={{ display: "block", width: `${(100 * points) / most}%` }} />
              </span>
              <span className="score-number">{points}</span>
            </div>
          ))}
        </li>
      ))}
    </ul>
  );
}
