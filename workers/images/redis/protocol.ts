import type { Reply } from "./store.ts";

/** A command taken off the front of the input; undefined while it is incomplete. */
export interface ReadCommand {
  readonly words: readonly string[];
  readonly rest: string;
}

/** Reads one command: an array of bulk strings, or a plain line. */
export function readCommand(input: string): ReadCommand | undefined {
  const end = input.indexOf("\n");
  if (end < 0) return undefined;
  const line = input.slice(0, end).replace(/\r$/, "");
  if (!line.startsWith("*")) return { words: splitLine(line), rest: input.slice(end + 1) };
  const words: string[] = [];
  let position = end + 1;
  for (let count = Number(line.slice(1)); count > 0; count--) {
    const header = input.indexOf("\n", position);
    if (header < 0) return undefined;
    const length = Number(input.slice(position + 1, header));
    if (input.length < header + 1 + length + 2) return undefined;
    words.push(input.slice(header + 1, header + 1 + length));
    position = header + 1 + length + 2;
  }
  return { words, rest: input.slice(position) };
}

/** Words of a line, where quotes hold several together. */
export function splitLine(line: string): readonly string[] {
  return [...line.matchAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'|(\S+)/g)].map(([, double, single, plain]) => double?.replace(/\\(.)/g, "$1") ?? single ?? plain ?? "");
}

/** A command as a client sends it. */
export function formatCommand(words: readonly string[]): string {
  return `*${words.length}\r\n${words.map((word) => `$${word.length}\r\n${word}\r\n`).join("")}`;
}

/** A reply as the server sends it. */
export function formatReply(reply: Reply): string {
  switch (reply.kind) {
    case "status": return `+${reply.text}\r\n`;
    case "error": return `-${reply.text}\r\n`;
    case "integer": return `:${reply.value}\r\n`;
    case "bulk": return `$${reply.text.length}\r\n${reply.text}\r\n`;
    case "nil": return "$-1\r\n";
    case "list": return `*${reply.items.length}\r\n${reply.items.map(formatReply).join("")}`;
  }
}

/** A reply read from the front of the input; undefined while it is incomplete. */
export function readReply(input: string): { readonly reply: Reply; readonly rest: string } | undefined {
  const end = input.indexOf("\r\n");
  if (end < 0) return undefined;
  const [sign, text, rest] = [input[0], input.slice(1, end), input.slice(end + 2)];
  if (sign === "+") return { reply: { kind: "status", text }, rest };
  if (sign === "-") return { reply: { kind: "error", text }, rest };
  if (sign === ":") return { reply: { kind: "integer", value: Number(text) }, rest };
  if (sign === "$") return readBulk(Number(text), rest);
  return readList(Number(text), rest);
}

function readBulk(length: number, rest: string): { readonly reply: Reply; readonly rest: string } | undefined {
  if (length < 0) return { reply: { kind: "nil" }, rest };
  return rest.length < length + 2 ? undefined : { reply: { kind: "bulk", text: rest.slice(0, length) }, rest: rest.slice(length + 2) };
}

function readList(count: number, input: string): { readonly reply: Reply; readonly rest: string } | undefined {
  const items: Reply[] = [];
  let rest = input;
  while (items.length < count) {
    const item = readReply(rest);
    if (item === undefined) return undefined;
    items.push(item.reply);
    rest = item.rest;
  }
  return { reply: { kind: "list", items }, rest };
}

/** A reply as redis-cli prints it to a terminal, or bare as it prints into a pipe. */
export function printReply(reply: Reply, bare: boolean, indent = ""): string {
  switch (reply.kind) {
    case "status": return reply.text;
    case "error": return bare ? reply.text : `(error) ${reply.text}`;
    case "integer": return bare ? `${reply.value}` : `(integer) ${reply.value}`;
    case "bulk": return bare ? reply.text : JSON.stringify(reply.text);
    case "nil": return bare ? "" : "(nil)";
    case "list":
      if (reply.items.length === 0) return bare ? "" : "(empty array)";
      return reply.items.map((item, index) => `${index === 0 || bare ? "" : indent}${bare ? "" : `${index + 1}) `}${printReply(item, bare, `${indent}   `)}`).join("\n");
  }
}
