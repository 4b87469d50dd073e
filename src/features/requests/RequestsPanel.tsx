import { useMemo, useState } from "react";
import type { RequestTrace } from "../../../workers/protocol/session.ts";
import { totalTraffic } from "../../cluster/traffic-slice.ts";
import { useCluster, useSession } from "../../cluster/use-cluster.tsx";
import { Empty } from "../../components/Empty.tsx";
import { clockFace } from "../../lib/duration.ts";
import { splitKey } from "../../lib/object-key.ts";
import { shortKindOf } from "../../lib/resources.ts";
import { useAsked } from "../../lib/use-asked.ts";
import { addressBook, destination, isOfInterest, type AddressBook } from "./addresses.ts";
import "./requests.css";

const mostShown = 100;

/** The last requests that went through the cluster's network, each hop by hop. */
export function RequestsPanel() {
  const session = useSession();
  const version = useCluster(({ phase, traffic }) => `${phase}:${totalTraffic(traffic).sent}`);
  const { value, error } = useAsked("requests", version, async () => session().requests());
  const objects = useCluster((state) => state.objects);
  const [all, setAll] = useState(false);
  const book = useMemo(() => addressBook(objects), [objects]);
  if (error !== undefined) return <Empty title="Requests cannot be read">{error}</Empty>;
  const shown = (value ?? []).filter((trace) => all || isOfInterest(trace, book)).slice(-mostShown).toReversed();
  return (
    <div className="requests">
      <div className="requests-bar">
        <label className="check">
          <input type="checkbox" checked={all} onChange={(event) => setAll(event.target.checked)} />
          Probes and the system's own requests, too
        </label>
        <span className="note">{shown.length === 0 ? "" : `The last ${shown.length}`}</span>
      </div>
      {shown.length === 0 ? <Empty title="No requests yet">Give a Service some load, or send a request from a pod with kubectl exec.</Empty> : <List traces={shown} book={book} />}
    </div>
  );
}

function List({ traces, book }: { readonly traces: readonly RequestTrace[]; readonly book: AddressBook }) {
  const [open, setOpen] = useState<RequestTrace>();
  return (
    <ul className="requests-list">
      {traces.map((trace, index) => (
        <li key={`${trace.at}:${trace.from}:${trace.to}:${index}`}>
          <Trace trace={trace} book={book} open={isSame(open, trace)} onToggle={() => setOpen(isSame(open, trace) ? undefined : trace)} />
        </li>
      ))}
    </ul>
  );
}

/** Each answer brings new values, so a trace is known again by what it says. */
const isSame = (one: RequestTrace | undefined, other: RequestTrace) => one?.at === other.at && one.from === other.from && one.to === other.to && one.path === other.path;

interface TraceProps {
  readonly trace: RequestTrace;
  readonly book: AddressBook;
  readonly open: boolean;
  readonly onToggle: () => void;
}

function Trace({ trace, book, open, onToggle }: TraceProps) {
  const start = useCluster(({ clock }) => clock.start);
  const target = destination(trace, book);
  return (
    <>
      <button type="button" className="request" aria-expanded={open} onClick={onToggle}>
        <span className={trace.ok ? "request-ok" : "request-failed"}>
          {trace.ok ? "✓" : "✕"} {trace.outcome}
        </span>
        <span className="note">{clockFace(trace.at - start)}</span>
        <span className="request-line">
          {trace.method} {trace.path} <span className="note">to</span> {target === undefined ? trace.to : `${shortKindOf(target.resource)}/${splitKey(target.key).name}`}
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
