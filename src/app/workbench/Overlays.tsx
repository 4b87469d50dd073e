import { useState } from "react";
import { useCluster, useClusterStore } from "../../cluster/use-cluster.tsx";
import { Button } from "../../components/Button.tsx";
import { scenarios } from "../scenarios/scenarios.ts";
import { startScenario } from "../start.ts";
import "./overlays.css";

/** What lies over the graph while there is no living cluster below it. */
export function Overlays() {
  const phase = useCluster((state) => state.phase);
  const down = useCluster(({ apiServer, objects }) => apiServer === "down" && objects.tables.size > 0);
  if (phase === "dead") return <Dead />;
  if (phase === "starting") return <Starting />;
  return down ? <p className="api-down">The API server does not answer. This is the last known state.</p> : null;
}

function Starting() {
  const store = useClusterStore();
  const progress = useCluster((state) => state.progress);
  const part = progress === undefined || progress === null || progress.of === 0 ? undefined : Math.min(1, progress.done / progress.of);
  return (
    <div className="overlay overlay-light">
      <p className="overlay-title">{progress?.label ?? "Starting the cluster"}</p>
      <div className="progress" role="progressbar" aria-label={progress?.label ?? "Starting the cluster"} aria-valuemin={0} aria-valuemax={100} aria-valuenow={part === undefined ? undefined : Math.round(part * 100)}>
        <div className="progress-level" style={{ width: `${(part ?? 0.05) * 100}%` }} />
      </div>
      {part !== undefined && progress?.label.startsWith("Replay") === true && (
        <Button small onClick={() => void startScenario(store, scenarios[0])}>
          Start over instead
        </Button>
      )}
    </div>
  );
}

/** The simulation has stopped. The inputs are known, so the same world can be had again. */
function Dead() {
  const store = useClusterStore();
  const failure = useCluster((state) => state.failure);
  const [copied, setCopied] = useState(false);
  const report = async () => {
    await navigator.clipboard.writeText(JSON.stringify({ failure, source: store.link.source() }, null, 2));
    setCopied(true);
  };
  return (
    <div className="overlay" role="alert">
      <p className="overlay-title">The simulation has stopped</p>
      <p className="overlay-words">{failure ?? "The worker no longer answers."}</p>
      <div className="overlay-actions">
        <Button look="primary" onClick={() => void store.getState().replay()}>
          Restart and replay
        </Button>
        <Button onClick={() => void store.getState().undo()}>Replay without the last action</Button>
        <Button onClick={() => void startScenario(store, scenarios[0])}>Start over</Button>
        <Button look="quiet" onClick={() => void report()}>
          {copied ? "Copied" : "Copy a report"}
        </Button>
      </div>
    </div>
  );
}
