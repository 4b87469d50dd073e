import { second, type Milliseconds } from "../../base/units.ts";
import { ApiError } from "../../apimachinery/status.ts";
import type { Lease } from "../../api/coordination/lease.ts";
import { type Node, type NodeCondition, Nodes } from "../../api/core/node.ts";
import type { Pod } from "../../api/core/pod.ts";
import { type Informer, revisionOf } from "../../client/informer.ts";
import { ConnectionError } from "../../client/transport.ts";
import type { ControllerEnvironment } from "../framework/controller.ts";
import { podsOnNode } from "../framework/indexes.ts";
import { RetryLater } from "../framework/reconciler.ts";
import { conditionTaints, isConditionTaint, isLostTaint, lostTaint } from "./condition-taints.ts";
import { markPodsNotReady } from "./mark-pods-not-ready.ts";
import { isSilent, listen, type NodeHealth, readyCondition, unknownConditions } from "./node-health.ts";
import { alters, type TaintChange, writeTaints } from "./write-taints.ts";
import { evictionRateIn, stateOf, zoneOf, type ZoneState } from "./zones.ts";
import { ZoneQueue } from "./zone-queue.ts";

export interface Sources {
  readonly nodes: Informer<Node>;
  readonly pods: Informer<Pod>;
  readonly leases: Informer<Lease>;
}

/** How often the nodes are looked at (--node-monitor-period). */
const monitorPeriod = 5 * second;

/** A kubelet renews its lease every 10 s. After twice that something is about to happen: no longer a mere pulse. */
const suspicious = 20 * second;

const byCondition: TaintChange = { concerns: isConditionTaint, wanted: conditionTaints };
const reachable: TaintChange = { concerns: isLostTaint, wanted: () => [] };
const lostWith = (ready: string): TaintChange => ({ concerns: isLostTaint, wanted: () => [lostTaint(ready)] });

/** The controller's memory and its round. */
export class NodeLifecycle {
  readonly #environment: ControllerEnvironment;
  readonly #sources: Sources;
  readonly #known = new Map<string, Node>();
  readonly #health = new Map<string, NodeHealth>();
  readonly #zones = new Map<string, { readonly queue: ZoneQueue; state: ZoneState }>();
  /** Nodes whose pods could not all be marked. */
  readonly #unmarked = new Set<string>();

  constructor(environment: ControllerEnvironment, sources: Sources) {
    this.#environment = environment;
    this.#sources = sources;
  }

  start(): void {
    const { nodes, pods } = this.#sources;
    nodes.addHandler({ added: (node) => this.#followConditions(node), updated: (_previous, node) => this.#followConditions(node) });
    pods.addHandler({
      added: (pod) => this.#podPlaced(pod),
      updated: (previous, pod) => (previous.spec.nodeName === pod.spec.nodeName ? undefined : this.#podPlaced(pod)),
    });
    this.#environment.clock.spawn(() => this.#watchOver());
  }

  /** A round that takes long delays the next one. */
  async #watchOver(): Promise<never> {
    const { clock } = this.#environment;
    for (;;) {
      await this.#round();
      await clock.sleep(monitorPeriod, this.#isTense() ? "foreground" : "background");
    }
  }

  /** Is a node silent that is not yet declared lost? */
  #isTense(): boolean {
    const now = this.#environment.clock.now();
    for (const node of this.#sources.nodes.list()) {
      const health = this.#health.get(node.metadata.name);
      if (health !== undefined && readyCondition(node)?.status === "True" && now - health.heardAt > suspicious) return true;
    }
    return false;
  }

  async #round(): Promise<void> {
    const nodes = this.#sources.nodes.list();
    await this.#welcomeAndForget(nodes);
    const current: Node[] = [];
    for (const node of nodes) current.push((await this.#attempt(node.metadata.name, () => this.#check(node))) ?? node);
    await this.#judgeZones(current);
  }

  async #welcomeAndForget(nodes: readonly Node[]): Promise<void> {
    const { recorder } = this.#environment;
    const present = new Set(nodes.map(({ metadata }) => metadata.name));
    for (const node of nodes) {
      const { name } = node.metadata;
      this.#zoneFor(node);
      if (this.#known.has(name)) continue;
      this.#known.set(name, node);
      recorder.normal(aboutNode(node), "RegisteredNode", `Node ${name} event: Registered Node ${name} in Controller`);
      // Taints that an earlier process put on a node which is well would stay for ever.
      if (readyCondition(node)?.status === "True") await this.#attempt(name, () => this.#setTaints(node, reachable));
    }
    for (const [name, node] of this.#known) {
      if (present.has(name)) continue;
      this.#known.delete(name);
      this.#health.delete(name);
      this.#zones.get(zoneOf(node))?.queue.remove(name);
      recorder.normal(aboutNode(node), "RemovingNode", `Node ${name} event: Removing Node ${name} from Controller`);
    }
  }

  /** Returns the node as it is after the check. */
  async #check(seen: Node): Promise<Node> {
    const { name } = seen.metadata;
    const now = this.#environment.clock.now();
    const renewTime = this.#sources.leases.get(`kube-node-lease/${name}`)?.spec.renewTime;
    const health = listen(this.#health.get(name), seen, renewTime, now);
    this.#health.set(name, health);

    const before = readyCondition(seen);
    const node = isSilent(seen, health, now) ? await this.#declareUnknown(seen, now) : seen;
    const ready = readyCondition(node);
    if (ready !== undefined) {
      await this.#queueTaints(node, ready);
      await this.#markPods(node, ready, before);
    }
    return node;
  }

  async #declareUnknown(node: Node, now: Milliseconds): Promise<Node> {
    const conditions = unknownConditions(node, now);
    if (conditions === node.status.conditions) return node;
    return this.#client(node).updateStatus(Nodes, { ...node, status: { ...node.status, conditions } });
  }

  async #queueTaints(node: Node, ready: NodeCondition): Promise<void> {
    const { queue } = this.#zoneFor(node);
    const { name } = node.metadata;
    if (ready.status === "True") {
      queue.remove(name);
      return this.#setTaints(node, reachable);
    }
    const newest = this.#sources.nodes.get(name) ?? node;
    const taints = (newest.spec.taints ?? []).filter(isLostTaint);
    const wanted = lostTaint(ready.status);
    if (taints.some(({ key }) => key !== wanted.key)) return this.#setTaints(newest, lostWith(ready.status));
    // Somebody may have taken the taint off: the node is put in line once more.
    if (taints.length === 0 && !queue.isWaiting(name)) queue.remove(name);
    queue.add(name);
  }

  async #markPods(node: Node, ready: NodeCondition, before: NodeCondition | undefined): Promise<void> {
    const { name } = node.metadata;
    const lost = ready.status !== "True" && before?.status === "True";
    if (lost) this.#recorder(node).normal(aboutNode(node), "NodeNotReady", `Node ${name} status is now: NodeNotReady`);
    const again = this.#unmarked.has(name) && before?.status !== "True";
    this.#unmarked.delete(name);
    if ((lost || again) && !(await this.#mark(node, podsOnNode(this.#sources.pods, name)))) this.#unmarked.add(name);
  }

  #mark(node: Node, pods: readonly Pod[]): Promise<boolean> {
    return markPodsNotReady({ client: this.#client(node), recorder: this.#recorder(node), clock: this.#environment.clock }, pods);
  }

  /** A pod that is put on a node which is lost will not become ready. */
  #podPlaced(pod: Pod): void {
    const node = this.#sources.nodes.get(pod.spec.nodeName ?? "");
    if (node === undefined || !this.#health.has(node.metadata.name)) return;
    const ready = readyCondition(node);
    if (ready === undefined || ready.status === "True") return;
    this.#environment.clock.spawn(async () => {
      await this.#attempt(node.metadata.name, () => this.#mark(node, [pod]));
    });
  }

  #followConditions(node: Node): void {
    if (!alters(node, byCondition)) return;
    this.#environment.clock.spawn(async () => {
      await this.#attempt(node.metadata.name, () => this.#setTaints(node, byCondition));
    });
  }

  /** Called by the queue of a zone when it is the node's turn. */
  async #taintLost(name: string): Promise<void> {
    const node = this.#sources.nodes.get(name);
    const ready = node === undefined ? undefined : readyCondition(node);
    if (node === undefined || ready === undefined || ready.status === "True") return;
    await this.#attempt(name, () => this.#setTaints(node, lostWith(ready.status)));
  }

  #setTaints(node: Node, change: TaintChange): Promise<void> {
    return alters(node, change) ? writeTaints(this.#client(node), this.#environment.clock, node, change) : Promise.resolve();
  }

  /** If all nodes seem lost, it is more likely this process that is cut off: nothing is declared lost then. */
  async #judgeZones(nodes: readonly Node[]): Promise<void> {
    const members = new Map<string, Node[]>();
    for (const node of nodes) members.set(zoneOf(node), [...(members.get(zoneOf(node)) ?? []), node]);
    for (const zone of this.#zones.keys()) if (!members.has(zone)) this.#zones.delete(zone);
    const states = new Map([...members].map(([zone, inZone]) => [zone, stateOf(inZone)]));

    const allWereLost = [...this.#zones.values()].every(({ state }) => state === "FullDisruption");
    const allAreLost = [...states.values()].every((state) => state === "FullDisruption");
    if (allAreLost) return allWereLost ? undefined : this.#holdStill(nodes);
    if (allWereLost) this.#beginAnew(nodes);
    for (const [zone, entry] of this.#zones) {
      const state = states.get(zone) ?? "Initial";
      if (entry.state === state && !allWereLost) continue;
      this.#environment.log.info(`controller detected that zone "${zone}" is now in new state: ${state}`);
      entry.state = state;
      entry.queue.setRate(evictionRateIn(state, members.get(zone)?.length ?? 0));
    }
  }

  async #holdStill(nodes: readonly Node[]): Promise<void> {
    this.#environment.log.info("controller detected that all Nodes are not-Ready. Entering master disruption mode");
    for (const node of nodes) {
      this.#zoneFor(node).queue.remove(node.metadata.name);
      await this.#attempt(node.metadata.name, () => this.#setTaints(node, reachable));
    }
    for (const entry of this.#zones.values()) {
      entry.queue.setRate(0);
      entry.state = "FullDisruption";
    }
  }

  /** The nodes may have been silent only for us: their time begins again. */
  #beginAnew(nodes: readonly Node[]): void {
    const heardAt = this.#environment.clock.now();
    for (const { metadata: { name } } of nodes) {
      const health = this.#health.get(name);
      if (health !== undefined) this.#health.set(name, { ...health, heardAt });
    }
  }

  #zoneFor(node: Node) {
    const zone = zoneOf(node);
    const known = this.#zones.get(zone);
    if (known !== undefined) return known;
    const queue = new ZoneQueue(this.#environment.clock, evictionRateIn("Initial", 0), (name) => this.#taintLost(name));
    const entry: { readonly queue: ZoneQueue; state: ZoneState } = { queue, state: "Initial" };
    this.#zones.set(zone, entry);
    return entry;
  }

  #client(node: Node) {
    return this.#environment.client.because({ actor: this.#environment.actor, revision: revisionOf(node) });
  }

  #recorder(node: Node) {
    return this.#environment.recorder.because({ actor: this.#environment.actor, revision: revisionOf(node) });
  }

  /** What fails now is tried again in the next round. */
  async #attempt<T>(name: string, act: () => Promise<T>): Promise<T | undefined> {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof ApiError || error instanceof ConnectionError || error instanceof RetryLater)) throw error;
      this.#environment.log.warning(`node ${name}: ${error.message}`);
      return undefined;
    }
  }
}

const aboutNode = ({ metadata: { name, uid } }: Node) => ({ apiVersion: "v1", kind: "Node", name, uid });

