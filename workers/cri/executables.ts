import { executableNotFound, ExecError } from "./exec-error.ts";
import { FileError, type FileSystem } from "./file-system.ts";
import { absolutePath } from "./path.ts";
import type { Program } from "./process.ts";

/** Compiled programs are files that begin so; the rest of the file names the program. */
const magic = "\u007fELF";

export const defaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** A chain of "#!" interpreters ends here. */
const mostInterpreters = 4;

/** The content of the file that holds a program. */
export function programFile(name: string): string {
  return `${magic}${name}`;
}

/** What an executable turns out to be: a program, and the arguments that it really gets. */
export interface Executable {
  readonly program: Program;
  readonly argv: readonly string[];
}

/** The programs behind an image's executable files. */
export interface ProgramTable {
  find(name: string): Program | undefined;
  /** Runs in place of an executable that does not exist: only images that we do not know have one. */
  readonly missing?: Program;
}

export interface ExecContext {
  readonly files: FileSystem;
  readonly programs: ProgramTable;
  readonly searchPath: string;
  readonly directory: string;
}

/** Finds what argv starts, along PATH and through "#!" lines. Throws ExecError. */
export function findExecutable(argv: readonly string[], context: ExecContext): Executable {
  let current = argv;
  for (let depth = 0; depth <= mostInterpreters; depth++) {
    const name = current[0] ?? "";
    const path = which(name, context);
    if (path === undefined) return substitute(name, current, context);
    const content = readExecutable(name, path, context);
    if (content.startsWith(magic)) return { program: programOf(content, name, context), argv: current };
    if (!content.startsWith("#!")) throw new ExecError(`exec ${name}: exec format error`, "Exec format error");
    current = [...content.slice(2).split("\n")[0]!.trim().split(/\s+/), path, ...current.slice(1)];
  }
  throw new ExecError(`exec ${argv[0]}: too many levels of interpreters`, "Exec format error");
}

/** Where the name leads: a path as it is, a bare name along PATH. */
export function which(name: string, { files, searchPath, directory }: ExecContext): string | undefined {
  if (name === "") return undefined;
  if (name.includes("/")) {
    const path = absolutePath(name, directory);
    return files.exists(path) ? path : undefined;
  }
  return searchPath
    .split(":")
    .map((folder) => absolutePath(name, folder === "" ? directory : folder))
    .find((path) => isExecutable(files, path));
}

function isExecutable(files: FileSystem, path: string): boolean {
  if (!files.exists(path)) return false;
  const { type, mode } = files.stat(path);
  return type === "file" && (mode & 0o111) !== 0;
}

function readExecutable(name: string, path: string, { files }: ExecContext): string {
  if (!isExecutable(files, path)) throw new ExecError(`exec: ${JSON.stringify(name)}: permission denied`, "Permission denied");
  try {
    return files.read(path);
  } catch (error) {
    if (error instanceof FileError) throw executableNotFound(name);
    throw error;
  }
}

function programOf(content: string, name: string, { programs }: ExecContext): Program {
  const program = programs.find(content.slice(magic.length));
  if (program === undefined) throw new ExecError(`exec ${name}: exec format error`, "Exec format error");
  return program;
}

function substitute(name: string, argv: readonly string[], { programs }: ExecContext): Executable {
  if (programs.missing === undefined) throw executableNotFound(name);
  return { program: programs.missing, argv };
}
