import type { Bytes, Milliseconds } from "../base/units.ts";
import { mebibyte, second } from "../base/units.ts";
import type { Clock } from "../sim/clock.ts";
import type { Random } from "../sim/random.ts";
import { parseImageReference, type ImageReference } from "./image-reference.ts";
import type { Registry, RemoteImage } from "./registry.ts";
import { RuntimeError, type ImageStatus } from "./runtime.ts";

export interface ImageStoreOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly registry: Registry;
  /** Can this node reach the internet now? */
  readonly online: () => boolean;
}

/** An image on the node's disk. */
export interface StoredImage {
  readonly status: ImageStatus;
  readonly remote: RemoteImage;
}

/** What a node's downlink brings per second. */
const bytesPerSecond: Bytes = 25 * mebibyte;
const dialTimeout: Milliseconds = 30 * second;

/** The images on one node's disk. They survive everything but the loss of the node. */
export class ImageStore {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #registry: Registry;
  readonly #online: () => boolean;
  readonly #images = new Map<string, StoredImage>();
  readonly #pulls = new Map<string, Promise<StoredImage>>();
  #generation = 0;

  constructor({ clock, random, registry, online }: ImageStoreOptions) {
    this.#clock = clock;
    this.#random = random;
    this.#registry = registry;
    this.#online = online;
  }

  /** Downloads an image; everybody who wants it at the same time shares one download. */
  pull(image: string): Promise<StoredImage> {
    const reference = parse(image);
    const running = this.#pulls.get(reference.name);
    if (running !== undefined) return running;
    const pull = this.#download(reference).finally(() => this.#pulls.get(reference.name) === pull && this.#pulls.delete(reference.name));
    this.#pulls.set(reference.name, pull);
    return pull;
  }

  /** Puts an image on the disk as a machine image does, without a download. */
  preload(image: string): StoredImage {
    const reference = parse(image);
    const resolution = this.#registry.resolve(reference);
    if ("error" in resolution) throw new RuntimeError("NotFound", `${reference.name}: ${resolution.error}`);
    return this.#store(resolution.found);
  }

  /** By name, or by image id. */
  find(image: string): StoredImage | undefined {
    const parsed = parseImageReference(image);
    const byName = "error" in parsed ? undefined : this.#images.get(parsed.reference.name);
    return byName ?? [...this.#images.values()].find(({ status }) => status.id === image);
  }

  list(): readonly StoredImage[] {
    return [...this.#images.values()];
  }

  remove(image: string): void {
    const stored = this.find(image);
    if (stored !== undefined) this.#images.delete(stored.status.name);
  }

  /** The machine went down: downloads under way are lost. */
  interrupt(): void {
    this.#pulls.clear();
    this.#generation++;
  }

  async #download(reference: ImageReference): Promise<StoredImage> {
    const generation = this.#generation;
    if (!this.#online()) {
      await this.#clock.sleep(dialTimeout);
      throw pullError("Unknown", reference, `failed to do request: ${headRequest(reference)}: dial tcp: i/o timeout`);
    }
    await this.#clock.sleep(this.#random.integer(500, 1500));
    const resolution = this.#registry.resolve(reference);
    if ("error" in resolution) throw refusal(reference, resolution.error);
    await this.#clock.sleep((this.#missingBytes(resolution.found) / bytesPerSecond) * second);
    if (generation !== this.#generation) return await new Promise<never>(() => {});
    if (!this.#online()) throw pullError("Unknown", reference, `failed to copy: httpReadSeeker: failed open: failed to do request: ${headRequest(reference)}: dial tcp: i/o timeout`);
    return this.#store(resolution.found);
  }

  /** Without the layers that other images have brought already. */
  #missingBytes({ size, baseLayer, digest }: RemoteImage): Bytes {
    const known = this.list();
    if (known.some(({ remote }) => remote.digest === digest)) return 0;
    const shared = baseLayer !== undefined && known.some(({ remote }) => remote.baseLayer?.name === baseLayer.name);
    return shared ? Math.max(0, size - baseLayer.size) : size;
  }

  #store(remote: RemoteImage): StoredImage {
    const { reference, id, digest, size, program } = remote;
    const status: ImageStatus = { name: reference.name, id, digest, size, user: program?.user, standIn: program === undefined };
    const stored: StoredImage = { status, remote };
    this.#images.set(reference.name, stored);
    return stored;
  }
}

function parse(image: string): ImageReference {
  const parsed = parseImageReference(image);
  if ("error" in parsed) throw new RuntimeError("Unknown", `failed to parse reference ${JSON.stringify(image)}: ${parsed.error}`);
  return parsed.reference;
}

/** containerd's words for each way a registry can refuse. */
function refusal(reference: ImageReference, error: "no such host" | "access denied" | "tag not found"): RuntimeError {
  switch (error) {
    case "access denied":
      return pullError("Unknown", reference, "pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed");
    case "tag not found":
      return pullError("NotFound", reference, `${reference.name}: not found`);
    case "no such host":
      return pullError("Unknown", reference, `failed to do request: ${headRequest(reference)}: dial tcp: lookup ${reference.registry.split(":")[0]}: no such host`);
  }
}

function pullError(code: "Unknown" | "NotFound", { name }: ImageReference, why: string): RuntimeError {
  return new RuntimeError(code, `failed to pull and unpack image ${JSON.stringify(name)}: failed to resolve reference ${JSON.stringify(name)}: ${why}`);
}

function headRequest({ registry, repository, tag, digest }: ImageReference): string {
  const host = registry === "docker.io" ? "registry-1.docker.io" : registry;
  return `Head "https://${host}/v2/${repository}/manifests/${digest ?? tag}"`;
}
