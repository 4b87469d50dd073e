import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef, useState } from "react";
import { eventLines, type EventLine } from "../../cluster/events.ts";
import { tableOf } from "../../cluster/object-table.ts";
import { useCluster, useClusterStore } from "../../cluster/use-cluster.tsx";
import { Empty } from "../../components/Empty.tsx";
import { TargetLink } from "../../components/TargetLink.tsx";
import { age } from "../../lib/duration.ts";
import type { Target } from "../../lib/object-key.ts";
import { shownEvents, type EventFilter } from "./event-filter.ts";
import "./events.css";

const rowHeight = 28;

/** All Events of the cluster, newest first, as `kubectl get events` lists them. */
export function EventsPanel() {
  const table = useCluster(({ objects }) => tableOf(objects, "events"));
  const store = useClusterStore();
  const [filter, setFilter] = useState<EventFilter>({ words: "", warningsOnly: false });
  const all = eventLines(table);
  const shown = useMemo(() => shownEvents(all, filter), [all, filter]);
  return (
    <div className="events">
      <div className="events-bar">
        <input className="field" type="search" placeholder="Filter" aria-label="Filter Events" value={filter.words} onChange={(event) => setFilter({ ...filter, words: event.target.value })} />
        <label className="check">
          <input type="checkbox" checked={filter.warningsOnly} onChange={(event) => setFilter({ ...filter, warningsOnly: event.target.checked })} />
          Warnings only
        </label>
        <span className="note events-count">
          {shown.length === all.length ? all.length : `${shown.length} of ${all.length}`} {all.length === 1 ? "Event" : "Events"}
        </span>
      </div>
      {shown.length === 0 ? <Empty title={all.length === 0 ? "No Events yet" : "No Event matches"} /> : <Rows lines={shown} onOpen={(target) => store.getState().select(target)} />}
    </div>
  );
}

/** Only the rows in view exist, however many there are. */
function Rows({ lines, onOpen }: { readonly lines: readonly EventLine[]; readonly onOpen: (target: Target) => void }) {
  const scroller = useRef<HTMLDivElement>(null);
  const now = useCluster(({ clock }) => Math.trunc(clock.now / 1000) * 1000);
  const rows = useVirtualizer({ count: lines.length, getScrollElement: () => scroller.current, estimateSize: () => rowHeight, overscan: 8, getItemKey: (index) => lines[index]?.key ?? index });
  return (
    <div ref={scroller} className="events-rows" tabIndex={0} role="table" aria-label="Events" aria-rowcount={lines.length}>
      <div role="rowgroup" style={{ height: rows.getTotalSize(), position: "relative" }}>
        {rows.getVirtualItems().map(({ index, start, key }) => {
          const line = lines[index];
          return line === undefined ? null : (
            <div key={key} role="row" aria-rowindex={index + 1} className={`event ${line.warning ? "event-warning" : ""}`} style={{ transform: `translateY(${start}px)`, height: rowHeight }}>
              <span role="cell" className="event-age">
                {age(now - line.at)}
              </span>
              <span role="cell" className="event-type">
                {line.warning ? "Warning" : "Normal"}
              </span>
              <span role="cell" className="event-reason">
                {line.reason}
              </span>
              <span role="cell" className="event-about">
                {line.about === undefined ? `${line.kind.toLowerCase()}/${line.name}` : <TargetLink target={line.about} onOpen={onOpen} />}
              </span>
              <span role="cell" className="event-message" title={line.message}>
                {line.message}
                {line.count > 1 && <span className="note"> ×{line.count}</span>}
              </span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
