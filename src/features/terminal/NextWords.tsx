import { CornerDownLeft, Delete } from "lucide-react";
import { useEffect, useState } from "react";
import type { Completion } from "../../../workers/protocol/session.ts";
import { IconButton } from "../../components/Button.tsx";
import type { OpenTerminal } from "./open-terminal.ts";

/** Commands to begin with, where there is nothing to type on. */
const beginnings = ["kubectl get", "kubectl describe", "kubectl logs", "kubectl apply -f", "kubectl scale", "kubectl delete", "kubectl rollout", "help"];

const most = 24;

/** Commands composed by tapping: what could come next, word by word. Only where fingers are, or little room. */
export function NextWords({ terminal }: { readonly terminal: OpenTerminal }) {
  const { line, from, candidates } = useNextWords(terminal);
  const { shell } = terminal;
  const add = (word: string) => shell.compose(`${line.slice(0, from)}${word} `);
  return (
    <div className="next-words" role="group" aria-label="Next word of the command">
      <div className="next-words-row">
        {candidates.slice(0, most).map((word) => (
          <button key={word} type="button" className="next-word" onClick={() => add(word)}>
            {word}
          </button>
        ))}
      </div>
      <IconButton label="Take away the last word" disabled={line === ""} onClick={() => shell.compose(line.replace(/\S+\s*$/, ""))}>
        <Delete size={16} aria-hidden />
      </IconButton>
      <IconButton label="Run the command" look="primary" disabled={line.trim() === ""} onClick={() => shell.keys("\r")}>
        <CornerDownLeft size={16} aria-hidden />
      </IconButton>
    </div>
  );
}

const nothing: Completion = { from: 0, candidates: [] };

function useNextWords(terminal: OpenTerminal): Completion & { readonly line: string } {
  const [line, setLine] = useState(terminal.shell.line);
  const [next, setNext] = useState(nothing);
  useEffect(() => terminal.follow(() => setLine(terminal.shell.line)), [terminal]);
  useEffect(() => {
    let current = true;
    const timer = setTimeout(() => {
      terminal.shell.next().then(
        (words) => current && setNext(words),
        () => current && setNext(nothing),
      );
    }, 120);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [line, terminal]);
  return { line, ...(line.trim() === "" ? { from: 0, candidates: beginnings } : next) };
}
