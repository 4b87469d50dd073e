/** The printf command: the format is used again while arguments are left. */
export function formatPrintf(format: string, args: readonly string[]): string {
  let rest = [...args];
  let text = "";
  do {
    const before = rest.length;
    const once = formatOnce(format, rest);
    text += once.text;
    rest = once.rest;
    if (rest.length === before) break;
  } while (rest.length > 0);
  return text;
}

function formatOnce(format: string, args: readonly string[]): { readonly text: string; readonly rest: string[] } {
  const rest = [...args];
  const text = backslashEscapes(format).replace(/%[-+ 0#]*(?:\*|\d+)?(?:\.\d+)?[a-zA-Z%]/g, (whole) => {
    const [, flags = "", width, precision, letter = ""] = /^%([-+ 0#]*)(\*|\d+)?(?:\.(\d+))?(.)$/.exec(whole)!;
    if (letter === "%") return "%";
    const size = width === "*" ? Number(rest.shift() ?? 0) : Number(width ?? 0);
    const value = convert(letter, rest.shift() ?? "", precision === undefined ? undefined : Number(precision));
    return value === undefined ? whole : pad(value, flags, size, letter);
  });
  return { text, rest };
}

function convert(letter: string, argument: string, precision: number | undefined): string | undefined {
  switch (letter) {
    case "s": return precision === undefined ? argument : argument.slice(0, precision);
    case "b": return backslashEscapes(argument);
    case "c": return argument.slice(0, 1);
    case "q": return `'${argument.replaceAll("'", `'\\''`)}'`;
    case "d":
    case "i":
    case "u": return `${Math.trunc(numeric(argument))}`;
    case "x": return Math.trunc(numeric(argument)).toString(16);
    case "X": return Math.trunc(numeric(argument)).toString(16).toUpperCase();
    case "o": return Math.trunc(numeric(argument)).toString(8);
    case "f":
    case "F": return numeric(argument).toFixed(precision ?? 6);
    case "e": return numeric(argument).toExponential(precision ?? 6);
    case "g": return `${numeric(argument)}`;
    default: return undefined;
  }
}

function numeric(text: string): number {
  if (/^['"]/.test(text)) return text.charCodeAt(1);
  return Number(text) || 0;
}

function pad(value: string, flags: string, size: number, letter: string): string {
  const signed = flags.includes("+") && /[dif]/.test(letter) && !value.startsWith("-") ? `+${value}` : value;
  if (flags.includes("-")) return signed.padEnd(size);
  return flags.includes("0") && /[difuxXo]/.test(letter) ? signed.padStart(size, "0") : signed.padStart(size);
}

const simple: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", "\\": "\\", a: "\u0007", b: "\b", f: "\f", v: "\v", e: "\u001b", '"': '"' };

/** The escapes of printf and of `echo -e`. */
export function backslashEscapes(text: string): string {
  return text.replace(/\\(x[0-9a-fA-F]{1,2}|0[0-7]{0,3}|[1-7][0-7]{0,2}|.)/gs, (whole, code: string) => {
    if (/^x./.test(code)) return String.fromCharCode(parseInt(code.slice(1), 16));
    if (/^[0-7]/.test(code)) return String.fromCharCode(parseInt(code, 8));
    return simple[code] ?? whole;
  });
}
