import { Nodes, type Node } from "../../api/core/node.ts";
import { Pods, type Pod } from "../../api/core/pod.ts";
import { keyOf, type KubernetesObject, type ObjectKey } from "../../apimachinery/object.ts";
import type { Milliseconds } from "../../base/units.ts";
import type { ObjectChange, ObjectRemoval } from "../../protocol/delta.ts";
import type { PodState, PodSummary } from "../../protocol/pod-summary.ts";
import type { Vitals } from "./health.ts";
import { summarizePod } from "./pod-summary.ts";

type ReadyStatus = Vitals["nodes"][number]["ready"];

const noPods = (): Record<PodState, number> => ({ ready: 0, running: 0, starting: 0, pending: 0, backoff: 0, failed: 0, succeeded: 0, terminating: 0, unknown: 0 });

/**
 * What the page is shown: every object with what its picture needs, kept up to date write by write. Each
 * object appears once in the next delta, however often it changed.
 */
export class WorldView {
  readonly #now: () => Milliseconds;
  readonly #pods = new Map<ObjectKey, { readonly pod: Pod; summary: PodSummary }>();
  readonly #podsOfNode = new Map<string, Set<ObjectKey>>();
  readonly #nodes = new Map<string, ReadyStatus>();
  readonly #dirty = new Map<string, ObjectRemoval | { readonly resource: string; readonly object: KubernetesObject }>();
  readonly #count = noPods();
  readonly #troubled = new Set<ObjectKey>();

  constructor(now: () => Milliseconds) {
    this.#now = now;
  }

  get changed(): boolean {
    return this.#dirty.size > 0;
  }

  set(resource: string, object: KubernetesObject): void {
    const key = keyOf(object);
    this.#dirty.set(`${resource}/${key}`, { resource, object });
    if (resource === Pods.plural) this.#setPod(key, object as Pod);
    if (resource === Nodes.plural) this.#setNode(object as Node);
  }

  remove(resource: string, object: KubernetesObject): void {
    const key = keyOf(object);
    this.#dirty.set(`${resource}/${key}`, { type: "remove", resource, key, uid: object.metadata.uid });
    if (resource === Pods.plural) this.#forgetPod(key);
    if (resource === Nodes.plural) this.#nodes.delete(key);
  }

  /** At most `limit` changes that the page has not seen, oldest first. */
  take(limit: number): readonly (ObjectChange | ObjectRemoval)[] {
    const changes: (ObjectChange | ObjectRemoval)[] = [];
    for (const [id, entry] of this.#dirty) {
      if (changes.length === limit) break;
      this.#dirty.delete(id);
      changes.push("object" in entry ? this.#changeOf(entry.resource, entry.object) : entry);
    }
    return changes;
  }

  vitals(apiServerUp: boolean): Vitals {
    const example = this.#troubled.values().next().value;
    const troubled = example === undefined ? undefined : this.#pods.get(example);
    return {
      apiServerUp,
      nodes: [...this.#nodes].map(([name, ready]) => ({ name, ready })),
      pods: this.#count,
      ...(troubled !== undefined && { troubled: { name: troubled.pod.metadata.name, status: troubled.summary.status } }),
    };
  }

  #changeOf(resource: string, object: KubernetesObject): ObjectChange {
    const { managedFields: _, ...metadata } = object.metadata;
    const key = keyOf(object);
    const pod = resource === Pods.plural ? this.#pods.get(key)?.summary : undefined;
    return { type: "set", resource, key, object: { ...object, metadata }, ...(pod !== undefined && { pod }) };
  }

  #setPod(key: ObjectKey, pod: Pod): void {
    this.#forgetPod(key);
    const node = pod.spec.nodeName;
    const summary = summarizePod(pod, this.#now(), node === undefined || this.#nodes.get(node) !== "Unknown");
    this.#pods.set(key, { pod, summary });
    this.#tally(key, summary, 1);
    if (node !== undefined) this.#podsOn(node).add(key);
  }

  #forgetPod(key: ObjectKey): void {
    const known = this.#pods.get(key);
    if (known === undefined) return;
    this.#pods.delete(key);
    this.#tally(key, known.summary, -1);
    if (known.pod.spec.nodeName !== undefined) this.#podsOn(known.pod.spec.nodeName).delete(key);
  }

  #tally(key: ObjectKey, { state }: PodSummary, step: 1 | -1): void {
    this.#count[state] += step;
    if (state !== "backoff" && state !== "failed") return;
    if (step === 1) this.#troubled.add(key);
    else this.#troubled.delete(key);
  }

  #podsOn(node: string): Set<ObjectKey> {
    const pods = this.#podsOfNode.get(node) ?? new Set();
    this.#podsOfNode.set(node, pods);
    return pods;
  }

  /** When a node falls silent or is heard of again, its pods look different though nobody wrote to them. */
  #setNode({ metadata: { name }, status }: Node): void {
    const ready = ((status.conditions ?? []).find(({ type }) => type === "Ready")?.status ?? "False") as ReadyStatus;
    const before = this.#nodes.get(name);
    this.#nodes.set(name, ready);
    if ((before === "Unknown") === (ready === "Unknown")) return;
    // A copy: setting a pod takes it out of its node's set and puts it back, so an iteration over the set itself would never end.
    for (const key of Array.from(this.#podsOn(name))) {
      const { pod } = this.#pods.get(key)!;
      this.#dirty.set(`${Pods.plural}/${key}`, { resource: Pods.plural, object: pod });
      this.#setPod(key, pod);
    }
  }
}
