import { deepEqual } from "../../base/deep-equal.ts";
import { minute, second, type Milliseconds } from "../../base/units.ts";
import { ApiError } from "../../apimachinery/status.ts";
import { formatTime } from "../../apimachinery/timestamp.ts";
import { Nodes } from "../../api/core/node.ts";
import type { Node, NodeCondition, NodeStatus, ObjectReference } from "../../api/generated/core/v1.ts";
import type { Client } from "../../client/client.ts";
import type { EventRecorder } from "../../client/event-recorder.ts";
import { ConnectionError } from "../../client/transport.ts";
import type { Runtime } from "../../cri/runtime.ts";
import { type Clock, every } from "../../sim/clock.ts";
import type { Log } from "../../sim/log.ts";
import type { KubeletConfiguration } from "../configuration.ts";
import type { Machine } from "../machine.ts";
import { type NodeHealth, nodeFindings, transitionEvent, withTimes } from "./conditions.ts";
import { machineStatus, nodeDraft, nodeLabels } from "./node-object.ts";

export interface NodeReporterOptions {
  readonly nodeName: string;
  readonly machine: Machine;
  readonly configuration: KubeletConfiguration;
  readonly runtime: Runtime;
  readonly client: Client;
  readonly clock: Clock;
  readonly log: Log;
  readonly recorder: EventRecorder;
  readonly health: () => NodeHealth;
  /** The node as the API server has it, where that is known. */
  node(): Node | undefined;
}

const firstRetry = 100;
const longestRetry = 7 * second;
const quickLook = 100;
/** So long after the start the kubelet looks often whether its node has become ready. */
const quickLookPeriod = 2 * minute;
const updateRetries = 5;

/** Registers the node and keeps its status up to date. */
export class NodeReporter {
  readonly #options: NodeReporterOptions;
  readonly #startedAt: Milliseconds;
  #registered = false;
  #busy = false;
  #lastReport = 0;
  /** What was told by events last, by type of condition. */
  readonly #told = new Map<string, string>();
  #unschedulable: boolean | undefined;

  constructor(options: NodeReporterOptions) {
    this.#options = options;
    this.#startedAt = options.clock.now();
  }

  start(): void {
    const { clock, configuration } = this.#options;
    clock.spawn(() => this.#register());
    every(clock, configuration.nodeStatusUpdateFrequency, () => this.report());
  }

  /** Posts the status if it has changed, or if it is time to. */
  report(): void {
    if (!this.#registered || this.#busy) return;
    this.#busy = true;
    this.#options.clock.spawn(async () => {
      await this.#update();
      this.#busy = false;
    });
  }

  async #register(): Promise<void> {
    const { clock, log, nodeName } = this.#options;
    log.info(`Attempting to register node ${nodeName}`);
    for (let delay = firstRetry; !(await this.#tryRegister()); delay = Math.min(delay * 2, longestRetry)) {
      const patient = clock.now() - this.#startedAt > minute;
      await clock.sleep(delay, patient ? "background" : "foreground");
    }
    this.#registered = true;
    log.info(`Successfully registered node ${nodeName}`);
    await this.#update();
    this.#lookOften();
  }

  async #tryRegister(): Promise<boolean> {
    const { client, configuration, log, machine, nodeName } = this.#options;
    const status = this.#status({});
    try {
      await client.create(Nodes, nodeDraft(nodeName, machine, configuration, status));
      this.#tellOfTransitions(status);
      return true;
    } catch (error) {
      if (error instanceof ApiError && error.reason === "AlreadyExists") return this.#reclaim();
      if (!(error instanceof ApiError) && !(error instanceof ConnectionError)) throw error;
      log.warning(`Unable to register node ${nodeName} with API server: ${error.message}`);
      return false;
    }
  }

  /** The node was here before: its labels are brought up to date, and a reboot is told of. */
  async #reclaim(): Promise<boolean> {
    const { client, configuration, log, machine, nodeName, recorder } = this.#options;
    try {
      const node = await client.get(Nodes, { name: nodeName });
      const labels = nodeLabels(nodeName, machine, configuration.nodeLabels);
      const missing = Object.entries(labels).filter(([name, value]) => node.metadata.labels?.[name] !== value);
      if (missing.length > 0) await client.patch(Nodes, { name: nodeName }, { type: "strategic", body: { metadata: { labels: Object.fromEntries(missing) } } });
      const bootId = node.status.nodeInfo?.bootID;
      if (bootId !== undefined && bootId !== machine.system.bootId) recorder.warning(this.#reference, "Rebooted", `Node ${nodeName} has been rebooted, boot id: ${machine.system.bootId}`);
      return true;
    } catch (error) {
      if (!(error instanceof ApiError) && !(error instanceof ConnectionError)) throw error;
      log.warning(`Unable to register node ${nodeName} with API server: ${error.message}`);
      return false;
    }
  }

  #lookOften(): void {
    const { clock } = this.#options;
    const look = () => {
      if (this.#options.health().networkReady) return this.report();
      if (clock.now() - this.#startedAt < quickLookPeriod) clock.after(quickLook, look, "background");
    };
    look();
  }

  async #update(): Promise<void> {
    const { client, log, nodeName } = this.#options;
    for (let tries = 0; tries < updateRetries; tries++) {
      try {
        const node = (tries === 0 ? this.#options.node() : undefined) ?? (await client.get(Nodes, { name: nodeName }));
        return await this.#patch(node);
      } catch (error) {
        if (error instanceof ApiError && error.code === 404 && error.status.details?.name === nodeName) return this.#registerAgain();
        if (!(error instanceof ApiError) && !(error instanceof ConnectionError)) throw error;
        log.warning(`Error updating node status, will retry: ${error.message}`);
        if (error instanceof ConnectionError) return;
      }
    }
    log.error("Unable to update node status: update node status exceeds retry count");
  }

  /** A node that somebody has deleted stays away until its kubelet starts again. */
  #registerAgain(): void {
    this.#options.log.warning(`Node ${this.#options.nodeName} not found`);
  }

  async #patch(node: Node): Promise<void> {
    const { client, clock, configuration, nodeName } = this.#options;
    const status = this.#status(node.status);
    this.#tellOfTransitions(status);
    this.#tellOfScheduling(node);
    const due = clock.now() - this.#lastReport >= configuration.nodeStatusReportFrequency;
    const body = statusChanges(node.status, status);
    if (!due && body === undefined) return;
    await client.patch(Nodes, { name: nodeName }, { type: "strategic", subresource: "status", body: { status: { conditions: status.conditions, ...body } } });
    this.#lastReport = clock.now();
  }

  #status(before: NodeStatus): NodeStatus {
    const { clock, configuration, health, machine, runtime } = this.#options;
    const conditions = withTimes(nodeFindings(health()), before.conditions ?? [], formatTime(clock.now()));
    return { ...machineStatus(machine, configuration, runtime), conditions };
  }

  #tellOfTransitions({ conditions = [] }: NodeStatus): void {
    for (const condition of conditions) {
      if (this.#told.get(condition.type) === condition.status) continue;
      const before = this.#told.get(condition.type);
      this.#told.set(condition.type, condition.status);
      // A node that begins its life not ready has not changed.
      if (condition.type === "Ready" && condition.status !== "True" && before === undefined) continue;
      this.#tell(transitionEvent(condition));
    }
  }

  #tellOfScheduling({ spec }: Node): void {
    const unschedulable = spec.unschedulable === true;
    if (this.#unschedulable !== undefined && this.#unschedulable !== unschedulable) this.#tell(unschedulable ? "NodeNotSchedulable" : "NodeSchedulable");
    this.#unschedulable = unschedulable;
  }

  #tell(reason: string): void {
    const { nodeName, recorder } = this.#options;
    recorder.normal(this.#reference, reason, `Node ${nodeName} status is now: ${reason}`);
  }

  get #reference(): ObjectReference {
    const { nodeName } = this.#options;
    return { kind: "Node", name: nodeName, uid: nodeName };
  }
}

/** The fields that differ, conditions compared without their heartbeat; undefined when none does. */
function statusChanges(before: NodeStatus, after: NodeStatus): Partial<NodeStatus> | undefined {
  const changes: Record<string, unknown> = {};
  for (const field of Object.keys(after) as (keyof NodeStatus)[]) {
    if (field === "conditions" || deepEqual(before[field], after[field])) continue;
    changes[field] = field === "addresses" ? [{ $patch: "replace" }, ...(after.addresses ?? [])] : after[field];
  }
  const same = (after.conditions ?? []).every((condition) => sameFinding(condition, before.conditions?.find(({ type }) => type === condition.type)));
  return same && Object.keys(changes).length === 0 ? undefined : changes;
}

const sameFinding = (a: NodeCondition, b: NodeCondition | undefined) => a.status === b?.status && a.reason === b.reason && a.message === b.message;
