import { useEffect, useRef, useState } from "react";
import type { ApplyResult } from "../../../workers/protocol/session.ts";
import { useCluster, useSession } from "../../cluster/use-cluster.tsx";

/** Real milliseconds of rest after the last key before the cluster is asked. */
const rest = 600;

/** A larger manifest is checked when it is applied, not at every pause. */
export const largestDryRun = 200_000;

/** What the API server said to a text of a file. */
export interface Findings {
  readonly file: string;
  readonly results: readonly ApplyResult[];
}

const none: Findings = { file: "", results: [] };

/**
 * What the API server says to the manifest: to the last apply, and, asked while the person pauses, what it would
 * say. There is never more than one question on its way.
 */
export function useFindings(manifest: string, active: boolean): Findings {
  const session = useSession();
  const live = useCluster(({ phase }) => phase === "live");
  const applied = useCluster((state) => state.applied);
  const file = useCluster((state) => state.openFile);
  const [findings, setFindings] = useState(none);
  const asking = useRef<Promise<void>>(Promise.resolve());
  const [shown, setShown] = useState(applied);
  if (applied !== shown) {
    setShown(applied);
    if (applied !== undefined) setFindings({ file, results: applied });
  }

  useEffect(() => {
    if (!active || !live) return;
    const askable = manifest.trim() !== "" && manifest.length <= largestDryRun;
    let current = true;
    const tell = (results: readonly ApplyResult[]) => {
      if (current) setFindings({ file, results });
    };
    const ask = async () => {
      await asking.current;
      if (!current) return;
      // A session that has gone meanwhile answers nothing.
      asking.current = Promise.resolve()
        .then(() => (askable ? session().dryRun(manifest) : []))
        .then(tell, () => tell([]));
    };
    const timer = setTimeout(() => void ask(), rest);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [manifest, file, active, live, session]);
  return findings;
}
