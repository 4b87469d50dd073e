const short: ReadonlyMap<string, string> = new Map([
  ["\u0007", "\\a"], ["\b", "\\b"], ["\f", "\\f"], ["\n", "\\n"], ["\r", "\\r"], ["\t", "\\t"], ["\v", "\\v"], ["\\", "\\\\"], ['"', '\\"'],
]);
const plain = /^[ !#-[\]-~]*$/;
const needsEscape = /["\\]|[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/u;

/** Quotes text the way Kubernetes quotes values in messages (Go's `%q`). */
export function goQuote(text: string): string {
  if (plain.test(text)) return `"${text}"`;
  let quoted = "";
  for (const character of text) quoted += needsEscape.test(character) ? escape(character) : character;
  return `"${quoted}"`;
}

function escape(character: string): string {
  const known = short.get(character);
  if (known !== undefined) return known;
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20 || code === 0x7f) return `\\x${hex(code, 2)}`;
  return code > 0xffff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`;
}

const hex = (code: number, digits: number) => code.toString(16).padStart(digits, "0");
