import { useCluster } from "../../cluster/use-cluster.tsx";

/** What became of each document, in kubectl's words. */
export function ApplyResults() {
  const applied = useCluster((state) => state.applied);
  if (applied === undefined || applied.every(({ outcome, warnings }) => outcome !== "error" && warnings.length === 0)) return null;
  return (
    <ul className="apply-results" aria-label="Result of the last apply">
      {applied.map((result) => (
        <li key={result.line} className={`apply-${result.outcome}`}>
          {result.message}
          {result.errorLine !== undefined && <span> (line {result.errorLine})</span>}
          {result.warnings.map((warning) => (
            <div key={warning} className="apply-warning">
              Warning: {warning}
            </div>
          ))}
        </li>
      ))}
    </ul>
  );
}
