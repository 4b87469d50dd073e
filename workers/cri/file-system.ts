import type { Milliseconds } from "../base/units.ts";

export interface FileStat {
  readonly type: "file" | "directory";
  readonly size: number;
  /** Permission bits. */
  readonly mode: number;
  readonly modifiedAt: Milliseconds;
}

export type FileErrorCode = "ENOENT" | "EISDIR" | "ENOTDIR" | "EROFS" | "EACCES" | "EEXIST" | "ENOTEMPTY" | "ENOSPC" | "EBUSY" | "ENOMEM";

const words: Readonly<Record<FileErrorCode, string>> = {
  ENOENT: "No such file or directory",
  EISDIR: "Is a directory",
  ENOTDIR: "Not a directory",
  EROFS: "Read-only file system",
  EACCES: "Permission denied",
  EEXIST: "File exists",
  ENOTEMPTY: "Directory not empty",
  ENOSPC: "No space left on device",
  EBUSY: "Device or resource busy",
  ENOMEM: "Cannot allocate memory",
};

/** What a file call says when it fails; the message is strerror's. */
export class FileError extends Error {
  override readonly name = "FileError";
  readonly code: FileErrorCode;

  constructor(code: FileErrorCode) {
    super(words[code]);
    this.code = code;
  }
}

/** Files as one container sees them. Paths are absolute. Everything fails with FileError. */
export interface FileSystem {
  read(path: string): string;
  write(path: string, content: string): void;
  append(path: string, content: string): void;
  /** Names below a directory, sorted. */
  list(path: string): readonly string[];
  stat(path: string): FileStat;
  exists(path: string): boolean;
  makeDirectory(path: string, parents?: boolean): void;
  remove(path: string, recursive?: boolean): void;
  rename(from: string, to: string): void;
  changeMode(path: string, mode: number): void;
}
