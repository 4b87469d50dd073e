import type { FileStat, FileSystem } from "./file-system.ts";
import { FileError } from "./file-system.ts";
import type { ProcessListing } from "./process.ts";
import type { TextSink } from "./text-stream.ts";

/** What the special files of a process lead to. */
export interface Devices {
  readonly stdout: TextSink;
  readonly stderr: TextSink;
  /** The container's own output: /proc/1/fd/1. */
  readonly mainStdout: TextSink;
  readonly mainStderr: TextSink;
  processes(): readonly ProcessListing[];
}

const device: FileStat = { type: "file", size: 0, mode: 0o666, modifiedAt: 0 };

/** The container's files, with /dev and the few files of /proc that scripts use. */
export class ProcessFiles implements FileSystem {
  readonly #files: FileSystem;
  readonly #devices: Devices;

  constructor(files: FileSystem, devices: Devices) {
    this.#files = files;
    this.#devices = devices;
  }

  read(path: string): string {
    if (path === "/dev/null" || path === "/dev/zero") return "";
    const cmdline = this.#commandLine(path);
    return cmdline ?? this.#files.read(path);
  }

  write(path: string, content: string): void {
    const sink = this.#sink(path);
    if (sink === undefined) this.#files.write(path, content);
    else sink.write(content);
  }

  append(path: string, content: string): void {
    const sink = this.#sink(path);
    if (sink === undefined) this.#files.append(path, content);
    else sink.write(content);
  }

  list(path: string): readonly string[] {
    if (path === "/proc") return this.#devices.processes().map(({ pid }) => `${pid}`);
    if (path === "/dev") return ["null", "stderr", "stdin", "stdout", "zero"];
    return this.#files.list(path);
  }

  stat(path: string): FileStat {
    if (this.#isSpecial(path)) return device;
    return this.#files.stat(path);
  }

  exists(path: string): boolean {
    return this.#isSpecial(path) || this.#files.exists(path);
  }

  makeDirectory(path: string, parents?: boolean): void {
    this.#files.makeDirectory(path, parents);
  }

  remove(path: string, recursive?: boolean): void {
    if (this.#isSpecial(path)) throw new FileError("EACCES");
    this.#files.remove(path, recursive);
  }

  rename(from: string, to: string): void {
    this.#files.rename(from, to);
  }

  changeMode(path: string, mode: number): void {
    this.#files.changeMode(path, mode);
  }

  #isSpecial(path: string): boolean {
    return path === "/dev/zero" || this.#sink(path) !== undefined || this.#commandLine(path) !== undefined;
  }

  #sink(path: string): TextSink | undefined {
    if (!path.startsWith("/dev/") && !path.startsWith("/proc/")) return undefined;
    const { stdout, stderr, mainStdout, mainStderr } = this.#devices;
    switch (path) {
      case "/dev/null": return { write: () => true };
      case "/dev/stdout":
      case "/proc/self/fd/1": return stdout;
      case "/dev/stderr":
      case "/proc/self/fd/2": return stderr;
      case "/proc/1/fd/1": return mainStdout;
      case "/proc/1/fd/2": return mainStderr;
      default: return undefined;
    }
  }

  #commandLine(path: string): string | undefined {
    const match = /^\/proc\/(\d+)\/cmdline$/.exec(path);
    if (match === null) return undefined;
    return this.#devices.processes().find(({ pid }) => pid === Number(match[1]))?.argv.map((word) => `${word}\0`).join("");
  }
}
