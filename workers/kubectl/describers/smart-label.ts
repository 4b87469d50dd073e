const acronyms: ReadonlySet<string> = new Set(["API", "URL", "UID", "GUID"]);

/** A field's name as words: `holderIdentity` becomes `Holder Identity`. Names with other signs than letters stay as they are. */
export function smartLabel(field: string): string {
  if (/[^\p{L}-]/u.test(field)) return field;
  return joinAcronyms(splitCamelCase(field)).map(capitalize).join(" ");
}

/** Runs of capitals stay together, but the last one begins the next word: `podIPs` is `pod`, `IPs`; `APIGroup` is `API`, `Group`. */
function splitCamelCase(field: string): readonly string[] {
  const runs = field.match(/\p{Ll}+|\p{Lu}+|[^\p{Ll}\p{Lu}]+/gu) ?? [];
  const words = [...runs];
  for (let index = 0; index < words.length - 1; index++) {
    const [word = "", next = ""] = [words[index], words[index + 1]];
    if (!/^\p{Lu}+$/u.test(word) || !/^\p{Ll}/u.test(next)) continue;
    words[index + 1] = word.slice(-1) + next;
    words[index] = word.slice(0, -1);
  }
  return words.filter((word) => word !== "");
}

/** A run of two capitals or more belongs to the word behind it where that begins with a capital. */
function joinAcronyms(words: readonly string[]): readonly string[] {
  const joined: string[] = [];
  for (let index = 0; index < words.length; index++) {
    const [word = "", next = ""] = [words[index], words[index + 1]];
    const joins = /^[^\p{Ll}]{2,}$/u.test(word) && /^\p{Lu}/u.test(next);
    joined.push(joins ? word + next : word);
    if (joins) index++;
  }
  return joined;
}

function capitalize(word: string): string {
  if (acronyms.has(word.toUpperCase())) return word.toUpperCase();
  return word.toLowerCase() === word ? word.charAt(0).toUpperCase() + word.slice(1) : word;
}
