import { mebibyte, type Bytes } from "../base/units.ts";
import { contentDigest } from "./digest.ts";
import { unpack, type ImageContent } from "./image-content.ts";
import type { ImageProgram } from "./image-program.ts";
import { parseImageReference, type ImageReference } from "./image-reference.ts";
import { officialImages } from "./official-images.ts";
import { standInContent } from "./stand-in.ts";

/** An image that exists in a registry. */
export interface RemoteImage {
  readonly reference: ImageReference;
  /** "sha256:…" of its manifest. */
  readonly digest: string;
  /** "sha256:…" of its configuration. */
  readonly id: string;
  readonly size: Bytes;
  /** Shared with other images: their common base is pulled once. */
  readonly baseLayer: { readonly name: string; readonly size: Bytes } | undefined;
  readonly program: ImageProgram | undefined;
  readonly port: number | undefined;
}

export type Resolution =
  | { readonly found: RemoteImage }
  | { readonly error: "no such host" | "access denied" | "tag not found" };

/** Every registry of the world, as far as it matters here. */
export interface Registry {
  resolve(reference: ImageReference): Resolution;
  /** What is in an image. */
  content(image: RemoteImage): ImageContent;
}

const baseLayers: Readonly<Record<string, Bytes>> = { busybox: 2 * mebibyte, alpine: 3.4 * mebibyte, debian: 28 * mebibyte };

/** Images that nobody knows are taken to be this big. */
const unknownSize: Bytes = 80 * mebibyte;

/** Names that people write when they want a pull to fail. */
const meantToFail = /(?:^|[-_./])(?:non-?exist\w*|does-?not-?exist\w*|doesnt-?exist\w*|no-?such\w*|not-?found|not-?exist\w*|not-?real|fake|invalid|wrong|typo|missing|broken|bad)(?:$|[-_./])/;

/** Reserved domains (RFC 2606 and relatives): no registry can be there. */
const reservedDomains = /(?:^|\.)(?:invalid|example|test|local|localhost|internal)(?::\d+)?$/;

/** The registries, serving our own programs, Docker's official images, and a stand-in for the rest. */
export function createRegistry(programs: readonly ImageProgram[]): Registry {
  const byRepository = new Map<string, ImageProgram>();
  for (const program of programs) for (const name of [program.image, ...(program.aliases ?? [])]) byRepository.set(repositoryOf(name), program);
  const unpacked = new Map<string, ImageContent>();
  return {
    resolve: (reference) => resolve(reference, byRepository),
    content(image) {
      const key = image.program === undefined ? `${image.reference.registry}/${image.reference.repository}` : `${image.program.image} on ${image.program.userland}`;
      const content = unpacked.get(key) ?? contentOf(image);
      unpacked.set(key, content);
      return content;
    },
  };
}

function contentOf({ program, reference, port }: RemoteImage): ImageContent {
  if (program !== undefined) return unpack(program);
  const name = reference.registry === "docker.io" ? reference.repository.replace(/^library\//, "") : `${reference.registry}/${reference.repository}`;
  return standInContent(name, port);
}

function repositoryOf(image: string): string {
  const parsed = parseImageReference(image);
  if ("error" in parsed) throw new Error(`${image}: ${parsed.error}`);
  return `${parsed.reference.registry}/${parsed.reference.repository}`;
}

function resolve(reference: ImageReference, programs: ReadonlyMap<string, ImageProgram>): Resolution {
  const { registry, repository, tag } = reference;
  if (reservedDomains.test(registry)) return { error: "no such host" };
  const program = programs.get(`${registry}/${repository}`);
  if (program !== undefined) return hasTag(program.tags, tag) ? { found: describe(reference, variantOf(program, tag)) } : { error: "tag not found" };
  if (repository.startsWith("library/") && registry === "docker.io") return resolveOfficial(reference);
  if (meantToFail.test(repository)) return { error: "access denied" };
  if (tag !== undefined && meantToFail.test(tag)) return { error: "tag not found" };
  return { found: describe(reference, undefined) };
}

function resolveOfficial(reference: ImageReference): Resolution {
  const official = officialImages[reference.repository.slice("library/".length)];
  if (official === undefined) return { error: "access denied" };
  if (!hasTag(official.tags, reference.tag)) return { error: "tag not found" };
  return { found: { ...describe(reference, undefined), size: official.sizeMiB * mebibyte, port: official.port } };
}

/** "-alpine" variants of Debian based images are smaller and have other programs. */
function variantOf(program: ImageProgram, tag: string | undefined): ImageProgram {
  if (program.userland !== "debian" || !/(?:^|-)alpine/.test(tag ?? "")) return program;
  return { ...program, userland: "alpine", sizeMiB: program.sizeMiB / 4, packages: (program.packages ?? []).filter((name) => name !== "bash") };
}

/** A pull by digest alone finds any image: we cannot know better. */
function hasTag(tags: readonly string[], tag: string | undefined): boolean {
  return tag === undefined || tags.includes(tag);
}

function describe(reference: ImageReference, program: ImageProgram | undefined): RemoteImage {
  const content = contentDigest(`${reference.registry}/${reference.repository}:${reference.tag ?? reference.digest}`);
  const base = program?.userland === undefined ? undefined : baseLayers[program.userland];
  return {
    reference,
    digest: reference.digest ?? `sha256:${content}`,
    id: `sha256:${contentDigest(`config:${content}`)}`,
    size: program === undefined ? unknownSize : Math.round(program.sizeMiB * mebibyte),
    baseLayer: base === undefined ? undefined : { name: program!.userland!, size: base },
    program,
    port: undefined,
  };
}
