import { type AffinityTerm, type LabelledPod, type NamespaceLabels, termMatches } from "./affinity-term.ts";
import { NodeCounts, type Place } from "./node-counts.ts";
import type { PodInfo } from "./pod-info.ts";

/** An affinity term that placed pods carry, and where they are. */
export interface PlacedTerm {
  readonly term: AffinityTerm;
  /** Of a preference; 0 for what is required. */
  readonly weight: number;
  readonly counts: NodeCounts;
}

/** The sides of pod affinity that placed pods impose on new ones. */
export type TermKind = "requiredAffinity" | "requiredAntiAffinity" | "preferredAffinity" | "preferredAntiAffinity";

/**
 * The affinity terms of all placed pods. Pods of one template share their terms, so there are about as many
 * entries as templates with affinity, however many pods there are.
 */
export class TermIndex {
  readonly #places: readonly (Place | undefined)[];
  readonly #labelsOf: NamespaceLabels;
  readonly #terms: Readonly<Record<TermKind, Map<string, PlacedTerm>>> = {
    requiredAffinity: new Map(),
    requiredAntiAffinity: new Map(),
    preferredAffinity: new Map(),
    preferredAntiAffinity: new Map(),
  };

  constructor(places: readonly (Place | undefined)[], labelsOf: NamespaceLabels) {
    this.#places = places;
    this.#labelsOf = labelsOf;
  }

  /** A pod has come to the node (1) or left it (-1). */
  add({ affinity }: PodInfo, place: Place, delta: 1 | -1): void {
    for (const term of affinity.requiredAffinity) this.#count("requiredAffinity", term, 0).add(place, delta);
    for (const term of affinity.requiredAntiAffinity) this.#count("requiredAntiAffinity", term, 0).add(place, delta);
    for (const { term, weight } of affinity.preferredAffinity) this.#count("preferredAffinity", term, weight).add(place, delta);
    for (const { term, weight } of affinity.preferredAntiAffinity) this.#count("preferredAntiAffinity", term, weight).add(place, delta);
  }

  /** The terms of placed pods that speak of this pod. */
  matching(kind: TermKind, pod: LabelledPod): readonly PlacedTerm[] {
    let found: PlacedTerm[] | undefined;
    for (const [key, placed] of this.#terms[kind]) {
      if (placed.counts.total === 0) this.#terms[kind].delete(key);
      else if (termMatches(placed.term, pod, this.#labelsOf)) (found ??= []).push(placed);
    }
    return found ?? none;
  }

  forgetDomains(): void {
    for (const terms of Object.values(this.#terms)) for (const { counts } of terms.values()) counts.forgetDomains();
  }

  #count(kind: TermKind, term: AffinityTerm, weight: number): NodeCounts {
    const key = `${weight}|${term.key}`;
    const known = this.#terms[kind].get(key);
    if (known !== undefined) return known.counts;
    const counts = new NodeCounts(this.#places);
    this.#terms[kind].set(key, { term, weight, counts });
    return counts;
  }
}

const none: readonly PlacedTerm[] = Object.freeze([]);
