import { useCluster } from "../../cluster/use-cluster.tsx";
import { clockFace } from "../../lib/duration.ts";
import { recentChain } from "./recent-chain.ts";
import "./status-line.css";

/** First of all: is it healthy? And below, what changed just now. */
export function StatusLine() {
  return (
    <div className="status-line">
      <HealthSentence />
      <Chain />
    </div>
  );
}

const marks = { healthy: "✓", changing: "◐", degraded: "!", down: "✕" } as const;

/** One plain sentence, read aloud when it changes. */
export function HealthSentence() {
  const health = useCluster((state) => state.health);
  const starting = useCluster(({ phase }) => phase === "starting");
  return (
    <p className={`health health-${health.level}`} role="status">
      <span className="health-mark" aria-hidden="true">
        {marks[health.level]}
      </span>
      <span className="health-words">{starting && health.sentence === "" ? "Starting the cluster…" : health.sentence}</span>
    </p>
  );
}

/** The last steps of the causal chain, the newest last. */
function Chain() {
  const happenings = useCluster((state) => state.happenings);
  const start = useCluster(({ clock }) => clock.start);
  const steps = recentChain(happenings);
  const last = steps.at(-1);
  if (last === undefined) return <p className="chain chain-empty">Nothing has happened yet.</p>;
  return (
    <p className="chain">
      <time className="chain-time">{clockFace(last.at - start)}</time>
      {steps.map(({ number, sentence, actor, warning }, index) => (
        <span key={number} className={`chain-step ${index === steps.length - 1 ? "chain-last" : ""} ${warning ? "chain-warning" : ""}`} title={`${actor}: ${sentence}`}>
          {index > 0 && <span className="chain-arrow" aria-hidden="true">→</span>}
          <span className="chain-words">{sentence}</span>
        </span>
      ))}
    </p>
  );
}
