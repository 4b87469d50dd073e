/** Command-line arguments taken apart. */
export interface Options {
  readonly flags: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, string>;
  readonly operands: readonly string[];
  /** The first option that is not known. */
  readonly unknown: string | undefined;
}

/**
 * Reads options as getopt_long does. `flags` and `valued` are single letters or long names; long names in
 * `valued` take "--name value" and "--name=value".
 */
export function readOptions(args: readonly string[], flags: string, valued = ""): Options {
  const reading: Reading = { found: new Set(), values: new Map(), operands: [], flags: new Set(flags.split(" ")), valued: new Set(valued.split(" ")), unknown: undefined };
  let index = 0;
  while (index < args.length) {
    const arg = args[index]!;
    if (arg === "--") {
      reading.operands.push(...args.slice(index + 1));
      break;
    }
    if (arg.startsWith("--")) index += readLong(reading, arg.slice(2), args[index + 1]);
    else if (arg.startsWith("-") && arg !== "-") index += readShort(reading, arg.slice(1), args[index + 1]);
    else reading.operands.push(arg);
    index++;
  }
  return { flags: reading.found, values: reading.values, operands: reading.operands, unknown: reading.unknown };
}

interface Reading {
  readonly found: Set<string>;
  readonly values: Map<string, string>;
  readonly operands: string[];
  readonly flags: ReadonlySet<string>;
  readonly valued: ReadonlySet<string>;
  unknown: string | undefined;
}

/** How many further arguments the option took. */
function readLong(reading: Reading, text: string, next: string | undefined): number {
  const equals = text.indexOf("=");
  const name = equals < 0 ? text : text.slice(0, equals);
  if (reading.valued.has(name)) {
    reading.values.set(name, equals < 0 ? (next ?? "") : text.slice(equals + 1));
    return equals < 0 ? 1 : 0;
  }
  if (reading.flags.has(name)) reading.found.add(name);
  else reading.unknown ??= `--${name}`;
  return 0;
}

function readShort(reading: Reading, letters: string, next: string | undefined): number {
  // Some programs have options of several letters behind one dash.
  if (letters.length > 1 && reading.valued.has(letters)) {
    reading.values.set(letters, next ?? "");
    return 1;
  }
  for (let index = 0; index < letters.length; index++) {
    const letter = letters[index]!;
    if (reading.valued.has(letter)) {
      const attached = letters.slice(index + 1);
      reading.values.set(letter, attached === "" ? (next ?? "") : attached);
      return attached === "" ? 1 : 0;
    }
    if (reading.flags.has(letter)) reading.found.add(letter);
    else reading.unknown ??= `-${letter}`;
  }
  return 0;
}
