import { jsonSyntaxError } from "./json-syntax.ts";

/**
 * The paths of keys that occur twice in one object of a JSON text, which `JSON.parse` passes over in silence.
 * The text must be valid JSON.
 */
export function duplicateFields(text: string): readonly string[] {
  const duplicates: string[] = [];
  scanValue({ text, position: 0, duplicates }, "");
  return duplicates;
}

/** Parses JSON; throws a FormatError, in Go's words, when the text is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw jsonSyntaxError(text);
  }
}

interface Scan {
  readonly text: string;
  position: number;
  readonly duplicates: string[];
}

function scanValue(scan: Scan, path: string): void {
  skipSpace(scan);
  const start = scan.text[scan.position];
  if (start === "{") scanObject(scan, path);
  else if (start === "[") scanList(scan, path);
  else if (start === '"') scanString(scan);
  else while (scan.position < scan.text.length && !",]} \t\r\n".includes(scan.text.charAt(scan.position))) scan.position++;
  skipSpace(scan);
}

function scanObject(scan: Scan, path: string): void {
  const keys = new Set<string>();
  scan.position++;
  skipSpace(scan);
  while (scan.text[scan.position] !== "}") {
    const key = scanString(scan);
    const below = path === "" ? key : `${path}.${key}`;
    if (keys.has(key)) scan.duplicates.push(below);
    keys.add(key);
    skipSpace(scan);
    scan.position++;
    scanValue(scan, below);
    skipComma(scan);
  }
  scan.position++;
}

function scanList(scan: Scan, path: string): void {
  scan.position++;
  skipSpace(scan);
  for (let index = 0; scan.text[scan.position] !== "]"; index++) {
    scanValue(scan, `${path}[${index}]`);
    skipComma(scan);
  }
  scan.position++;
}

function scanString(scan: Scan): string {
  const start = scan.position++;
  while (scan.text[scan.position] !== '"') scan.position += scan.text[scan.position] === "\\" ? 2 : 1;
  scan.position++;
  return JSON.parse(scan.text.slice(start, scan.position)) as string;
}

function skipSpace(scan: Scan): void {
  while (scan.position < scan.text.length && " \t\r\n".includes(scan.text.charAt(scan.position))) scan.position++;
}

function skipComma(scan: Scan): void {
  if (scan.text[scan.position] === ",") scan.position++;
  skipSpace(scan);
}
