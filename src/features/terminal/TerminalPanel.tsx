import { useEffect, useRef } from "react";
import type { ClusterState } from "../../cluster/cluster-store.ts";
import { useCluster, useClusterStore } from "../../cluster/use-cluster.tsx";
import { NextWords } from "./NextWords.tsx";
import { terminalOf } from "./open-terminal.ts";
import "./terminal.css";

/** The request that was run last: it must not run again when the panel is shown again. */
let handled: ClusterState["terminalRequest"];

/** kubectl, in a terminal. */
export function TerminalPanel() {
  const store = useClusterStore();
  const request = useCluster((state) => state.terminalRequest);
  const place = useRef<HTMLDivElement>(null);
  const terminal = terminalOf(store);

  useEffect(() => terminal.show(place.current!), [terminal]);

  useEffect(() => {
    if (request === undefined || handled === request) return;
    handled = request;
    terminal.shell.run(request.line);
    terminal.focus();
  }, [request, terminal]);

  return (
    <div className="terminal">
      <div ref={place} className="terminal-place" role="group" aria-label="Terminal" />
      <NextWords terminal={terminal} />
    </div>
  );
}
