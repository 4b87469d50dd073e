/**
 * Replaces `$(NAME)` by what `lookup` knows. `$$` stands for one dollar sign and so keeps a reference from being
 * read; a reference to an unknown name stays as it is.
 */
export function expand(text: string, lookup: (name: string) => string | undefined): string {
  if (!text.includes("$")) return text;
  let result = "";
  for (let index = 0; index < text.length; index++) {
    const character = text[index] as string;
    if (character !== "$" || index + 1 === text.length) {
      result += character;
      continue;
    }
    const { value, length } = readAfterDollar(text, index + 1, lookup);
    result += value;
    index += length;
  }
  return result;
}

function readAfterDollar(text: string, at: number, lookup: (name: string) => string | undefined): { readonly value: string; readonly length: number } {
  const next = text[at] as string;
  if (next === "$") return { value: "$", length: 1 };
  if (next !== "(") return { value: `$${next}`, length: 1 };
  const close = text.indexOf(")", at);
  if (close < 0) return { value: "$(", length: 1 };
  const name = text.slice(at + 1, close);
  return { value: lookup(name) ?? `$(${name})`, length: close - at + 1 };
}
