import type { LabelSet } from "../../apimachinery/label-requirement.ts";

/** Where something is counted: a node, by a small number of its own and its labels. */
export interface Place {
  readonly slot: number;
  readonly labels: LabelSet;
}

/** How many there are of something in each topology domain: in each zone, on each host. */
export type DomainCounts = ReadonlyMap<string, number>;

/**
 * How many of some set of pods are on each node, kept up to date as pods come and go. The sums per topology
 * domain are made when they are asked for and kept too, so that no scheduling cycle has to walk over the pods.
 */
export class NodeCounts {
  readonly #places: readonly (Place | undefined)[];
  readonly #onNode: number[] = [];
  readonly #domains = new Map<string, Map<string, number>>();
  #total = 0;

  /** `places` holds every node under its slot. */
  constructor(places: readonly (Place | undefined)[]) {
    this.#places = places;
  }

  get total(): number {
    return this.#total;
  }

  add({ slot, labels }: Place, delta: number): void {
    while (this.#onNode.length <= slot) this.#onNode.push(0);
    this.#onNode[slot]! += delta;
    this.#total += delta;
    for (const [topologyKey, counts] of this.#domains) {
      const domain = labels[topologyKey];
      if (domain !== undefined) change(counts, domain, delta);
    }
  }

  on({ slot }: Place): number {
    return this.#onNode[slot] ?? 0;
  }

  /** Only domains that hold at least one are listed. The map lives on: copy what has to last. */
  by(topologyKey: string): DomainCounts {
    return this.#domains.get(topologyKey) ?? this.#sum(topologyKey);
  }

  /** The labels of nodes have changed: the sums are made anew. */
  forgetDomains(): void {
    this.#domains.clear();
  }

  #sum(topologyKey: string): DomainCounts {
    const counts = new Map<string, number>();
    for (let slot = 0; slot < this.#onNode.length; slot++) {
      const count = this.#onNode[slot]!;
      const domain = count === 0 ? undefined : this.#places[slot]?.labels[topologyKey];
      if (domain !== undefined) change(counts, domain, count);
    }
    this.#domains.set(topologyKey, counts);
    return counts;
  }
}

function change(counts: Map<string, number>, domain: string, delta: number): void {
  const count = (counts.get(domain) ?? 0) + delta;
  if (count === 0) counts.delete(domain);
  else counts.set(domain, count);
}
