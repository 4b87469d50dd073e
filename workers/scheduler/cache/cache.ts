import { assert } from "../../base/assert.ts";
import type { LabelSet } from "../../apimachinery/label-requirement.ts";
import type { Node } from "../../api/core/node.ts";
import { assumedOn, countsAlike, type PodInfo, sameLabels } from "./pod-info.ts";
import type { NamespaceLabels } from "./affinity-term.ts";
import { ImageStates } from "./image-states.ts";
import { type DomainCounts } from "./node-counts.ts";
import { NodeInfo } from "./node-info.ts";
import { interleaveZones, zoneOf } from "./node-order.ts";
import { PodCounters } from "./pod-counters.ts";
import { TermIndex } from "./term-index.ts";

/** What plugins see of the cluster. It stands still during a scheduling cycle, because a cycle never waits. */
export interface Cluster {
  /** The nodes, zones taking turns. */
  readonly nodes: readonly NodeInfo[];
  node(name: string): NodeInfo | undefined;
  /** Counts of placed pods by selector. */
  readonly counters: PodCounters;
  /** The affinity terms of placed pods. */
  readonly terms: TermIndex;
  readonly images: ImageStates;
  readonly namespaceLabels: NamespaceLabels;
  /** The domains of a topology, each with the number of its nodes. */
  domains(topologyKey: string): DomainCounts;
  /** Do all nodes belong to some domain of the topology? */
  covers(topologyKey: string): boolean;
  /** Of all placed pods; where nothing is placed, infinity. */
  lowestPriority(): number;
}

interface Topology {
  readonly domains: DomainCounts;
  /** How many nodes belong to it. */
  readonly nodes: number;
}

/**
 * Nodes and the pods on them, as the scheduler believes them to be: pods that it has placed count from that moment
 * on (they are assumed), until the API server confirms them or binding fails. An assumption never expires, as
 * upstream's default has it; a lost watch heals by listing again. Where upstream copies what has changed into a
 * snapshot for each cycle, cycles here read the cache itself.
 */
export class Cache implements Cluster {
  readonly #places: (NodeInfo | undefined)[] = [];
  readonly #freeSlots: number[] = [];
  readonly #byName = new Map<string, NodeInfo>();
  readonly #nodeOfPod = new Map<string, NodeInfo>();
  readonly #assumed = new Set<string>();
  /** How many placed pods have each priority. */
  readonly #priorities = new Map<number, number>();
  readonly #domains = new Map<string, Topology>();
  #order: NodeInfo[] | undefined;
  readonly namespaceLabels: NamespaceLabels;
  readonly images = new ImageStates();
  readonly counters: PodCounters;
  readonly terms: TermIndex;

  constructor(namespaceLabels: (namespace: string) => LabelSet | undefined) {
    this.namespaceLabels = namespaceLabels;
    this.counters = new PodCounters(this.#places);
    this.terms = new TermIndex(this.#places, namespaceLabels);
  }

  get nodes(): readonly NodeInfo[] {
    return (this.#order ??= interleaveZones([...this.#byName.values()].filter(({ node }) => node !== undefined)));
  }

  node(name: string): NodeInfo | undefined {
    const info = this.#byName.get(name);
    return info?.node === undefined ? undefined : info;
  }

  domains(topologyKey: string): DomainCounts {
    return this.#topology(topologyKey).domains;
  }

  covers(topologyKey: string): boolean {
    return this.#topology(topologyKey).nodes === this.nodes.length;
  }

  lowestPriority(): number {
    return Math.min(...this.#priorities.keys());
  }

  /** A node has appeared or changed. */
  setNode(node: Node): void {
    const info = this.#infoFor(node.metadata.name);
    const { labels: before } = info;
    const isNew = info.node === undefined;
    const zone = zoneOf(info);
    info.setNode(node);
    this.images.set(info.slot, node.status.images);
    if (isNew || zone !== zoneOf(info)) this.#order = undefined;
    if (isNew || !sameLabels(before, info.labels)) this.#labelsChanged(info);
  }

  removeNode(name: string): void {
    const info = this.#byName.get(name);
    if (info?.node === undefined) return;
    info.setNode(undefined);
    this.images.set(info.slot, undefined);
    this.#order = undefined;
    this.#labelsChanged(info);
    this.#release(info);
  }

  /** The API server says that the pod is on a node; what was assumed of it is confirmed or corrected. */
  setPod(pod: PodInfo): void {
    this.#assumed.delete(pod.uid);
    this.#place(pod);
  }

  removePod(uid: string): void {
    this.#assumed.delete(uid);
    this.#unplace(uid);
  }

  /** Counts the pod on the node from now on, though it is not bound yet. */
  assume(pod: PodInfo, nodeName: string): PodInfo {
    assert(!this.#nodeOfPod.has(pod.uid), `pod ${pod.key} is placed already`);
    const assumed = assumedOn(pod, nodeName);
    this.#assumed.add(pod.uid);
    this.#place(assumed);
    return assumed;
  }

  /** The assumption did not come true. */
  forget(uid: string): void {
    if (this.#assumed.delete(uid)) this.#unplace(uid);
  }

  isAssumed(uid: string): boolean {
    return this.#assumed.has(uid);
  }

  /** The placed pod as it is counted. */
  pod(uid: string): PodInfo | undefined {
    return this.#nodeOfPod.get(uid)?.pods.get(uid);
  }

  namespacesChanged(): void {
    this.counters.forgetNamespaces();
  }

  #topology(topologyKey: string): Topology {
    const known = this.#domains.get(topologyKey);
    if (known !== undefined) return known;
    const domains = new Map<string, number>();
    let nodes = 0;
    for (const { labels } of this.nodes) {
      const domain = labels[topologyKey];
      if (domain === undefined) continue;
      domains.set(domain, (domains.get(domain) ?? 0) + 1);
      nodes++;
    }
    const topology = { domains, nodes };
    this.#domains.set(topologyKey, topology);
    return topology;
  }

  #place(pod: PodInfo): void {
    const name = pod.pod.spec.nodeName ?? "";
    const place = this.#nodeOfPod.get(pod.uid);
    const counted = place?.pods.get(pod.uid);
    if (place?.name === name && counted !== undefined && countsAlike(counted, pod)) return void place.pods.set(pod.uid, pod);
    this.#unplace(pod.uid);
    const info = this.#infoFor(name);
    info.addPod(pod);
    this.#nodeOfPod.set(pod.uid, info);
    this.#count(pod, info, 1);
  }

  #unplace(uid: string): void {
    const info = this.#nodeOfPod.get(uid);
    const pod = info?.removePod(uid);
    if (info === undefined || pod === undefined) return;
    this.#nodeOfPod.delete(uid);
    this.#count(pod, info, -1);
    if (info.node === undefined) this.#release(info);
  }

  #count(pod: PodInfo, info: NodeInfo, delta: 1 | -1): void {
    this.counters.add(pod, info, delta);
    this.terms.add(pod, info, delta);
    const count = (this.#priorities.get(pod.priority) ?? 0) + delta;
    if (count === 0) this.#priorities.delete(pod.priority);
    else this.#priorities.set(pod.priority, count);
  }

  /** Pods may be heard of before their node. */
  #infoFor(name: string): NodeInfo {
    const known = this.#byName.get(name);
    if (known !== undefined) return known;
    const slot = this.#freeSlots.pop() ?? this.#places.length;
    const info = new NodeInfo(name, slot);
    this.#places[slot] = info;
    this.#byName.set(name, info);
    return info;
  }

  #release(info: NodeInfo): void {
    if (info.pods.size > 0) return;
    this.#byName.delete(info.name);
    this.#places[info.slot] = undefined;
    this.#freeSlots.push(info.slot);
  }

  #labelsChanged(info: NodeInfo): void {
    this.#domains.clear();
    if (info.pods.size === 0) return;
    this.counters.forgetDomains();
    this.terms.forgetDomains();
  }
}
