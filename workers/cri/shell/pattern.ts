/** Shell patterns (* ? [set], with backslash for literal characters) as regular expressions. */

/** A pattern that matches whole texts. In paths, "*" and "?" do not match a slash. */
export function patternToRegExp(pattern: string, paths = false): RegExp {
  return new RegExp(`^${patternSource(pattern, paths)}$`, "s");
}

/** The source of the regular expression, for matching prefixes, suffixes and parts. */
export function patternSource(pattern: string, paths = false): string {
  let source = "";
  for (let index = 0; index < pattern.length; index++) {
    const character = pattern[index]!;
    if (character === "\\" && index + 1 < pattern.length) source += literal(pattern[++index]!);
    else if (character === "*") source += paths ? "[^/]*" : ".*";
    else if (character === "?") source += paths ? "[^/]" : ".";
    else if (character === "[") {
      const set = bracket(pattern, index);
      if (set === undefined) source += "\\[";
      else {
        source += set.source;
        index = set.end;
      }
    } else source += literal(character);
  }
  return source;
}

/** The text as a pattern that matches only itself. */
export function escapePattern(text: string): string {
  return text.replace(/[\\*?[\]]/g, "\\$&");
}

/** Does the text mean anything but itself? A lone bracket does not. */
export function isPattern(text: string): boolean {
  let bracket = false;
  for (let index = 0; index < text.length; index++) {
    const character = text[index]!;
    if (character === "\\") index++;
    else if (character === "*" || character === "?" || (bracket && character === "]")) return true;
    else if (character === "[") bracket = true;
  }
  return false;
}

/** Undoes escapePattern. */
export function unescapePattern(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(/\\(.)/gs, "$1");
}

const classes: Readonly<Record<string, string>> = { digit: "0-9", alpha: "A-Za-z", alnum: "A-Za-z0-9", upper: "A-Z", lower: "a-z", space: "\\s", punct: "!-\\/:-@\\[-`{-~", xdigit: "0-9A-Fa-f" };

function bracket(pattern: string, start: number): { readonly source: string; readonly end: number } | undefined {
  const end = pattern.indexOf("]", start + 2 + (/[!^]/.test(pattern[start + 1] ?? "") ? 1 : 0));
  const close = pattern.startsWith("[:", start + 1) ? pattern.indexOf("]", end + 1) : end;
  if (close < 0) return undefined;
  const body = pattern.slice(start + 1, close);
  const negated = /^[!^]/.test(body);
  const members = (negated ? body.slice(1) : body).replace(/\[:(\w+):\]|[\\\]^]/g, (text, name: string | undefined) => (name === undefined ? `\\${text}` : (classes[name] ?? "")));
  return { source: `[${negated ? "^" : ""}${members}]`, end: close };
}

function literal(character: string): string {
  return character.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}
