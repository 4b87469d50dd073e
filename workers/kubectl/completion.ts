import type { KubectlEnvironment } from "./environment.ts";

/** What may stand at the end of a line, and where the word begins that it would replace. */
export async function completeKubectl(line: string, _environment: KubectlEnvironment): Promise<{ readonly from: number; readonly candidates: readonly string[] }> {
  return { from: line.length, candidates: [] };
}
