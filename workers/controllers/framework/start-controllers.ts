import { createClient } from "../../client/create-client.ts";
import { createEventRecorder } from "../../client/event-recorder.ts";
import { createInformerFactory } from "../../client/informer-factory.ts";
import { startLeaderElection } from "../../client/leader-election.ts";
import type { BucketSize } from "../../client/token-bucket.ts";
import type { Transport } from "../../client/transport.ts";
import { type Clock, clockWithin } from "../../sim/clock.ts";
import type { Lifetime } from "../../sim/lifetime.ts";
import type { Log } from "../../sim/log.ts";
import type { Random } from "../../sim/random.ts";
import type { Controller } from "./controller.ts";

export interface LeaderElection {
  /** Host name and a unique id, such as control-plane_4f3c…. */
  readonly identity: string;
  /** The lease was lost: the process must exit. */
  readonly lost: () => void;
}

export interface StartControllersOptions {
  readonly controllers: readonly Controller[];
  readonly transport: Transport;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** The process: with it everything below ends. */
  readonly lifetime: Lifetime;
  /** Without it the process leads at once. */
  readonly leaderElection?: LeaderElection;
  /** Per controller. Upstream's defaults when missing. */
  readonly rateLimit?: BucketSize;
}

const processName = "kube-controller-manager";
const version = "v1.36.0";

/** Limits of one controller's client, unless it asks for others (--kube-api-qps, --kube-api-burst). */
const defaultRateLimit: BucketSize = { qps: 20, burst: 30 };

/**
 * The body of kube-controller-manager: all controllers in one process over shared informers, each with a
 * client and a queue of its own. With leader election they start when the process holds the lease.
 * The controllers use the identity of the process; upstream gives each a service account.
 */
export function startControllers(options: StartControllersOptions): void {
  const { transport, random, log, lifetime, leaderElection } = options;
  const clock = clockWithin(options.clock, lifetime);
  const connect = (user: string, rateLimit: BucketSize = options.rateLimit ?? defaultRateLimit) =>
    createClient({ transport, clock, lifetime, userAgent: `${processName}/${version} (linux/amd64) kubernetes/${user}`, rateLimit });

  const informers = createInformerFactory({ client: connect("shared-informers"), clock, random: random.fork("informers"), log });
  const run = () => {
    for (const controller of options.controllers) {
      const { name: actor, component = actor, rateLimit } = controller;
      const client = connect(actor, rateLimit);
      const recorder = createEventRecorder({ client, clock, random: random.fork(actor), log, component });
      controller.start({ client, informers, recorder, clock, random: random.fork(actor), log, lifetime, actor });
      log.info(`Started controller controller="${actor}"`);
    }
  };
  if (leaderElection === undefined) return run();

  const client = connect("leader-election");
  const recorder = createEventRecorder({ client, clock, random: random.fork("leader-election"), log, component: processName });
  startLeaderElection({
    client, recorder, clock, random: random.fork("leader-election"), log,
    namespace: "kube-system", name: processName,
    identity: leaderElection.identity,
    lead: run,
    lost: leaderElection.lost,
  });
}
