import { CornerDownLeft, Delete } from "lucide-react";
import { useEffect, useState } from "react";
import { IconButton } from "../../components/Button.tsx";
import type { OpenTerminal } from "./open-terminal.ts";

/** Commands to begin with, where there is nothing to type on. */
const beginnings = ["kubectl get", "kubectl describe", "kubectl logs", "kubectl apply -f", "kubectl scale", "kubectl delete", "kubectl rollout", "help"];

const most = 24;

/** Commands composed by tapping: what could come next, word by word. Only where fingers are, or little room. */
export function NextWords({ terminal }: { readonly terminal: OpenTerminal }) {
  const { line, words } = useNextWords(terminal);
  const { shell } = terminal;
  const add = (word: string) => shell.compose(`${line === "" || line.endsWith(" ") ? line : `${line} `}${word} `);
  return (
    <div className="next-words" role="group" aria-label="Next word of the command">
      <div className="next-words-row">
        {words.slice(0, most).map((word) => (
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

function useNextWords(terminal: OpenTerminal): { readonly line: string; readonly words: readonly string[] } {
  const [line, setLine] = useState(terminal.shell.line);
  const [words, setWords] = useState<readonly string[]>([]);
  useEffect(() => terminal.follow(() => setLine(terminal.shell.line)), [terminal]);
  useEffect(() => {
    let current = true;
    const timer = setTimeout(() => {
      terminal.shell.next().then(
        (next) => current && setWords(next),
        () => current && setWords([]),
      );
    }, 120);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [line, terminal]);
  return { line, words: line.trim() === "" ? beginnings : words };
}
