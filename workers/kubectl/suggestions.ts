/** Words within two letters of what was typed, or that begin with it. */
export function suggestionsFor(typed: string, words: readonly string[]): readonly string[] {
  const lower = typed.toLowerCase();
  return words.filter((word) => editDistance(lower, word.toLowerCase()) <= 2 || word.toLowerCase().startsWith(lower));
}

/** The Levenshtein distance. */
export function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
