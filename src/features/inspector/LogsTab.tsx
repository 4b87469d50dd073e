import { useEffect, useRef, useState } from "react";
import type { TerminalCommand } from "../../../workers/protocol/session.ts";
import type { Entry } from "../../cluster/object-table.ts";
import { useSession } from "../../cluster/use-cluster.tsx";
import { Empty } from "../../components/Empty.tsx";
import type { ResourceTypes } from "../../lib/resources.ts";
import { LogBuffer } from "./log-buffer.ts";
import "./logs.css";

/** What a container wrote, followed as it comes. */
export function LogsTab({ entry }: { readonly entry: Entry }) {
  const { spec } = (entry as Entry<ResourceTypes["pods"]>).object;
  const names = [...spec.containers, ...(spec.initContainers ?? []), ...(spec.ephemeralContainers ?? [])].map(({ name }) => name);
  const [container, setContainer] = useState(names[0] ?? "");
  return (
    <div className="logs">
      {names.length > 1 && (
        <label className="logs-pick">
          Container
          <select value={container} onChange={(event) => setContainer(event.target.value)}>
            {names.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
      )}
      {/* A restarted container starts a new log, so it is followed anew. */}
      <LogLines key={`${container}:${entry.pod?.restarts ?? 0}`} pod={entry.key} container={container} />
    </div>
  );
}

function LogLines({ pod, container }: { readonly pod: string; readonly container: string }) {
  const { lines, ended } = useLog(pod, container);
  const box = useRef<HTMLPreElement>(null);
  const following = useRef(true);
  useEffect(() => {
    if (following.current) box.current?.scrollTo({ top: box.current.scrollHeight });
  }, [lines]);
  if (lines.length === 0) return <Empty title={ended ? "No logs" : "Nothing yet"}>{ended ? "This container has written nothing." : "Lines appear here as the container writes them."}</Empty>;
  const onScroll = () => {
    const element = box.current;
    if (element !== null) following.current = element.scrollTop + element.clientHeight >= element.scrollHeight - 8;
  };
  return (
    <pre ref={box} className="logs-lines" tabIndex={0} role="log" aria-label={`Logs of ${container}`} onScroll={onScroll}>
      {lines.join("\n")}
    </pre>
  );
}

/** Follows a log while it is looked at; what has come is shown a few times per second. */
function useLog(pod: string, container: string) {
  const session = useSession();
  const [shown, setShown] = useState<{ readonly lines: readonly string[]; readonly ended: boolean }>({ lines: [], ended: false });
  useEffect(() => {
    const buffer = new LogBuffer();
    let command: TerminalCommand | undefined;
    let [left, ended] = [false, false];
    const sink = {
      write: (text: string) => buffer.write(text),
      exit() {
        ended = true;
      },
    };
    session()
      .logs(pod, container, sink)
      .then((started) => {
        command = started;
        if (left) started.interrupt();
      })
      .catch((error: unknown) => {
        buffer.write(`${error instanceof Error ? error.message : String(error)}\n`);
        ended = true;
      });
    const timer = setInterval(() => {
      if (buffer.takeChange() || ended) setShown((before) => (before.ended && !buffer.changed ? before : { lines: buffer.lines(), ended }));
    }, 150);
    return () => {
      left = true;
      clearInterval(timer);
      command?.interrupt();
    };
  }, [session, pod, container]);
  return shown;
}
