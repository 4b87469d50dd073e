import { useState } from "react";
import type { RequestTrace } from "../../../workers/protocol/session.ts";
import { totalTraffic } from "../../cluster/traffic-slice.ts";
import { useCluster, useSession } from "../../cluster/use-cluster.tsx";
import { Empty } from "../../components/Empty.tsx";
import { clockFace } from "../../lib/duration.ts";
import { useAsked } from "../../lib/use-asked.ts";
import "./requests.css";

const mostShown = 100;

/** The last requests that went through the cluster's network, each hop by hop. */
export function RequestsPanel() {
  const session = useSession();
  const version = useCluster(({ phase, traffic }) => `${phase}:${totalTraffic(traffic).sent}`);
  const { value, error } = useAsked("requests", version, async () => session().requests());
  const [open, setOpen] = useState<RequestTrace>();
  if (error !== undefined) return <Empty title="Requests cannot be read">{error}</Empty>;
  if (value === undefined || value.length === 0) return <Empty title="No requests yet">Give a Service some load, or send a request from a pod with kubectl exec.</Empty>;
  const newest = value.slice(-mostShown).toReversed();
  return (
    <div className="requests">
      <ul className="requests-list">
        {newest.map((trace, index) => (
          <li key={`${trace.at}:${trace.from}:${trace.to}:${index}`}>
            <Trace trace={trace} open={isSame(open, trace)} onToggle={() => setOpen(isSame(open, trace) ? undefined : trace)} />
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Each answer brings new values, so a trace is known again by what it says. */
const isSame = (one: RequestTrace | undefined, other: RequestTrace) => one?.at === other.at && one.from === other.from && one.to === other.to && one.path === other.path;

function Trace({ trace, open, onToggle }: { readonly trace: RequestTrace; readonly open: boolean; readonly onToggle: () => void }) {
  const start = useCluster(({ clock }) => clock.start);
  return (
    <>
      <button type="button" className="request" aria-expanded={open} onClick={onToggle}>
        <span className={trace.ok ? "request-ok" : "request-failed"}>
          {trace.ok ? "✓" : "✕"} {trace.outcome}
        </span>
        <span className="note">{clockFace(trace.at - start)}</span>
        <span className="request-line">
          {trace.method} {trace.to}
          {trace.path}
        </span>
        <span className="note request-from">from {trace.from}</span>
        <span className="note">{trace.duration < 10 ? trace.duration.toFixed(1) : Math.round(trace.duration)} ms</span>
      </button>
      {open && (
        <ol className="hops">
          {trace.hops.map((hop, index) => (
            <li key={`${index}:${hop}`}>{hop}</li>
          ))}
        </ol>
      )}
    </>
  );
}
