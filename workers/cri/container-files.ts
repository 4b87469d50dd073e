import type { Milliseconds } from "../base/units.ts";
import { FileError, type FileStat, type FileSystem } from "./file-system.ts";
import { FileTree, statOf, type TreeNode } from "./file-tree.ts";
import { absolutePath, baseName, parentOf, segments } from "./path.ts";
import type { Mount, Volume, VolumeEntry } from "./runtime.ts";

export interface ContainerFilesOptions {
  /** The image's files, shared by all containers of the image. */
  readonly image: FileTree;
  readonly mounts: readonly Mount[];
  readonly readOnlyRoot: boolean;
  readonly now: () => Milliseconds;
}

interface Mounted {
  readonly mount: Mount;
  /** Path inside the volume. */
  readonly inner: string;
}

/** A container's root: the image below, the container's own writes on top, volumes mounted over both. */
export class ContainerFiles implements FileSystem {
  readonly #image: FileTree;
  readonly #own: FileTree;
  /** Paths of the image that this container has removed. */
  readonly #removed = new Set<string>();
  /** Longest path first. */
  readonly #mounts: readonly Mount[];
  readonly #readOnly: boolean;
  readonly #now: () => Milliseconds;

  constructor({ image, mounts, readOnlyRoot, now }: ContainerFilesOptions) {
    this.#image = image;
    this.#own = new FileTree(now);
    this.#mounts = mounts.map((mount) => ({ ...mount, containerPath: absolutePath(mount.containerPath) })).toSorted((a, b) => b.containerPath.length - a.containerPath.length);
    this.#readOnly = readOnlyRoot;
    this.#now = now;
  }

  read(path: string): string {
    const at = this.#mounted(path);
    if (at !== undefined) return readVolume(at.mount.source, at.inner);
    const node = this.#node(path);
    if (node === undefined) throw new FileError("ENOENT");
    if (node.type === "directory") throw new FileError("EISDIR");
    return node.content;
  }

  write(path: string, content: string): void {
    this.#checkParent(path);
    const at = this.#mounted(path);
    if (at !== undefined) return writable(at).source.write(at.inner, content, entryOf(at)?.mode);
    this.#checkWritable();
    const old = this.#node(path);
    if (old?.type === "directory") throw new FileError("EISDIR");
    this.#own.write(path, content, old?.mode);
  }

  append(path: string, content: string): void {
    const at = this.#mounted(path);
    if (at === undefined && this.#own.find(path) !== undefined) {
      this.#checkWritable();
      return this.#own.append(path, content);
    }
    this.write(path, this.exists(path) ? this.read(path) + content : content);
  }

  list(path: string): readonly string[] {
    if (this.stat(path).type !== "directory") throw new FileError("ENOTDIR");
    const names = new Set<string>(this.#mountPointsIn(path));
    const at = this.#mounted(path);
    if (at !== undefined) for (const name of at.mount.source.list(at.inner)) names.add(name);
    else for (const name of this.#layerNames(path)) names.add(name);
    return [...names].toSorted();
  }

  stat(path: string): FileStat {
    const at = this.#mounted(path);
    if (at !== undefined) return this.#statMounted(at);
    const node = this.#node(path);
    if (node !== undefined) return statOf(node);
    if (this.#mountPointsIn(path).length === 0) throw new FileError("ENOENT");
    return { type: "directory", size: 4096, mode: 0o755, modifiedAt: this.#now() };
  }

  exists(path: string): boolean {
    const at = this.#mounted(path);
    if (at !== undefined) return entryOf(at) !== undefined;
    return this.#node(path) !== undefined || this.#mountPointsIn(path).length > 0;
  }

  makeDirectory(path: string, parents = false): void {
    if (this.exists(path)) {
      if (parents && this.stat(path).type === "directory") return;
      throw new FileError("EEXIST");
    }
    if (!parents) this.#checkParent(path);
    const at = this.#mounted(path);
    if (at === undefined) {
      this.#checkWritable();
      this.#own.makeDirectory(path);
      return this.#unremove(path);
    }
    const { source } = writable(at);
    if (source.makeDirectory === undefined) throw new FileError("EACCES");
    source.makeDirectory(at.inner);
  }

  remove(path: string, recursive = false): void {
    const stat = this.stat(path);
    if (stat.type === "directory" && !recursive) throw new FileError("EISDIR");
    if (this.#isMountPoint(path)) throw new FileError("EBUSY");
    const at = this.#mounted(path);
    if (at !== undefined) return writable(at).source.remove(at.inner);
    this.#checkWritable();
    this.#own.remove(path);
    if (this.#image.find(path) !== undefined) this.#removed.add(absolutePath(path));
  }

  rename(from: string, to: string): void {
    const target = this.exists(to) && this.stat(to).type === "directory" ? `${to}/${baseName(from)}` : to;
    this.#copy(from, target);
    this.remove(from, true);
  }

  changeMode(path: string, mode: number): void {
    const stat = this.stat(path);
    const at = this.#mounted(path);
    if (at !== undefined) {
      if (stat.type === "file") writable(at).source.write(at.inner, this.read(path), mode);
      return;
    }
    this.#checkWritable();
    if (stat.type === "file") return this.#own.write(path, this.read(path), mode);
    this.#own.makeDirectory(path);
    this.#own.find(path)!.mode = mode;
  }

  #copy(from: string, to: string): void {
    const { type, mode } = this.stat(from);
    if (type === "file") {
      this.write(to, this.read(from));
      if (mode !== 0o644) this.changeMode(to, mode);
      return;
    }
    this.makeDirectory(to, true);
    for (const name of this.list(from)) this.#copy(`${from}/${name}`, `${to}/${name}`);
  }

  #node(path: string): TreeNode | undefined {
    return this.#own.find(path) ?? (this.#isRemoved(path) ? undefined : this.#image.find(path));
  }

  #layerNames(path: string): readonly string[] {
    const own = this.#own.find(path);
    const below = this.#isRemoved(path) ? undefined : this.#image.find(path);
    const inherited = below?.type === "directory" ? [...below.children.keys()].filter((name) => !this.#removed.has(absolutePath(name, path))) : [];
    return [...inherited, ...(own?.type === "directory" ? own.children.keys() : [])];
  }

  #isRemoved(path: string): boolean {
    if (this.#removed.size === 0) return false;
    let prefix = "";
    return segments(path).some((name) => this.#removed.has((prefix += `/${name}`)));
  }

  /** A directory made anew in place of a removed one starts empty. */
  #unremove(path: string): void {
    const below = this.#image.find(path);
    const absolute = absolutePath(path);
    if (!this.#removed.has(absolute)) return;
    this.#removed.delete(absolute);
    if (below?.type === "directory") for (const name of below.children.keys()) this.#removed.add(absolutePath(name, absolute));
  }

  #mounted(path: string): Mounted | undefined {
    if (this.#mounts.length === 0) return undefined;
    const absolute = absolutePath(path);
    const mount = this.#mounts.find(({ containerPath }) => absolute === containerPath || absolute.startsWith(containerPath === "/" ? "/" : `${containerPath}/`));
    if (mount === undefined) return undefined;
    const rest = absolute.slice(mount.containerPath.length).replace(/^\//, "");
    return { mount, inner: [mount.subPath?.replace(/^\/|\/$/g, "") ?? "", rest].filter((part) => part !== "").join("/") };
  }

  #statMounted(at: Mounted): FileStat {
    const entry = entryOf(at);
    if (entry === undefined) throw new FileError("ENOENT");
    const size = entry.type === "file" ? (at.mount.source.read(at.inner)?.length ?? 0) : 4096;
    return { ...entry, size };
  }

  #isMountPoint(path: string): boolean {
    const absolute = absolutePath(path);
    return this.#mounts.some(({ containerPath }) => containerPath === absolute);
  }

  /** First names of mount points somewhere below the directory. */
  #mountPointsIn(path: string): readonly string[] {
    const prefix = absolutePath(path) === "/" ? "/" : `${absolutePath(path)}/`;
    return this.#mounts.filter(({ containerPath }) => containerPath.startsWith(prefix)).map(({ containerPath }) => containerPath.slice(prefix.length).split("/")[0]!);
  }

  #checkWritable(): void {
    if (this.#readOnly) throw new FileError("EROFS");
  }

  #checkParent(path: string): void {
    const parent = parentOf(absolutePath(path));
    if (!this.exists(parent)) throw new FileError("ENOENT");
    if (this.stat(parent).type !== "directory") throw new FileError("ENOTDIR");
  }
}

function writable({ mount }: Mounted): { readonly source: Volume } {
  if (mount.readOnly) throw new FileError("EROFS");
  return mount;
}

function entryOf({ mount: { source, subPath }, inner }: Mounted): VolumeEntry | undefined {
  const entry = source.stat?.(inner);
  if (entry !== undefined) return entry;
  if (source.read(inner) !== undefined) return { type: "file", mode: 0o644, modifiedAt: 0 };
  const isRoot = inner === (subPath ?? "");
  return isRoot || source.list(inner).length > 0 ? { type: "directory", mode: 0o755, modifiedAt: 0 } : undefined;
}

function readVolume(volume: Volume, path: string): string {
  const content = volume.read(path);
  if (content !== undefined) return content;
  throw new FileError(volume.list(path).length > 0 || path === "" ? "EISDIR" : "ENOENT");
}
