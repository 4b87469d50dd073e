import { createClient } from "../client/create-client.ts";
import { createEventRecorder } from "../client/event-recorder.ts";
import { createInformerFactory } from "../client/informer-factory.ts";
import { startLeaderElection } from "../client/leader-election.ts";
import type { BucketSize } from "../client/token-bucket.ts";
import type { Transport } from "../client/transport.ts";
import { clockWithin } from "../sim/clock.ts";
import type { ObjectKey } from "../apimachinery/object.ts";
import type { SchedulingRecord } from "./decision-log.ts";
import { runScheduler, type Scheduler, type SchedulerOptions } from "./scheduler.ts";

export interface StartSchedulerOptions extends Pick<SchedulerOptions, "clock" | "random" | "log" | "lifetime" | "profiles" | "onDecision"> {
  /** A connection as system:kube-scheduler. */
  readonly transport: Transport;
  /** Without it the process leads at once. */
  readonly leaderElection?: {
    /** Host name and a unique id. */
    readonly identity: string;
    /** The lease was lost: the process must exit. */
    readonly lost: () => void;
  };
  /** Of bindings and status writes; events have a limit of their own of the same size. */
  readonly rateLimit?: BucketSize;
}

export interface StartedScheduler {
  /** The kept attempts to schedule a pod (namespace/name), oldest first; none before the process leads. */
  decisions(pod: ObjectKey): readonly SchedulingRecord[];
}

const processName = "kube-scheduler";

/** Upstream's defaults (clientConnection.qps and burst). */
const defaultRateLimit: BucketSize = { qps: 50, burst: 100 };

/** The body of the kube-scheduler process: its connections, its lease, and once it holds that, the scheduler. */
export function startScheduler(options: StartSchedulerOptions): StartedScheduler {
  const { transport, random, log, lifetime, leaderElection, rateLimit = defaultRateLimit } = options;
  const clock = clockWithin(options.clock, lifetime);
  const connect = (user: string, limit: BucketSize | undefined) =>
    createClient({ transport, clock, lifetime, userAgent: `${processName}/v1.36.0 (linux/amd64) kubernetes/${user}`, ...(limit !== undefined && { rateLimit: limit }) });
  let scheduler: Scheduler | undefined;
  const lead = () => {
    const informers = createInformerFactory({ client: connect("shared-informers", undefined), clock, random: random.fork("informers"), log });
    scheduler = runScheduler({ ...options, clock, informers, client: connect("scheduler", rateLimit), eventClient: connect("events", rateLimit) });
  };
  if (leaderElection === undefined) lead();
  else {
    const client = connect("leader-election", undefined);
    const own = random.fork("leader-election");
    const recorder = createEventRecorder({ client, clock, random: own, log, component: "default-scheduler" });
    startLeaderElection({ client, recorder, clock, random: own, log, namespace: "kube-system", name: processName, lead, ...leaderElection });
  }
  return { decisions: (pod) => scheduler?.decisions(pod) ?? [] };
}
