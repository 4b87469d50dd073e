import { second, type Milliseconds } from "../base/units.ts";
import { formatMicroTime } from "../apimachinery/timestamp.ts";
import { ApiError } from "../apimachinery/status.ts";
import { type Lease, Leases } from "../api/coordination/lease.ts";
import type { Clock, TimerKind } from "../sim/clock.ts";
import type { Log } from "../sim/log.ts";
import type { Random } from "../sim/random.ts";
import type { Client } from "./client.ts";
import type { EventRecorder } from "./event-recorder.ts";
import { ConnectionError } from "./transport.ts";

export interface LeaderElectionOptions {
  readonly client: Client;
  readonly recorder: EventRecorder;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Such as kube-system/kube-scheduler. */
  readonly namespace: string;
  readonly name: string;
  /** Unique among the candidates: host name and a unique id. */
  readonly identity: string;
  /** Called once, when this process has become the leader. */
  readonly lead: () => void;
  /** Called once, when it could not renew in time: the process must end, another one may lead already. */
  readonly lost: () => void;
}

const leaseDuration = 15 * second;
const renewDeadline = 10 * second;
const retryPeriod = 2 * second;
const jitter = 1.2;

/** What was last seen of the lease, and when: the clocks of other machines are never trusted. */
interface Observation {
  readonly lease: Lease;
  readonly at: Milliseconds;
}

/** Competes for the lease, leads once it is held, renews it and gives up when renewing fails for too long. */
export function startLeaderElection(options: LeaderElectionOptions): void {
  options.clock.spawn(() => new Candidate(options).run());
}

class Candidate {
  readonly #options: LeaderElectionOptions;
  #observed: Observation | undefined;

  constructor(options: LeaderElectionOptions) {
    this.#options = options;
  }

  async run(): Promise<void> {
    const { clock, log, lead, lost, namespace, name } = this.#options;
    log.info(`attempting to acquire leader lease ${namespace}/${name}...`);
    while (!(await this.#acquireOrRenew())) await clock.sleep(retryPeriod * (1 + jitter * this.#options.random.next()), this.#waitKind());
    log.info(`successfully acquired lease ${namespace}/${name}`);
    this.#record("became leader");
    lead();
    await this.#renewWhilePossible();
    this.#record("stopped leading");
    log.error("leaderelection lost");
    lost();
  }

  async #renewWhilePossible(): Promise<void> {
    const { clock } = this.#options;
    let renewed = clock.now();
    while (clock.now() - renewed < renewDeadline) {
      await clock.sleep(retryPeriod, "background");
      const attempt = await this.#withinDeadline(renewed + renewDeadline - clock.now());
      if (attempt) renewed = clock.now();
    }
  }

  /** An attempt that hangs, on a cut-off node, fails when the deadline has come. */
  #withinDeadline(left: Milliseconds): Promise<boolean> {
    const { clock } = this.#options;
    return new Promise((resolve, reject) => {
      const timer = clock.after(left, () => resolve(false), "background");
      this.#acquireOrRenew().then((attempt) => {
        timer.cancel();
        resolve(attempt);
      }, reject);
    });
  }

  async #acquireOrRenew(): Promise<boolean> {
    try {
      return await this.#attempt();
    } catch (error) {
      if (!(error instanceof ApiError || error instanceof ConnectionError)) throw error;
      this.#options.log.warning(`error retrieving or updating resource lock ${this.#options.namespace}/${this.#options.name}: ${error.message}`);
      return false;
    }
  }

  async #attempt(): Promise<boolean> {
    const { client, namespace, name, identity } = this.#options;
    const lease = await this.#read();
    if (lease === undefined) {
      this.#observe(await client.create(Leases, { metadata: { namespace, name }, spec: this.#claim(undefined) }));
      return true;
    }
    if (lease.metadata.resourceVersion !== this.#observed?.lease.metadata.resourceVersion) this.#observe(lease);
    const holder = lease.spec.holderIdentity ?? "";
    if (holder !== "" && holder !== identity && !this.#expired(lease)) return false;
    this.#observe(await client.update(Leases, { ...lease, spec: { ...lease.spec, ...this.#claim(lease) } }));
    return true;
  }

  async #read(): Promise<Lease | undefined> {
    const { client, namespace, name } = this.#options;
    try {
      return await client.get(Leases, { namespace, name });
    } catch (error) {
      if (error instanceof ApiError && error.code === 404) return undefined;
      throw error;
    }
  }

  #observe(lease: Lease): void {
    this.#observed = { lease, at: this.#options.clock.now() };
  }

  #expired({ spec }: Lease): boolean {
    const seen = this.#observed?.at ?? this.#options.clock.now();
    return seen + (spec.leaseDurationSeconds ?? 0) * second < this.#options.clock.now();
  }

  #claim(previous: Lease | undefined): Lease["spec"] {
    const { clock, identity } = this.#options;
    const now = formatMicroTime(clock.now());
    const ours = previous?.spec.holderIdentity === identity;
    return {
      holderIdentity: identity,
      leaseDurationSeconds: leaseDuration / second,
      acquireTime: ours ? previous?.spec.acquireTime : now,
      renewTime: now,
      leaseTransitions: previous === undefined ? 0 : (previous.spec.leaseTransitions ?? 0) + (ours ? 0 : 1),
    };
  }

  /** A leader that has not renewed since the last look is dead or nearly so: its succession is news, not pulse. */
  #waitKind(): TimerKind {
    const { clock } = this.#options;
    if (this.#observed === undefined) return "background";
    const silent = clock.now() - this.#observed.at;
    return silent === 0 || silent > retryPeriod ? "foreground" : "background";
  }

  #record(what: string): void {
    const { recorder, identity } = this.#options;
    if (this.#observed !== undefined) recorder.normal(this.#observed.lease, "LeaderElection", `${identity} ${what}`);
  }
}
