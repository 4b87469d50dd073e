/**
 * How well a line of the palette fits what was typed, 0 (not at all) to 1. All words must occur; a line that begins with
 * them comes before one that only contains them, and its own text before its kubectl command.
 */
export function matchScore(value: string, search: string, keywords: readonly string[] = []): number {
  const words = search.toLowerCase().split(/\s+/).filter((word) => word !== "");
  if (words.length === 0) return 1;
  const text = value.toLowerCase();
  const all = `${text} ${keywords.join(" ").toLowerCase()}`;
  if (!words.every((word) => all.includes(word))) return 0;
  if (words.every((word) => startsWord(text, word))) return text.startsWith(words[0] ?? "") ? 1 : 0.9;
  return words.every((word) => text.includes(word)) ? 0.7 : 0.4;
}

function startsWord(text: string, word: string): boolean {
  const at = text.indexOf(word);
  return at === 0 || (at > 0 && /[^a-z0-9]/.test(text[at - 1] ?? "")) || text.split(/[^a-z0-9]+/).some((part) => part.startsWith(word));
}
