import type { Command } from "./command.ts";
import { globalFlags } from "./global-flags.ts";

/** What a line of words calls. */
export type Call =
  | { readonly type: "command"; readonly command: Command; readonly words: readonly string[] }
  /** `kubectl rollout`: verbs below it exist, but none was named. */
  | { readonly type: "group"; readonly name: string; readonly unknown: string | undefined }
  | { readonly type: "nothing"; readonly words: readonly string[] }
  | { readonly type: "unknown"; readonly word: string };

/** No command has more words than `create service clusterip`. */
const longestName = 3;

/** Finds the command that words name; flags may stand before it and between its words. */
export function findCommand(words: readonly string[], commands: readonly Command[]): Call {
  const places = placesOfWords(words).slice(0, longestName);
  const [first] = places;
  if (first === undefined) return { type: "nothing", words };
  for (let length = places.length; length > 0; length--) {
    const own = places.slice(0, length);
    const name = own.map((place) => words[place]).join(" ");
    const command = commands.find((each) => each.name === name || each.aliases?.includes(name));
    if (command !== undefined) return { type: "command", command, words: words.filter((_, index) => !own.includes(index)) };
    const next = places[length];
    if (isGroup(name, commands)) return { type: "group", name, unknown: next === undefined ? undefined : words[next] };
  }
  return { type: "unknown", word: words[first] as string };
}

const isGroup = (name: string, commands: readonly Command[]) => commands.some((command) => command.name.startsWith(`${name} `));

/** Where the words stand that are neither flags nor the values of those that every command has. */
function placesOfWords(words: readonly string[]): readonly number[] {
  const places: number[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index] as string;
    if (word === "--") break;
    if (!word.startsWith("-") || word === "-") places.push(index);
    else if (takesNext(word)) index++;
  }
  return places;
}

function takesNext(word: string): boolean {
  if (word.includes("=")) return false;
  const flag = globalFlags.find(({ name, short }) => word === `--${name}` || word === `-${short}`);
  return flag !== undefined && flag.type !== "boolean" && flag.alone === undefined;
}
