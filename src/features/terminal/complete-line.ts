import type { Completion } from "../../../workers/protocol/session.ts";

/** Who knows what could come next. */
export interface CompletionSources {
  /** kubectl's own completion, by the cluster. */
  readonly kubectl: (line: string) => Promise<Completion>;
  readonly files: () => readonly string[];
  /** Commands that the terminal knows itself. */
  readonly names: readonly string[];
}

/** What could stand at the end of a line. Files are ours to know, all else of kubectl is the cluster's. */
export async function completionsOf(line: string, { kubectl, files, names }: CompletionSources): Promise<Completion> {
  const from = wordStart(line);
  const word = line.slice(from);
  const before = line.slice(0, from).trim();
  const starting = (candidates: readonly string[]) => ({ from, candidates: candidates.filter((name) => name.startsWith(word)) });
  if (before === "") return starting(names);
  if (/(^|\s)(-f|--filename|-k)$/.test(before) || /^cat(\s|$)/.test(before)) return starting(files());
  const inFlag = /^(--filename=|-f=?)/.exec(word)?.[0];
  if (inFlag !== undefined) return { from: from + inFlag.length, candidates: files().filter((name) => name.startsWith(word.slice(inFlag.length))) };
  const full = unabbreviated(line);
  if (!full.startsWith("kubectl ")) return { from, candidates: [] };
  const { from: fullFrom, candidates } = await kubectl(full);
  return { from: Math.max(0, fullFrom - (full.length - line.length)), candidates };
}

const wordStart = (line: string) => line.length - (/\S*$/.exec(line)?.[0].length ?? 0);

/** "k get po" is what many people's shells take for kubectl. */
export const unabbreviated = (command: string) => command.replace(/^\s*k(?=\s|$)/, "kubectl").trimStart();

/** What Tab writes: all that the candidates share, with a blank behind the only one. */
export function sharedEnding(word: string, candidates: readonly string[]): string {
  const [first = "", ...others] = candidates;
  if (others.length === 0) return first === "" ? "" : `${first.slice(word.length)}${/[=/:]$/.test(first) ? "" : " "}`;
  let length = first.length;
  for (const other of others) while (!other.startsWith(first.slice(0, length))) length -= 1;
  return first.slice(word.length, Math.max(length, word.length));
}

/** Candidates in columns, as a shell lists them. */
export function columns(candidates: readonly string[], width: number): string {
  const cell = Math.max(...candidates.map(({ length }) => length)) + 2;
  const perRow = Math.max(1, Math.floor(width / cell));
  const rows = Math.ceil(candidates.length / perRow);
  const row = (index: number) => Array.from({ length: perRow }, (_, column) => candidates[column * rows + index] ?? "");
  return Array.from({ length: rows }, (_, index) => row(index).map((name) => name.padEnd(cell)).join("").trimEnd()).join("\n");
}
