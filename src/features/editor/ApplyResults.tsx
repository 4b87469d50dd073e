import { Check, Minus, TriangleAlert, X } from "lucide-react";
import { useState } from "react";
import type { ApplyResult } from "../../../workers/protocol/session.ts";
import { useCluster } from "../../cluster/use-cluster.tsx";
import { IconButton } from "../../components/Button.tsx";

/** What became of each document of the last apply, in kubectl's words, until it is closed. */
export function ApplyResults() {
  const applied = useCluster((state) => state.applied);
  const [closed, setClosed] = useState<typeof applied>();
  if (applied === undefined || applied === closed || applied.length === 0) return null;
  return (
    <div className="apply-results">
      <ul className="apply-lines" aria-label="Result of the last apply" tabIndex={0}>
        {applied.map((result, index) => (
          // Two documents may begin at the same line only if one could not be read.
          <Line key={`${index}:${result.line}`} result={result} />
        ))}
      </ul>
      <IconButton label="Close the results" small onClick={() => setClosed(applied)}>
        <X size={14} aria-hidden />
      </IconButton>
    </div>
  );
}

const glyphs = { created: Check, configured: Check, unchanged: Minus, error: TriangleAlert } as const;

function Line({ result: { outcome, message, errorLine, warnings } }: { readonly result: ApplyResult }) {
  const Glyph = glyphs[outcome];
  return (
    <li className={`apply-line apply-${outcome}`}>
      <Glyph size={13} aria-hidden />
      <span>
        {message}
        {errorLine !== undefined && ` (line ${errorLine})`}
        {warnings.map((warning) => (
          <span key={warning} className="apply-warning">
            <br />
            Warning: {warning}
          </span>
        ))}
      </span>
    </li>
  );
}
