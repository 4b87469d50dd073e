import type { Milliseconds } from "../base/units.ts";
import type { Random } from "../sim/random.ts";

/** The place of everything that is no node: visitors, the internet. */
export const outsideWorld = "outside";

export interface LinkQuality {
  /** One way. */
  readonly latency: Milliseconds;
  /** Share of packets that get lost, 0 to 1. */
  readonly loss: number;
}

export interface Path {
  readonly reachable: boolean;
  readonly latency: Milliseconds;
  /** Why not, when it is not reachable. */
  readonly reason?: string;
}

const betweenNodes: LinkQuality = { latency: 1, loss: 0 };
const toOutside: LinkQuality = { latency: 10, loss: 0 };
const withinNode: Path = { reachable: true, latency: 0 };

/** The wires between nodes: how slow and lossy each is, which are cut, and who is switched off. */
export class Links {
  readonly #random: Random;
  readonly #off = new Set<string>();
  readonly #isolated = new Set<string>();
  readonly #cut = new Set<string>();
  readonly #quality = new Map<string, LinkQuality>();
  readonly #nodeQuality = new Map<string, LinkQuality>();

  constructor(random: Random) {
    this.#random = random;
  }

  setPower(node: string, on: boolean): void {
    if (on) this.#off.delete(node);
    else this.#off.add(node);
  }

  isOff(node: string): boolean {
    return this.#off.has(node);
  }

  /** Cuts one node off from everybody else, or mends that. */
  setIsolated(node: string, isolated: boolean): void {
    if (isolated) this.#isolated.add(node);
    else this.#isolated.delete(node);
  }

  setCut(a: string, b: string, cut: boolean): void {
    if (cut) this.#cut.add(pair(a, b));
    else this.#cut.delete(pair(a, b));
  }

  /** Sets the link between two nodes, or with no second node everything that enters or leaves the first; undefined restores the default. */
  setQuality(a: string, b: string | undefined, quality: LinkQuality | undefined): void {
    const table = b === undefined ? this.#nodeQuality : this.#quality;
    const key = b === undefined ? a : pair(a, b);
    if (quality === undefined) table.delete(key);
    else table.set(key, quality);
  }

  /** Can a packet get from one node to the other, and how long does it take? */
  path(from: string, to: string): Path {
    if (this.#off.has(from)) return { reachable: false, latency: 0, reason: `${from} is powered off` };
    if (from === to) return withinNode;
    if (this.#off.has(to)) return { reachable: false, latency: 0, reason: `${to} is powered off` };
    const reason = this.#severed(from, to);
    if (reason !== undefined) return { reachable: false, latency: 0, reason };
    return { reachable: true, latency: this.#qualityOf(from, to).latency };
  }

  /** Draws whether one packet gets lost on the way. */
  loses(from: string, to: string): boolean {
    if (from === to) return false;
    const { loss } = this.#qualityOf(from, to);
    return loss > 0 && this.#random.next() < loss;
  }

  forget(node: string): void {
    this.#off.delete(node);
    this.#isolated.delete(node);
    this.#nodeQuality.delete(node);
    for (const key of this.#cut) if (mentions(key, node)) this.#cut.delete(key);
    for (const key of this.#quality.keys()) if (mentions(key, node)) this.#quality.delete(key);
  }

  #severed(from: string, to: string): string | undefined {
    if (this.#isolated.has(from)) return `${from} is cut off from the network`;
    if (this.#isolated.has(to)) return `${to} is cut off from the network`;
    if (this.#cut.size > 0 && this.#cut.has(pair(from, to))) return `the network is partitioned between ${from} and ${to}`;
    return undefined;
  }

  #qualityOf(from: string, to: string): LinkQuality {
    const own = this.#quality.size === 0 ? undefined : this.#quality.get(pair(from, to));
    if (own !== undefined) return own;
    const base = from === outsideWorld || to === outsideWorld ? toOutside : betweenNodes;
    if (this.#nodeQuality.size === 0) return base;
    return [from, to].map((node) => this.#nodeQuality.get(node)).reduce<LinkQuality>((sum, extra) => (extra === undefined ? sum : join(sum, extra)), base);
  }
}

/** Both delays add up; a packet must survive both. */
function join(a: LinkQuality, b: LinkQuality): LinkQuality {
  return { latency: a.latency + b.latency, loss: 1 - (1 - a.loss) * (1 - b.loss) };
}

function pair(a: string, b: string): string {
  return a < b ? `${a}|${b}` : `${b}|${a}`;
}

function mentions(key: string, node: string): boolean {
  return key.split("|").includes(node);
}
