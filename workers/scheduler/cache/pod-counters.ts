import type { LabelSet } from "../../apimachinery/label-requirement.ts";
import type { LabelledPod } from "./affinity-term.ts";
import { NodeCounts, type Place } from "./node-counts.ts";
import type { PodInfo } from "./pod-info.ts";

/** Which pods are counted. Equal questions have equal keys. */
export interface PodMatcher {
  readonly key: string;
  /** Does the answer depend on the labels of namespaces? */
  readonly asksNamespaces: boolean;
  matches(pod: LabelledPod & { readonly terminating: boolean }): boolean;
}

/** Pods of one namespace with equal labels, which nothing here can tell apart. */
interface Lookalikes extends LabelledPod {
  readonly terminating: boolean;
  readonly onSlot: Map<number, number>;
  readonly counters: NodeCounts[];
  total: number;
}

interface Counter {
  readonly matcher: PodMatcher;
  readonly counts: NodeCounts;
}

/** More questions than that are not kept: the one that was not asked for longest is forgotten. */
const mostCounters = 512;

/**
 * Counts placed pods by label selectors. A selector is evaluated once for each distinct set of labels, not once for
 * each pod; after that its counts follow every pod that comes or goes.
 */
export class PodCounters {
  readonly #places: readonly (Place | undefined)[];
  readonly #groups = new Map<string, Lookalikes>();
  /** In the order of last use. */
  readonly #counters = new Map<string, Counter>();

  constructor(places: readonly (Place | undefined)[]) {
    this.#places = places;
  }

  /** A pod has come to the node (1) or left it (-1). */
  add(info: PodInfo, place: Place, delta: 1 | -1): void {
    const key = groupKey(info);
    const group = this.#groups.get(key) ?? this.#open(key, info);
    const count = (group.onSlot.get(place.slot) ?? 0) + delta;
    if (count === 0) group.onSlot.delete(place.slot);
    else group.onSlot.set(place.slot, count);
    group.total += delta;
    if (group.total === 0) this.#groups.delete(key);
    for (const counts of group.counters) counts.add(place, delta);
  }

  /** The counts of all pods that match, live. */
  count(matcher: PodMatcher): NodeCounts {
    const known = this.#counters.get(matcher.key);
    if (known !== undefined) {
      this.#counters.delete(matcher.key);
      this.#counters.set(matcher.key, known);
      return known.counts;
    }
    if (this.#counters.size >= mostCounters) this.#forget(this.#counters.keys().next().value as string);
    return this.#start(matcher);
  }

  forgetDomains(): void {
    for (const { counts } of this.#counters.values()) counts.forgetDomains();
  }

  /** The labels of a namespace have changed. */
  forgetNamespaces(): void {
    for (const [key, { matcher }] of this.#counters) if (matcher.asksNamespaces) this.#forget(key);
  }

  #open(key: string, { namespace, labels, terminating }: PodInfo): Lookalikes {
    const group: Lookalikes = { namespace, labels, terminating, onSlot: new Map(), counters: [], total: 0 };
    for (const { matcher, counts } of this.#counters.values()) if (matcher.matches(group)) group.counters.push(counts);
    this.#groups.set(key, group);
    return group;
  }

  #start(matcher: PodMatcher): NodeCounts {
    const counts = new NodeCounts(this.#places);
    for (const group of this.#groups.values()) {
      if (!matcher.matches(group)) continue;
      group.counters.push(counts);
      for (const [slot, count] of group.onSlot) counts.add(this.#places[slot]!, count);
    }
    this.#counters.set(matcher.key, { matcher, counts });
    return counts;
  }

  #forget(key: string): void {
    const counter = this.#counters.get(key);
    this.#counters.delete(key);
    for (const { counters } of this.#groups.values()) {
      const index = counters.findIndex((counts) => counts === counter?.counts);
      if (index >= 0) counters.splice(index, 1);
    }
  }
}

const groupKey = ({ namespace, labels, terminating }: PodInfo) => `${terminating ? "-" : "+"}${namespace}${labelsKey(labels)}`;

/** Equal labels in any order have equal keys. Neither keys nor values of labels contain the separators. */
function labelsKey(labels: LabelSet): string {
  let text = "";
  for (const key of Object.keys(labels).sort()) text += `,${key}=${labels[key]}`;
  return text;
}
