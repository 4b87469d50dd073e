import type { Process, Program } from "./process.ts";
import type { Signal } from "./signal.ts";

/** The programs and files that an image was built on. */
export type Userland = "scratch" | "busybox" | "alpine" | "debian";

/**
 * A container image whose program we know: what `docker inspect` would say of it, and what its main
 * executable does. One file per image in `images/`.
 */
export interface ImageProgram {
  /** As in a manifest, without a tag: "nginx", "hashicorp/http-echo", "registry.k8s.io/pause". */
  readonly image: string;
  /** Other repositories with the same image. */
  readonly aliases?: readonly string[];
  /** Every tag that exists; nothing else can be pulled. */
  readonly tags: readonly string[];
  /** Compressed size, which a pull has to transfer. */
  readonly sizeMiB: number;
  /** Path of the main executable, which `run` is; "/<last part of the name>" when missing. */
  readonly executable?: string;
  /** Default: the executable. */
  readonly entrypoint?: readonly string[];
  /** Default arguments. */
  readonly command?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly workingDirectory?: string;
  /** "65534", "1000:1000"; root when missing. */
  readonly user?: string;
  readonly stopSignal?: Signal;
  /** What the shell and the small programs of the image are; "scratch" has none. Default: scratch. */
  readonly userland?: Userland;
  /** Further executables, by path. */
  readonly programs?: Readonly<Record<string, Program>>;
  /** Names from the userland's extra programs (curl, bash) that this image has installed. */
  readonly packages?: readonly string[];
  /** Files of the image, by path. */
  readonly files?: Readonly<Record<string, string>>;
  /** Memory of the main program when it idles; 4 when missing. */
  readonly memoryMiB?: number;
  run(process: Process): Promise<number>;
}
