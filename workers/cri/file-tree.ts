import type { Bytes, Milliseconds } from "../base/units.ts";
import { mebibyte } from "../base/units.ts";
import { FileError, type FileStat } from "./file-system.ts";
import { segments } from "./path.ts";

export interface FileNode {
  readonly type: "file";
  content: string;
  mode: number;
  modifiedAt: Milliseconds;
}

export interface DirectoryNode {
  readonly type: "directory";
  readonly children: Map<string, TreeNode>;
  mode: number;
  modifiedAt: Milliseconds;
}

export type TreeNode = FileNode | DirectoryNode;

/** What one tree may hold before writes fail with "No space left on device". */
const defaultCapacity: Bytes = 64 * mebibyte;

/** A directory tree in memory: an image layer, a container's own layer, a volume. */
export class FileTree {
  readonly #root: DirectoryNode;
  readonly #now: () => Milliseconds;
  readonly #capacity: Bytes;
  #used = 0;

  constructor(now: () => Milliseconds, capacity: Bytes = defaultCapacity) {
    this.#now = now;
    this.#capacity = capacity;
    this.#root = this.#directory();
  }

  /** Size of all files. */
  get used(): Bytes {
    return this.#used;
  }

  find(path: string): TreeNode | undefined {
    let node: TreeNode | undefined = this.#root;
    for (const name of segments(path)) {
      if (node?.type !== "directory") return undefined;
      node = node.children.get(name);
    }
    return node;
  }

  /** Writes a file, creating the directories above it. */
  write(path: string, content: string, mode?: number): void {
    const { parent, name } = this.#place(path);
    const old = parent.children.get(name);
    if (old?.type === "directory") throw new FileError("EISDIR");
    this.#account(content.length - (old?.content.length ?? 0));
    parent.children.set(name, { type: "file", content, mode: mode ?? old?.mode ?? 0o644, modifiedAt: this.#now() });
  }

  append(path: string, content: string): void {
    const node = this.find(path);
    if (node === undefined) return this.write(path, content);
    if (node.type === "directory") throw new FileError("EISDIR");
    this.#account(content.length);
    node.content += content;
    node.modifiedAt = this.#now();
  }

  makeDirectory(path: string, mode = 0o755): void {
    const names = segments(path);
    if (names.length === 0) return;
    const { parent, name } = this.#place(path);
    const old = parent.children.get(name);
    if (old?.type === "file") throw new FileError("EEXIST");
    if (old === undefined) parent.children.set(name, { ...this.#directory(), mode });
  }

  /** Removes a file or a whole directory; says whether there was one. */
  remove(path: string): boolean {
    const names = segments(path);
    const parent = this.find(names.slice(0, -1).join("/"));
    const name = names.at(-1);
    if (name === undefined || parent?.type !== "directory") return false;
    const node = parent.children.get(name);
    if (node === undefined) return false;
    this.#used -= sizeOf(node);
    parent.modifiedAt = this.#now();
    return parent.children.delete(name);
  }

  #directory(): DirectoryNode {
    return { type: "directory", children: new Map(), mode: 0o755, modifiedAt: this.#now() };
  }

  #place(path: string): { readonly parent: DirectoryNode; readonly name: string } {
    const names = segments(path);
    const name = names.at(-1);
    if (name === undefined) throw new FileError("EISDIR");
    let parent = this.#root;
    for (const part of names.slice(0, -1)) {
      const next = parent.children.get(part) ?? this.#directory();
      if (next.type === "file") throw new FileError("ENOTDIR");
      parent.children.set(part, next);
      parent = next;
    }
    parent.modifiedAt = this.#now();
    return { parent, name };
  }

  #account(growth: Bytes): void {
    if (growth > 0 && this.#used + growth > this.#capacity) throw new FileError("ENOSPC");
    this.#used += growth;
  }
}

/** What `stat` says of a node. */
export function statOf(node: TreeNode): FileStat {
  const size = node.type === "file" ? node.content.length : 4096;
  return { type: node.type, size, mode: node.mode, modifiedAt: node.modifiedAt };
}

/** Bytes in all files below. */
function sizeOf(node: TreeNode): Bytes {
  if (node.type === "file") return node.content.length;
  let size = 0;
  for (const child of node.children.values()) size += sizeOf(child);
  return size;
}
