import { mebibyte, type Bytes } from "../base/units.ts";
import type { ProgramTable } from "./executables.ts";
import { programFile } from "./executables.ts";
import { FileTree } from "./file-tree.ts";
import type { ImageProgram } from "./image-program.ts";
import { baseName } from "./path.ts";
import type { Program } from "./process.ts";
import type { Signal } from "./signal.ts";
import { userlandOf } from "./userland/userland.ts";

/** An image unpacked: its files, what its executables do, and how it starts. Shared by all containers of all nodes. */
export interface ImageContent {
  readonly files: FileTree;
  readonly programs: ProgramTable;
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly workingDirectory: string;
  readonly user: string | undefined;
  readonly stopSignal: Signal;
  readonly memory: Bytes;
}

const defaultMemory = 4;

/** Images were built before the cluster: their files carry this time (2025-01-01). */
const builtAt = 1_735_689_600_000;

/** Unpacks an image. `missing` runs in place of executables that it does not have. */
export function unpack(image: ImageProgram, missing?: Program): ImageContent {
  const executable = image.executable ?? `/${baseName(image.image)}`;
  const userland = userlandOf(image.userland ?? "scratch", image.packages ?? []);
  const programs: Record<string, Program> = { ...userland.programs, [executable]: (process) => image.run(process), ...image.programs };
  const files = new FileTree(() => builtAt);
  for (const directory of userland.directories) files.makeDirectory(directory);
  for (const [path, content] of Object.entries({ ...userland.files, ...image.files })) files.write(path, content);
  for (const path of Object.keys(programs)) files.write(path, programFile(path), 0o755);
  return {
    files,
    programs: { find: (name) => programs[name], missing },
    entrypoint: image.entrypoint ?? [executable],
    command: image.command ?? [],
    env: image.env ?? {},
    workingDirectory: image.workingDirectory ?? "/",
    user: image.user,
    stopSignal: image.stopSignal ?? "TERM",
    memory: (image.memoryMiB ?? defaultMemory) * mebibyte,
  };
}
