import type { Client } from "../../client/client.ts";
import type { EventRecorder } from "../../client/event-recorder.ts";
import type { InformerFactory } from "../../client/informer-factory.ts";
import type { BucketSize } from "../../client/token-bucket.ts";
import type { Clock } from "../../sim/clock.ts";
import type { Lifetime } from "../../sim/lifetime.ts";
import type { Log } from "../../sim/log.ts";
import type { Random } from "../../sim/random.ts";

/** What kube-controller-manager gives to each of its controllers. */
export interface ControllerEnvironment {
  /** With a rate limit of its own; shared with the controller's events, as upstream. */
  readonly client: Client;
  /** Shared by all controllers of the process. */
  readonly informers: InformerFactory;
  readonly recorder: EventRecorder;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly lifetime: Lifetime;
  /** The actor in the cause of what the controller writes. */
  readonly actor: string;
}

/** One control loop: makes a part of what is into what is wanted, for ever. */
export interface Controller {
  /** Upstream's name, such as "deployment-controller". */
  readonly name: string;
  /** Source of its events, where that is not its name. */
  readonly component?: string;
  /** Requests per second, where the process' own limit does not do. */
  readonly rateLimit?: BucketSize;
  /** Called once, when the process leads. */
  start(environment: ControllerEnvironment): void;
}
