import type { Delta, Happening, ObjectChange, ObjectRemoval, Speed } from "../../workers/protocol/delta.ts";
import type { PodState } from "../../workers/protocol/pod-summary.ts";
import * as make from "./fake-objects.ts";

interface FakePod {
  readonly name: string;
  readonly app: string;
  node: string | undefined;
  state: PodState;
  until?: number;
  readonly born: number;
  change?: ObjectChange;
}

/** How large the fake world is. */
export interface FakeSize {
  readonly nodes: number;
  readonly apps: Readonly<Record<string, number>>;
  /** Show one pod of every state. */
  readonly states: boolean;
}

const hash = "7d9f8b6c4";
const letters = "bcdfghjklmnpqrstvwxz2456789";

/** A hand-made world that behaves a little like a cluster, to look at the page while there is no worker. For development and tests only. */
export class FakeWorld {
  readonly #tell: (delta: Delta) => void;
  readonly #pods = new Map<string, FakePod>();
  readonly #nodes = new Map<string, { ready: "True" | "Unknown"; cordoned: boolean; off: boolean }>();
  readonly #desired = new Map<string, number>();
  readonly #owners = new Map<string, { kind: string; name: string; uid: string }>();
  #tasks: { at: number; run: () => void }[] = [];
  #pending: (ObjectChange | ObjectRemoval)[] = [];
  #happenings: Happening[] = [];
  #sequence = 0;
  #counter = 7;
  #sent = 0;
  #failed = 0;
  #rate = 4;
  now = make.fakeStart;
  paused = true;
  speed: Speed = 1;

  constructor(size: FakeSize, tell: (delta: Delta) => void) {
    this.#tell = tell;
    this.#buildNodes(size.nodes);
    for (const [app, replicas] of Object.entries(size.apps)) this.#buildApp(app, replicas);
    if (size.states) this.#buildStates();
    this.flush({ reset: true });
  }

  /** Lets virtual time pass. */
  advance(milliseconds: number): void {
    const end = this.now + milliseconds;
    for (;;) {
      const next = this.#tasks.filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      this.#tasks = this.#tasks.filter((task) => task !== next);
      this.now = Math.max(this.now, next.at);
      next.run();
    }
    this.now = end;
    this.#sent += (this.#rate * milliseconds) / 1000;
  }

  killPod(name: string): boolean {
    const pod = this.#pods.get(name);
    if (pod === undefined) return false;
    this.#tellOf("you", `you told pod ${name} to stop within 30 s`, { resource: "pods", key: `default/${name}` });
    this.#set(pod, "terminating", this.now + 30_000);
    this.#after(700, () => this.#reconcile(pod.app));
    this.#after(2_100, () => this.#remove(pod));
    this.#failed += 1;
    return true;
  }

  crash(name: string): void {
    const pod = this.#pods.get(name);
    if (pod === undefined) return;
    this.#set(pod, "backoff", this.now + 10_000);
    this.#event("BackOff", "Back-off restarting failed container nginx", pod, true);
    this.#after(10_000, () => this.#set(pod, "running"));
    this.#after(12_000, () => this.#set(pod, "ready"));
  }

  powerOff(name: string): void {
    const node = this.#nodes.get(name);
    if (node === undefined) return;
    node.off = true;
    this.#after(50_000, () => {
      if (!node.off) return;
      node.ready = "Unknown";
      this.#setNode(name);
      this.#tellOf("node-controller", `Nobody hears of node ${name} any more`, { resource: "nodes", key: name }, true);
      for (const pod of this.#pods.values()) if (pod.node === name) this.#set(pod, "unknown");
    });
    this.#after(350_000, () => {
      for (const pod of this.#pods.values()) {
        if (!node.off || pod.node !== name) continue;
        this.#remove(pod);
        this.#reconcile(pod.app);
      }
    });
  }

  powerOn(name: string): void {
    const node = this.#nodes.get(name);
    if (node === undefined) return;
    node.off = false;
    node.ready = "True";
    this.#setNode(name);
    for (const pod of this.#pods.values()) if (pod.node === name) this.#set(pod, "ready");
  }

  cordon(name: string, cordoned: boolean): void {
    const node = this.#nodes.get(name);
    if (node === undefined) return;
    node.cordoned = cordoned;
    this.#setNode(name);
  }

  addNode(): string {
    const name = `node-${this.#nodes.size}`;
    this.#nodes.set(name, { ready: "True", cordoned: false, off: false });
    this.#setNode(name);
    return name;
  }

  scale(app: string, replicas: number): void {
    this.#desired.set(app, replicas);
    this.#tellOf("you", `you want ${replicas} pods of deployment ${app}`, { resource: "deployments.apps", key: `default/${app}` });
    this.#reconcile(app);
  }

  load(rate: number): void {
    this.#rate = rate;
  }

  flush(more: Partial<Delta> = {}): void {
    const [objects, happenings] = [this.#pending, this.#happenings];
    [this.#pending, this.#happenings] = [[], []];
    this.#sequence += 1;
    const clock = { now: this.now, start: make.fakeStart, paused: this.paused, speed: this.speed };
    const traffic = [...this.#desired.keys()].map((app) => ({ service: `default/${app}`, perSecond: this.#rate, sent: Math.round(this.#sent), failed: this.#failed }));
    this.#tell({ sequence: this.#sequence, clock, objects, happenings, traffic, health: this.#health(), controlPlane: { apiServer: "up" }, ...more });
  }

  #health(): Delta["health"] {
    const pods = [...this.#pods.values()];
    const lost = [...this.#nodes].filter(([, { ready }]) => ready !== "True").map(([name]) => name);
    const waiting = pods.filter(({ state }) => state === "pending").length;
    const starting = pods.filter(({ state }) => state === "starting" || state === "terminating").length;
    if (lost.length > 0) return { level: "degraded", sentence: `Node ${lost.join(", ")} does not answer.` };
    if (waiting > 0) return { level: "degraded", sentence: `${waiting} pods wait for a node.` };
    if (starting > 0) return { level: "changing", sentence: `${starting} pods are starting or stopping.` };
    return { level: "healthy", sentence: `All is well: ${pods.length + 18} pods ready on ${this.#nodes.size} nodes.` };
  }

  #buildNodes(count: number) {
    const names = ["control-plane", ...Array.from({ length: count }, (_, index) => `node-${index + 1}`)];
    for (const name of names) {
      this.#nodes.set(name, { ready: "True", cordoned: false, off: false });
      this.#setNode(name);
      const system = name === "control-plane" ? ["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler"] : [];
      for (const component of system) this.#pending.push(make.pod({ name: `${component}-${name}`, namespace: "kube-system", node: name, owner: { apiVersion: "v1", kind: "Node", name, uid: name }, cpu: "100m" }));
      for (const daemon of ["kube-proxy", "kindnet"]) this.#pending.push(make.pod({ name: `${daemon}-${this.#suffix()}`, namespace: "kube-system", node: name, owner: { kind: "DaemonSet", name: daemon, uid: `ds-${daemon}` }, cpu: "50m" }));
    }
    for (const _ of [1, 2]) this.#pending.push(make.pod({ name: `coredns-5dd5756b68-${this.#suffix()}`, namespace: "kube-system", node: "node-1", labels: { "pod-template-hash": "5dd5756b68" }, owner: { kind: "ReplicaSet", name: "coredns-5dd5756b68", uid: "rs-dns" }, cpu: "100m" }));
  }

  #buildApp(app: string, replicas: number) {
    this.#desired.set(app, replicas);
    this.#writeOwners(app);
    this.#pending.push(make.service(app));
    for (let index = 0; index < replicas; index += 1) this.#birth(app, "ready");
    this.#writeOwners(app);
  }

  #buildStates() {
    const states: PodState[] = ["running", "starting", "pending", "backoff", "failed", "succeeded", "terminating", "unknown"];
    for (const state of states) {
      const pod = this.#birth("web", state);
      if (state === "backoff" || state === "terminating") this.#set(pod, state, this.now + 20_000);
    }
  }

  #birth(app: string, state: PodState): FakePod {
    const pod: FakePod = { name: `${app}-${hash}-${this.#suffix()}`, app, node: state === "pending" ? undefined : this.#roomiest(), state, born: this.now };
    this.#pods.set(pod.name, pod);
    this.#set(pod, state);
    return pod;
  }

  #reconcile(app: string) {
    const alive = [...this.#pods.values()].filter((pod) => pod.app === app && pod.state !== "terminating");
    const missing = (this.#desired.get(app) ?? 0) - alive.length;
    for (let index = 0; index < missing; index += 1) this.#bear(app);
    for (const pod of alive.slice(0, Math.max(0, -missing))) {
      this.#set(pod, "terminating", this.now + 30_000);
      this.#after(2_000, () => this.#remove(pod));
    }
    this.#writeOwners(app);
  }

  #bear(app: string) {
    const pod = this.#birth(app, "pending");
    this.#tellOf("replicaset-controller", `replicaset-controller created pod ${pod.name}`, { resource: "pods", key: `default/${pod.name}` });
    this.#after(150, () => {
      pod.node = this.#roomiest();
      if (pod.node === undefined) {
        this.#event("FailedScheduling", "0/4 nodes are available: 3 Insufficient cpu.", pod, true);
        return;
      }
      this.#tellOf("default-scheduler", `default-scheduler put pod ${pod.name} on ${pod.node}`, { resource: "pods", key: `default/${pod.name}` });
      this.#event("Scheduled", `Successfully assigned default/${pod.name} to ${pod.node}`, pod, false);
      this.#set(pod, "starting");
      this.#after(1_200, () => this.#set(pod, "running"));
      this.#after(2_000, () => {
        this.#set(pod, "ready");
        this.#tellOf("kubelet", `Pod ${pod.name} is ready`, { resource: "pods", key: `default/${pod.name}` });
      });
    });
  }

  /** At most six pods of ours fit on a node of a small world. */
  #roomiest(): string | undefined {
    const small = this.#nodes.size <= 6;
    const counts = [...this.#nodes].filter(([name, { ready, cordoned }]) => name !== "control-plane" && ready === "True" && !cordoned).map(([name]) => ({ name, pods: [...this.#pods.values()].filter(({ node }) => node === name).length }));
    const best = counts.toSorted((a, b) => a.pods - b.pods)[0];
    return best === undefined || (small && best.pods >= 7) ? undefined : best.name;
  }

  #set(pod: FakePod, state: PodState, until?: number) {
    pod.state = state;
    const owner = this.#owners.get(pod.app);
    const change = make.pod({ name: pod.name, node: pod.node, labels: { app: pod.app, "pod-template-hash": hash }, owner, state, until, at: pod.born });
    this.#pending.push(pod.change === undefined ? change : { ...change, object: { ...change.object, metadata: { ...change.object.metadata, uid: pod.change.object.metadata.uid } } });
    pod.change ??= change;
    this.#writeEndpoints(pod.app);
  }

  #remove(pod: FakePod) {
    if (!this.#pods.delete(pod.name) || pod.change === undefined) return;
    this.#pending.push({ type: "remove", resource: "pods", key: pod.change.key, uid: pod.change.object.metadata.uid });
    this.#writeEndpoints(pod.app);
  }

  #setNode(name: string) {
    const state = this.#nodes.get(name);
    this.#pending.push(make.node(name, state?.ready, { controlPlane: name === "control-plane", cordoned: state?.cordoned === true ? true : undefined }));
  }

  #writeOwners(app: string) {
    const pods = [...this.#pods.values()].filter((pod) => pod.app === app);
    const ready = pods.filter(({ state }) => state === "ready").length;
    const desired = this.#desired.get(app) ?? 0;
    const uids = { deployment: `uid-${app}`, replicaSet: `uid-${app}-rs` };
    const deployment = make.deployment(app, desired, { ready, total: pods.length });
    const replicaSet = make.replicaSet(app, hash, { owner: { kind: "Deployment", name: app, uid: uids.deployment }, replicas: desired, ready });
    this.#owners.set(app, { kind: "ReplicaSet", name: `${app}-${hash}`, uid: uids.replicaSet });
    this.#pending.push(withUid(deployment, uids.deployment), withUid(replicaSet, uids.replicaSet));
  }

  #writeEndpoints(app: string) {
    const pods = [...this.#pods.values()].filter((pod) => pod.app === app && pod.node !== undefined);
    this.#pending.push(make.endpointSlice(app, pods.map((pod) => ({ key: `default/${pod.name}`, ready: pod.state === "ready" }))));
  }

  #event(reason: string, message: string, pod: FakePod, warning: boolean) {
    this.#pending.push(make.event({ kind: "Pod", name: pod.name, namespace: "default" }, { reason, message, warning, at: this.now }));
  }

  #tellOf(actor: string, sentence: string, about: { readonly resource: string; readonly key: string }, warning = false) {
    this.#happenings.push({ at: this.now, actor, sentence, warning, ...about });
  }

  #after(milliseconds: number, run: () => void) {
    this.#tasks.push({ at: this.now + milliseconds, run });
  }

  #suffix(): string {
    let text = "";
    for (let index = 0; index < 5; index += 1) {
      this.#counter = (this.#counter * 1103515245 + 12345) % 2147483648;
      text += letters[this.#counter % letters.length];
    }
    return text;
  }
}

const withUid = (change: ObjectChange, uid: string): ObjectChange => ({ ...change, object: { ...change.object, metadata: { ...change.object.metadata, uid } } });
