import type { Milliseconds } from "../base/units.ts";
import type { Volume, VolumeEntry } from "../cri/runtime.ts";

export type FileKind = "Directory" | "File" | "Socket" | "CharDevice" | "BlockDevice";

/** The node's own file system. It outlives pods, kubelets and reboots. */
export interface HostDisk {
  /** The directory at an absolute path as something to mount; it is created where it is missing. */
  directory(path: string): Volume;
  stat(path: string): FileKind | undefined;
  /** Removes a file, or a directory with everything below it. */
  remove(path: string): void;
}

interface DirectoryNode {
  readonly kind: "Directory";
  readonly entries: Map<string, DiskNode>;
  modifiedAt: Milliseconds;
}

interface FileNode {
  readonly kind: Exclude<FileKind, "Directory">;
  readonly content: string;
  readonly mode: number;
  readonly modifiedAt: Milliseconds;
}

type DiskNode = DirectoryNode | FileNode;
type Now = () => Milliseconds;

const directoryMode = 0o755;

/** An empty disk, or one with special files that some paths of a Linux machine have. */
export function createHostDisk(now: Now, special: Readonly<Record<string, Exclude<FileKind, "Directory" | "File">>> = {}): HostDisk {
  const tree = new DiskTree(now);
  for (const [path, kind] of Object.entries(special)) tree.place(path, { kind, content: "", mode: 0o660, modifiedAt: now() });
  return {
    directory: (path) => volumeAt(path, tree.below(path)),
    stat: (path) => tree.find(path)?.kind,
    remove: (path) => tree.remove(path),
  };
}

/** A directory of its own, as an emptyDir in memory is. */
export const createDirectory = (name: string, now: Now): Volume => volumeAt(name, new DiskTree(now));

function volumeAt(name: string, tree: DiskTree): Volume {
  return {
    name,
    read(path) {
      const node = tree.find(path);
      return node === undefined || node.kind === "Directory" ? undefined : node.content;
    },
    write: (path, content, mode) => tree.write(path, content, mode),
    remove: (path) => tree.remove(path),
    list(path) {
      const node = tree.find(path);
      return node?.kind === "Directory" ? [...node.entries.keys()].sort() : [];
    },
    stat: (path) => tree.entry(path),
    makeDirectory: (path) => void tree.below(path),
  };
}

const parts = (path: string): readonly string[] => path.split("/").filter((part) => part !== "" && part !== ".");

/** A tree of directories and files, seen from one of its directories. */
class DiskTree {
  readonly #root: DirectoryNode;
  readonly #now: Now;

  constructor(now: Now, root?: DirectoryNode) {
    this.#now = now;
    this.#root = root ?? this.#newDirectory();
  }

  find(path: string): DiskNode | undefined {
    let node: DiskNode = this.#root;
    for (const part of parts(path)) {
      const next: DiskNode | undefined = node.kind === "Directory" ? node.entries.get(part) : undefined;
      if (next === undefined) return undefined;
      node = next;
    }
    return node;
  }

  entry(path: string): VolumeEntry | undefined {
    const node = this.find(path);
    if (node === undefined) return undefined;
    return node.kind === "Directory"
      ? { type: "directory", mode: directoryMode, modifiedAt: node.modifiedAt }
      : { type: "file", mode: node.mode, modifiedAt: node.modifiedAt };
  }

  /** The same tree, seen from a directory further down, which is created where it is missing. */
  below(path: string): DiskTree {
    return new DiskTree(this.#now, this.#make(parts(path)));
  }

  write(path: string, content: string, mode: number | undefined): void {
    const before = this.find(path);
    const kept = before === undefined || before.kind === "Directory" ? 0o644 : before.mode;
    this.place(path, { kind: "File", content, mode: mode ?? kept, modifiedAt: this.#now() });
  }

  place(path: string, file: FileNode): void {
    const all = parts(path);
    const name = all.at(-1);
    if (name === undefined) return;
    const parent = this.#make(all.slice(0, -1));
    parent.entries.set(name, file);
    parent.modifiedAt = this.#now();
  }

  remove(path: string): void {
    const all = parts(path);
    const parent = this.find(all.slice(0, -1).join("/"));
    const name = all.at(-1);
    if (parent?.kind !== "Directory" || name === undefined) return;
    parent.entries.delete(name);
    parent.modifiedAt = this.#now();
  }

  /** A file that stands where a directory is wanted gives way. */
  #make(path: readonly string[]): DirectoryNode {
    let directory = this.#root;
    for (const part of path) {
      const found = directory.entries.get(part);
      const next = found?.kind === "Directory" ? found : this.#newDirectory();
      if (next !== found) directory.entries.set(part, next);
      directory = next;
    }
    return directory;
  }

  #newDirectory(): DirectoryNode {
    return { kind: "Directory", entries: new Map(), modifiedAt: this.#now() };
  }
}
