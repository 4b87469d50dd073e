import type { Command } from "./command.ts";
import { globalFlags } from "./global-flags.ts";

/** What a line of words calls. */
export type Call =
  | { readonly type: "command"; readonly command: Command; readonly words: readonly string[] }
  /** `kubectl rollout`: verbs below it exist, but none was named. */
  | { readonly type: "group"; readonly name: string; readonly unknown: string | undefined }
  | { readonly type: "nothing"; readonly words: readonly string[] }
  | { readonly type: "unknown"; readonly word: string };

/** Finds the command that words name; flags may stand before it. */
export function findCommand(words: readonly string[], commands: readonly Command[]): Call {
  const first = nextWord(words, 0);
  if (first === undefined) return { type: "nothing", words };
  const verb = words[first] as string;
  const plain = commands.find(({ name, aliases = [] }) => name === verb || aliases.includes(verb));
  const inGroup = commands.filter(({ name }) => name.startsWith(`${verb} `));
  if (inGroup.length > 0) {
    const second = nextWord(words, first + 1);
    const sub = second === undefined ? undefined : (words[second] as string);
    const found = inGroup.find(({ name, aliases = [] }) => name === `${verb} ${sub}` || aliases.includes(`${verb} ${sub}`));
    if (found !== undefined) return { type: "command", command: found, words: words.filter((_, index) => index !== first && index !== second) };
    if (plain === undefined) return { type: "group", name: verb, unknown: sub };
  }
  if (plain === undefined) return { type: "unknown", word: verb };
  return { type: "command", command: plain, words: words.filter((_, index) => index !== first) };
}

/** Where the next word stands that is neither a flag nor the value of one that every command has. */
function nextWord(words: readonly string[], from: number): number | undefined {
  for (let index = from; index < words.length; index++) {
    const word = words[index] as string;
    if (word === "--") return undefined;
    if (!word.startsWith("-") || word === "-") return index;
    if (takesNext(word)) index++;
  }
  return undefined;
}

function takesNext(word: string): boolean {
  if (word.includes("=")) return false;
  const flag = globalFlags.find(({ name, short }) => word === `--${name}` || word === `-${short}`);
  return flag !== undefined && flag.type !== "boolean" && flag.alone === undefined;
}
