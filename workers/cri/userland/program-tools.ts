import { FileError } from "../file-system.ts";
import { baseName } from "../path.ts";
import type { Process, Program } from "../process.ts";
import { readAll } from "../text-stream.ts";
import { readOptions, type Options } from "./options.ts";

/** A small program whose options are read before it runs; an unknown one is an error that says so. */
export function program(flags: string, valued: string, run: (process: Process, options: Options) => number | Promise<number>): Program {
  return async (process) => {
    const options = readOptions(process.args, flags, valued);
    if (options.unknown !== undefined) return complain(process, `unrecognized option: ${options.unknown} (not supported here)`, 1);
    return await run(process, options);
  };
}

/** Prints "name: message" and returns the exit code. */
export function complain(process: Process, message: string, code = 1): number {
  process.printError(`${baseName(process.argv[0] ?? "")}: ${message}`);
  return code;
}

/** Runs the action on each name; a FileError is printed and makes the exit code 1. */
export function forEachFile(process: Process, names: readonly string[], action: (path: string, name: string) => void, verb = ""): number {
  let code = 0;
  for (const name of names) {
    try {
      action(process.path(name), name);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      code = complain(process, fileMessage(name, verb, error));
    }
  }
  return code;
}

/** BusyBox' words: "can't remove 'x': No such file or directory". */
function fileMessage(name: string, verb: string, error: FileError): string {
  if (verb === "can't remove" && error.code === "EISDIR") return `'${name}' is a directory`;
  if (verb === "can't stat" && error.code === "EISDIR") return `omitting directory '${name}'`;
  return verb === "" ? `${name}: ${error.message}` : `${verb} '${name}': ${error.message}`;
}

/** The text of the named files one after the other, or of standard input; undefined after an error that was printed. */
export async function inputText(process: Process, names: readonly string[]): Promise<{ readonly text: string; readonly code: number }> {
  if (names.length === 0) return { text: await readAll(process.stdin), code: 0 };
  let text = "";
  const standardInput = names.includes("-") ? await readAll(process.stdin) : "";
  const code = forEachFile(process, names, (path, name) => void (text += name === "-" ? standardInput : process.files.read(path)));
  return { text, code };
}

/** Lines without their ends; a missing last end makes no difference. */
export function linesOf(text: string): readonly string[] {
  if (text === "") return [];
  const lines = text.split("\n");
  return text.endsWith("\n") ? lines.slice(0, -1) : lines;
}

/** Seconds with a unit: "10", "0.5", "1h", "infinity". In milliseconds; undefined when it is none. */
export function parseDelay(text: string): number | undefined {
  if (text === "infinity" || text === "inf") return Infinity;
  const match = /^(\d+(?:\.\d*)?|\.\d+)([smhd]?)$/.exec(text);
  if (match === null) return undefined;
  const unit = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }[match[2] === "" ? "s" : match[2]!]!;
  return Number(match[1]) * unit;
}
