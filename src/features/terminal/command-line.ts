/** One command of a line: what is run, through what its output goes, and where it ends up. */
export interface Stage {
  readonly command: string;
  /** After pipes: "grep web". */
  readonly filters: readonly string[];
  /** "> file": the output becomes a file of the editor. */
  readonly file: string | undefined;
  readonly append: boolean;
  /** Runs whatever became of the one before (";"), or only if that went well ("&&"). */
  readonly needsSuccess: boolean;
}

/** Why a line is not understood. */
export class LineError extends Error {}

/** Splits a line at ;, &&, | and >, but not in quotes. */
export function stagesOf(line: string): readonly Stage[] {
  const stages: Stage[] = [];
  let stage = begin(false);
  for (const { separator, text } of partsOf(line)) {
    if (separator === "|") stage = { ...stage, filters: [...stage.filters, text] };
    else if (separator === ">" || separator === ">>") stage = { ...stage, file: text, append: separator === ">>" };
    else {
      if (stage.command !== "") stages.push(stage);
      stage = { ...begin(separator === "&&"), command: text };
    }
    if (text === "" && separator !== ";" && separator !== "") throw new LineError(`syntax error: nothing after \`${separator}'`);
  }
  return stage.command === "" ? stages : [...stages, stage];
}

const begin = (needsSuccess: boolean): Stage => ({ command: "", filters: [], file: undefined, append: false, needsSuccess });

type Separator = "" | ";" | "&&" | "|" | ">" | ">>";

interface Part {
  readonly separator: Separator;
  readonly text: string;
}

const token = /"(?:\\.|[^"\\])*"?|'[^']*'?|\\.|&&|>>|(?<!\S)2>&1(?!\S)|\|\||[;|>]|[^"'\\;|>&\s]+|\s+|[&\\]/g;

function partsOf(line: string): readonly Part[] {
  const parts: { separator: Separator; text: string }[] = [{ separator: "", text: "" }];
  for (const [text] of line.matchAll(token)) {
    if (text === "||") throw new LineError("`||' is not known here; && and ; are");
    if (text.startsWith("#") && /(^|\s)$/.test(parts.at(-1)?.text ?? "")) break;
    if (text === "2>&1") continue;
    if (isSeparator(text)) parts.push({ separator: text, text: "" });
    else parts.at(-1)!.text += text;
  }
  return parts.map(({ separator, text }) => ({ separator, text: text.trim() }));
}

const isSeparator = (text: string): text is Separator => text === ";" || text === "&&" || text === "|" || text === ">" || text === ">>";

/** The words of a command, without their quotes. */
export function wordsOf(command: string): readonly string[] {
  const words = command.matchAll(/(?:"((?:\\.|[^"\\])*)"?|'([^']*)'?|\\(.)|([^\s"'\\]+))+/g);
  return [...words].map(([whole]) => whole.replace(/"((?:\\.|[^"\\])*)"?|'([^']*)'?|\\(.)/g, (_, double?: string, single?: string, escaped?: string) => double?.replace(/\\(["\\$`])/g, "$1") ?? single ?? escaped ?? ""));
}

/** `<<EOF`: the word that ends the text that follows; undefined where none follows. */
export const heredocOf = (line: string): string | undefined => /<<-?\s*["']?(\w+)["']?/.exec(line)?.[1];

/** The file that stands for a here-document, as on Linux. */
export const standardInput = "/dev/stdin";

/** `cat <<EOF | kubectl apply -f -` and `kubectl apply -f - <<EOF` as a command that reads a file. */
export function withoutHeredoc(line: string): string {
  const bare = line.replace(/<<-?\s*["']?\w+["']?/, "");
  return bare.replace(/^\s*cat\s*\|/, "").trim().replace(/(-f\s*|--filename[= ])-(?=\s|$)/g, `$1${standardInput}`);
}
