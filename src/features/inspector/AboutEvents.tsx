import { useMemo } from "react";
import { eventsAbout } from "../../cluster/events.ts";
import { tableOf } from "../../cluster/object-table.ts";
import { useCluster } from "../../cluster/use-cluster.tsx";
import { Empty } from "../../components/Empty.tsx";
import { age } from "../../lib/duration.ts";
import type { Target } from "../../lib/object-key.ts";
import "./about-events.css";

/** The Events about one object, newest first. */
export function AboutEvents({ target }: { readonly target: Target }) {
  const events = useCluster(({ objects }) => tableOf(objects, "events"));
  const lines = useMemo(() => eventsAbout(events, target), [events, target]);
  const now = useCluster(({ clock }) => Math.trunc(clock.now / 1000) * 1000);
  if (lines.length === 0) return <Empty title="No Events">Nobody has reported anything about this object.</Empty>;
  return (
    <ol className="about-events">
      {lines.map((line) => (
        <li key={line.key} className={line.warning ? "warning" : ""}>
          <div className="about-head">
            {line.warning && <span className="warning-mark">Warning</span>}
            <strong>{line.reason}</strong>
            <span className="note">
              {age(now - line.at)} ago{line.count > 1 ? `, ${line.count} times` : ""}
            </span>
          </div>
          <p>{line.message}</p>
          <p className="note">{line.from}</p>
        </li>
      ))}
    </ol>
  );
}
