import type { Node, Pod } from "../api/generated/core/v1.ts";
import type { EtcdStore } from "../etcd/store.ts";

/** Pods that a cluster is not complete without, beside those of the control plane's own node. */
const leastSystemPods = 2;

/** Judges whether the cluster is up: every machine is a ready node, and all pods of kube-system are ready. */
export class Readiness {
  readonly #store: EtcdStore;
  readonly #machines: () => Iterable<string>;
  #judged = { revision: -1, ready: false };

  constructor(store: EtcdStore, machines: () => Iterable<string>) {
    this.#store = store;
    this.#machines = machines;
  }

  get ready(): boolean {
    const { revision } = this.#store;
    if (this.#judged.revision !== revision) this.#judged = { revision, ready: this.#judge() };
    return this.#judged.ready;
  }

  #judge(): boolean {
    const nodes = new Map(this.#below<Node>("/registry/minions/").map((node) => [node.metadata.name, node]));
    for (const name of this.#machines()) if (!isReady(nodes.get(name))) return false;
    const pods = this.#below<Pod>("/registry/pods/kube-system/");
    const dns = pods.filter(({ metadata }) => metadata.labels?.["k8s-app"] === "kube-dns");
    return dns.length >= leastSystemPods && pods.every(isReady);
  }

  #below<T>(prefix: string): readonly T[] {
    const found: T[] = [];
    this.#store.visit({ from: prefix, to: `${prefix.slice(0, -1)}0` }, ({ value }) => void found.push(value as T));
    return found;
  }
}

const isReady = (object: Node | Pod | undefined): boolean => {
  const conditions: readonly { readonly type: string; readonly status: string }[] = object?.status.conditions ?? [];
  return conditions.some(({ type, status }) => type === "Ready" && status === "True");
};
