import type { Pod } from "../api/core/pod.ts";
import type { Client } from "../client/client.ts";
import type { EventSeriesRecorder } from "../client/event-series-recorder.ts";
import type { Informer } from "../client/informer.ts";
import type { Clock } from "../sim/clock.ts";
import type { Log } from "../sim/log.ts";
import type { Cache } from "./cache/cache.ts";
import type { Attempt } from "./decision-log.ts";
import type { Framework } from "./framework/framework.ts";
import type { Nominator } from "./queue/nominator.ts";
import type { SchedulingQueue } from "./queue/scheduling-queue.ts";
import type { SchedulingAlgorithm } from "./scheduling-algorithm.ts";
import type { WaitingPods } from "./waiting-pods.ts";

/** The name under which the scheduler acts. */
export const actor = "kube-scheduler";

export interface Profile {
  readonly framework: Framework;
  readonly recorder: EventSeriesRecorder;
}

/** What the cycles of a scheduler share. */
export interface Parts {
  readonly client: Client;
  readonly clock: Clock;
  readonly log: Log;
  readonly pods: Informer<Pod>;
  readonly cache: Cache;
  readonly queue: SchedulingQueue;
  readonly nominator: Nominator;
  readonly algorithm: SchedulingAlgorithm;
  readonly waitingPods: WaitingPods;
  /** By scheduler name. */
  readonly profiles: ReadonlyMap<string, Profile>;
  decided(attempt: Attempt): void;
}
