import { second } from "../../base/units.ts";
import { ApiError } from "../../apimachinery/status.ts";
import { formatMicroTime } from "../../apimachinery/timestamp.ts";
import { Leases } from "../../api/coordination/lease.ts";
import type { Lease } from "../../api/generated/coordination/v1.ts";
import type { Node } from "../../api/generated/core/v1.ts";
import type { Client } from "../../client/client.ts";
import { ConnectionError } from "../../client/transport.ts";
import type { Clock } from "../../sim/clock.ts";
import type { Log } from "../../sim/log.ts";

export interface NodeLeaseOptions {
  readonly nodeName: string;
  readonly durationSeconds: number;
  readonly client: Client;
  readonly clock: Clock;
  readonly log: Log;
  node(): Node | undefined;
}

const namespace = "kube-node-lease";
/** The lease is renewed when this share of its time is over. */
const shareOfDuration = 0.25;
const firstRetry = 200;
const longestRetry = 7 * second;
const updateRetries = 5;

/** The node's heartbeat: a small object that says every few seconds that its kubelet lives. */
export class NodeLease {
  readonly #options: NodeLeaseOptions;
  #latest: Lease | undefined;

  constructor(options: NodeLeaseOptions) {
    this.#options = options;
  }

  /** Renews the lease for ever. */
  start(): void {
    const { clock, durationSeconds } = this.#options;
    clock.spawn(async () => {
      for (;;) {
        await this.#renew();
        await clock.sleep(durationSeconds * shareOfDuration * second, "background");
      }
    });
  }

  async #renew(): Promise<void> {
    if (this.#latest !== undefined && (await this.#update(this.#latest))) return;
    for (let delay = firstRetry; ; delay = Math.min(delay * 2, longestRetry)) {
      const lease = await this.#ensure();
      if (lease !== undefined && (lease.created || (await this.#update(lease.lease)))) return;
      await this.#options.clock.sleep(delay, "background");
    }
  }

  /** The lease as it is, or a new one. */
  async #ensure(): Promise<{ readonly lease: Lease; readonly created: boolean } | undefined> {
    const { client, nodeName } = this.#options;
    try {
      return { lease: await client.get(Leases, { namespace, name: nodeName }), created: false };
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 404) return this.#complain("ensure lease exists", error);
    }
    try {
      this.#latest = await client.create(Leases, { metadata: { name: nodeName, namespace, ...this.#owner }, spec: this.#spec });
      return { lease: this.#latest, created: true };
    } catch (error) {
      return this.#complain("ensure lease exists", error);
    }
  }

  async #update(lease: Lease): Promise<boolean> {
    let base = lease;
    for (let tries = 0; tries < updateRetries; tries++) {
      try {
        this.#latest = await this.#options.client.update(Leases, { ...base, metadata: { ...base.metadata, ...this.#owner }, spec: { ...base.spec, ...this.#spec } });
        return true;
      } catch (error) {
        this.#complain("update node lease", error);
        if (!(error instanceof ApiError) || error.reason !== "Conflict") return false;
        const current = await this.#ensure();
        if (current === undefined) return false;
        base = current.lease;
      }
    }
    return false;
  }

  get #spec() {
    const { clock, durationSeconds, nodeName } = this.#options;
    return { holderIdentity: nodeName, leaseDurationSeconds: durationSeconds, renewTime: formatMicroTime(clock.now()) };
  }

  /** The lease goes when the node does. */
  get #owner() {
    const node = this.#options.node();
    if (node === undefined) return {};
    const { name, uid } = node.metadata;
    return { ownerReferences: [{ apiVersion: "v1", kind: "Node", name, uid }] };
  }

  #complain(what: string, error: unknown): undefined {
    if (!(error instanceof ApiError) && !(error instanceof ConnectionError)) throw error;
    this.#options.log.warning(`Failed to ${what}, will retry: ${error.message}`);
  }
}
