/** Breaks text into lines of a width between words; a word that is too long stays whole. Line breaks in the text stay, and so do spaces at the beginning of a line. */
export function wordWrap(text: string, width: number): string {
  return text.split("\n").map((line) => wrapLine(line, width)).join("\n");
}

function wrapLine(line: string, width: number): string {
  let wrapped = "";
  let length = 0;
  for (const [, spaces = "", word = ""] of line.matchAll(/(\s*)(\S+)/g)) {
    const before = length + spaces.length;
    const wordLength = Array.from(word).length;
    const breaks = before > 1 && before + wordLength > width;
    wrapped += breaks ? `\n${word}` : spaces + word;
    length = breaks ? wordLength : before + wordLength;
  }
  const end = /\s*$/.exec(line)?.[0] ?? "";
  return length + end.length <= width ? wrapped + end : wrapped;
}

/** Moves every line to the right, empty ones too. */
export function indent(text: string, amount: number): string {
  const pad = " ".repeat(amount);
  return pad + text.replaceAll("\n", `\n${pad}`);
}
