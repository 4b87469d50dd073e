import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import type { TerminalCommand } from "../../../workers/protocol/session.ts";
import { useCluster, useClusterStore } from "../../cluster/use-cluster.tsx";
import "./terminal.css";

/** A line at a time for kubectl, with its output above. */
export function TerminalPanel() {
  const store = useClusterStore();
  const request = useCluster((state) => state.terminalRequest);
  const [output, setOutput] = useState("");
  const [line, setLine] = useState("");
  const [running, setRunning] = useState<TerminalCommand>();
  const end = useRef<HTMLDivElement>(null);
  const handled = useRef<typeof request>(undefined);

  const run = async (text: string) => {
    setOutput((before) => `${before}$ ${text}\n`);
    const sink = { write: (part: string) => setOutput((before) => before + part), exit: () => setRunning(undefined) };
    try {
      setRunning(await store.getState().kubectl(text, { "manifest.yaml": store.getState().manifest }, sink));
    } catch (error) {
      setOutput((before) => `${before}${error instanceof Error ? error.message : String(error)}\n`);
    }
  };
  useEffect(() => {
    if (request === undefined || handled.current === request) return;
    handled.current = request;
    void run(request.line);
  });
  useEffect(() => {
    end.current?.scrollIntoView({ block: "nearest" });
  }, [output]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "c" && event.ctrlKey) running?.interrupt();
    if (event.key !== "Enter" || line.trim() === "") return;
    setLine("");
    void run(line.trim());
  };
  return (
    <div className="terminal">
      <pre className="terminal-output" tabIndex={0} role="log" aria-label="Terminal output">
        {output}
        <div ref={end} />
      </pre>
      <label className="terminal-line">
        <span aria-hidden="true">$</span>
        <input aria-label="kubectl command" placeholder="kubectl get pods" value={line} spellCheck={false} autoComplete="off" onChange={(event) => setLine(event.target.value)} onKeyDown={onKeyDown} />
      </label>
    </div>
  );
}
