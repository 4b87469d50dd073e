const simple: Readonly<Record<string, string>> = { a: "\u0007", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v", "\\": "\\" };
const escapes = /\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{3}|[^]?)/g;

/** The text inside single or double quotes, with Go's escape sequences resolved; undefined where Go finds a mistake. */
export function unquote(quoted: string): string | undefined {
  const quote = quoted.charAt(0);
  if (quoted.length < 2 || (quote !== '"' && quote !== "'") || !quoted.endsWith(quote)) return undefined;
  const inner = quoted.slice(1, -1);
  if (inner.replace(escapes, "").includes(quote)) return undefined;
  let valid = true;
  const text = inner.replace(escapes, (sequence) => {
    const character = resolveEscape(sequence, quote);
    valid &&= character !== undefined;
    return character ?? "";
  });
  return valid ? text : undefined;
}

function resolveEscape(sequence: string, quote: string): string | undefined {
  const body = sequence.slice(1);
  if (body === quote) return quote;
  if (Object.hasOwn(simple, body)) return simple[body];
  const code = /^[xuU]./.test(body) ? Number.parseInt(body.slice(1), 16) : body.length === 3 ? Number.parseInt(body, 8) : Number.NaN;
  return code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}
