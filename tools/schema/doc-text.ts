/** The text of the JSDoc comment that precedes a declaration, with the printer's escapes and tags taken back; empty when there is none. */
export function docText(source: string, start: number): string {
  const comment = /^\s*\/\*\*([\s\S]*?)\*\//.exec(source.slice(start))?.[1];
  if (comment === undefined) return "";
  const lines = comment.split("\n").map((line) => line.replace(/^\s*\* ?/, ""));
  return lines.join("\n").replace(/\\([*/@])/g, "$1").replace(/\n@deprecated\s*$/, "").trim();
}
