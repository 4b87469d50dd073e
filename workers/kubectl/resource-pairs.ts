import { KubectlError } from "./kubectl-error.ts";

/** Words taken apart into what they are about and what is to become of it. */
export interface ResourcePairs {
  readonly resources: readonly string[];
  readonly pairs: readonly string[];
}

/** `deployment web nginx=nginx:1.2 old-`: resources come first, then `key=value` and `key-`. */
export function splitPairs(words: readonly string[], what: string): ResourcePairs {
  const isPair = (word: string) => word.indexOf("=") > 0 || (word.endsWith("-") && word !== "-");
  const first = words.findIndex(isPair);
  if (first < 0) return { resources: words, pairs: [] };
  const pairs = words.slice(first);
  const stray = pairs.find((word) => !isPair(word));
  if (stray !== undefined) throw new KubectlError(`all resources must be specified before ${what} changes: ${stray}`);
  return { resources: words.slice(0, first), pairs };
}

/** What is to be set, and what is to be removed. */
export interface KeyChanges {
  readonly set: Readonly<Record<string, string>>;
  readonly remove: readonly string[];
}

/** Reads `key=value` and, where removal is possible, `key-`. */
export function readPairs(pairs: readonly string[], what: string, removal: boolean): KeyChanges {
  const set: Record<string, string> = {};
  const remove: string[] = [];
  const invalid: string[] = [];
  for (const pair of pairs) {
    const equals = pair.indexOf("=");
    if (equals > 0) set[pair.slice(0, equals)] = pair.slice(equals + 1);
    else if (removal && pair.endsWith("-") && pair !== "-") remove.push(pair.slice(0, -1));
    else invalid.push(pair);
  }
  if (invalid.length > 0) throw new KubectlError(`invalid ${what} format: ${invalid.join(", ")}`);
  return { set, remove };
}

/** Commands that change objects need to know which. */
export function requireObjects(resources: readonly string[]): void {
  if (resources.length === 0) throw new KubectlError("one or more resources must be specified as <resource> <name> or <resource>/<name>");
}
