import { KubectlError } from "./kubectl-error.ts";

/** Splits a line into words as a shell does: quotes, backslashes, comments. What only a shell can do is refused. */
export function splitWords(line: string): readonly string[] {
  const words: string[] = [];
  let rest = line.trimStart();
  while (rest !== "" && !rest.startsWith("#")) {
    const { word, length } = readWord(rest);
    words.push(word);
    rest = rest.slice(length).trimStart();
  }
  return words;
}

/** Signs that a shell would act upon, longest first. */
const shellSigns = ["&&", "||", ">>", "<<", "$(", "|", ">", "<", ";", "&", "`"];

function readWord(text: string): { readonly word: string; readonly length: number } {
  let word = "";
  let index = 0;
  while (index < text.length) {
    const sign = text[index] as string;
    if (/\s/.test(sign)) break;
    const { value, length } = readPiece(text.slice(index), sign);
    word += value;
    index += length;
  }
  return { word, length: index };
}

function readPiece(text: string, sign: string): { readonly value: string; readonly length: number } {
  if (sign === "'" || sign === '"') return readQuoted(text, sign);
  if (sign === "\\") return text[1] === "\n" ? { value: "", length: 2 } : { value: text[1] ?? "\\", length: 2 };
  const shell = shellSigns.find((each) => text.startsWith(each));
  if (shell !== undefined) throw new KubectlError(`${what(shell)} not supported in this terminal: it runs kubectl only, without a shell around it`);
  return { value: sign, length: 1 };
}

function what(sign: string): string {
  if (sign === "|") return "pipes (|) are";
  return `"${sign}" is`;
}

function readQuoted(text: string, quote: string): { readonly value: string; readonly length: number } {
  let value = "";
  for (let index = 1; index < text.length; index++) {
    const sign = text[index] as string;
    if (sign === quote) return { value, length: index + 1 };
    const next = text[index + 1];
    if (sign === "\\" && quote === '"' && next !== undefined && '"\\$`\n'.includes(next)) {
      value += next === "\n" ? "" : next;
      index++;
    } else value += sign;
  }
  throw new KubectlError(`unexpected end of line while looking for matching ${quote}`);
}
