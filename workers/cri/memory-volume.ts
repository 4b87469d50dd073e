import type { Bytes, Milliseconds } from "../base/units.ts";
import { FileTree } from "./file-tree.ts";
import type { Volume, VolumeEntry } from "./runtime.ts";

/** A volume of files and directories in memory: an emptyDir, a directory of a node's disk, a projected volume. */
export class MemoryVolume implements Volume {
  readonly name: string;
  readonly #tree: FileTree;

  /** `capacity` bounds the size of all its files; writes beyond it fail with "No space left on device". */
  constructor(name: string, now: () => Milliseconds, capacity?: Bytes) {
    this.name = name;
    this.#tree = new FileTree(now, capacity);
  }

  get used(): Bytes {
    return this.#tree.used;
  }

  read(path: string): string | undefined {
    const node = this.#tree.find(path);
    return node?.type === "file" ? node.content : undefined;
  }

  write(path: string, content: string, mode?: number): void {
    this.#tree.write(path, content, mode);
  }

  remove(path: string): void {
    this.#tree.remove(path);
  }

  list(path: string): readonly string[] {
    const node = this.#tree.find(path);
    return node?.type === "directory" ? [...node.children.keys()].toSorted() : [];
  }

  stat(path: string): VolumeEntry | undefined {
    const node = this.#tree.find(path);
    return node === undefined ? undefined : { type: node.type, mode: node.mode, modifiedAt: node.modifiedAt };
  }

  makeDirectory(path: string): void {
    this.#tree.makeDirectory(path);
  }
}
