import { useEffect, useState } from "react";
import type { ApplyResult } from "../../../workers/protocol/session.ts";
import { useCluster, useSession } from "../../cluster/use-cluster.tsx";

/** Real milliseconds of rest after the last key before the cluster is asked. */
const rest = 600;

const nothing: readonly ApplyResult[] = [];

/** What the API server would say to the manifest, asked while the person pauses; one question at a time. */
export function useDryRun(manifest: string, active: boolean): readonly ApplyResult[] {
  const session = useSession();
  const phase = useCluster((state) => state.phase);
  const [results, setResults] = useState(nothing);
  useEffect(() => {
    if (!active || phase !== "live" || manifest.trim() === "") return setResults(nothing);
    let current = true;
    const timer = setTimeout(() => {
      session()
        .dryRun(manifest)
        .then(
          (found) => current && setResults(found),
          () => current && setResults(nothing),
        );
    }, rest);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [manifest, active, phase, session]);
  return results;
}
