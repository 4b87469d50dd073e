import type { Milliseconds } from "../../base/units.ts";
import { keyOf, type KubernetesObject, type ObjectKey } from "../../apimachinery/object.ts";
import { groupOf } from "../../apimachinery/owner-references.ts";
import { ApiError } from "../../apimachinery/status.ts";
import type { AnyResource, Resource } from "../../api/resource.ts";
import type { Client } from "../../client/client.ts";
import type { EventRecorder } from "../../client/event-recorder.ts";
import { type Informer, revisionOf } from "../../client/informer.ts";
import { startWorkers } from "../../client/queue-workers.ts";
import type { BucketSize } from "../../client/token-bucket.ts";
import { ConnectionError } from "../../client/transport.ts";
import { defaultRetryPolicy, type RetryPolicy, type WorkItem, WorkQueue } from "../../client/work-queue.ts";
import type { Clock, TimerKind } from "../../sim/clock.ts";
import type { Log } from "../../sim/log.ts";
import type { Random } from "../../sim/random.ts";
import type { Controller, ControllerEnvironment } from "./controller.ts";
import { trackedInformers } from "./tracked-informers.ts";

/** What one run of `reconcile` works with. */
export interface ReconcileContext<State> {
  /** Writes down that this controller acted on the change which woke it. */
  readonly client: Client;
  readonly recorder: EventRecorder;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly state: State;
  /** Comes back to the same key after the delay. */
  readonly requeueAfter: (delay: Milliseconds, kind?: TimerKind) => void;
}

/** Puts a key into the controller's queue; the revision says which change asks for it. */
export type Enqueue = (key: ObjectKey, revision?: number, delay?: Milliseconds) => void;

/** Changes to objects of another kind, and the keys that they concern. */
export interface WatchRule<State> {
  readonly resource: AnyResource;
  keys(object: KubernetesObject, state: State): readonly ObjectKey[];
  /** Does the update matter? Every update does when this is missing. */
  matters?(previous: KubernetesObject, object: KubernetesObject): boolean;
}

/** A control loop over the objects of one kind. */
export interface Reconciler<T extends KubernetesObject, State> {
  readonly name: string;
  readonly component?: string;
  readonly rateLimit?: BucketSize;
  readonly reconciles: Resource<T>;
  /** Every change to an object enqueues its key; where that is too much, `listen` says when. */
  readonly ownChanges?: "ignored";
  /** Kinds whose objects point to ours as their managing owner: their changes wake the owner. */
  readonly owns?: readonly AnyResource[];
  readonly watches?: readonly WatchRule<State>[];
  /** How many keys are worked on at once. */
  readonly workers?: number;
  readonly retries?: RetryPolicy;
  /** After so many failures the key is dropped until its object changes. Unlimited when missing. */
  readonly mostRetries?: number;
  /** What the controller keeps in memory while its process lives: listers, expectations. */
  state(environment: ControllerEnvironment): State;
  /** For handlers that do more than to enqueue a key. */
  listen?(environment: ControllerEnvironment, state: State, enqueue: Enqueue): void;
  reconcile(key: ObjectKey, context: ReconcileContext<State>): Promise<void>;
}

/** A rule of `watches` with the type of its resource. */
export function watching<T extends KubernetesObject, State>(
  resource: Resource<T>,
  keys: (object: T, state: State) => readonly ObjectKey[],
  matters?: (previous: T, object: T) => boolean,
): WatchRule<State> {
  return {
    resource: resource as unknown as AnyResource,
    keys: keys as unknown as WatchRule<State>["keys"],
    ...(matters !== undefined && { matters: matters as unknown as NonNullable<WatchRule<State>["matters"]> }),
  };
}

/** Makes a controller of a reconciler: informers wake keys, workers reconcile them, failures come back later. */
export function reconciler<T extends KubernetesObject, State>(spec: Reconciler<T, State>): Controller {
  const { name, component, rateLimit } = spec;
  return {
    name,
    ...(component !== undefined && { component }),
    ...(rateLimit !== undefined && { rateLimit }),
    start: (environment) => start(spec, environment),
  };
}

function start<T extends KubernetesObject, State>(spec: Reconciler<T, State>, process: ControllerEnvironment): void {
  const used = trackedInformers(process.informers);
  const environment = { ...process, informers: used.informers };
  const { informers, clock, lifetime } = environment;
  const queue = new WorkQueue(clock, spec.retries ?? defaultRetryPolicy);
  const state = spec.state(environment);
  const enqueue: Enqueue = (key, revision, delay = 0) => queue.addAfter(key, delay, revision);

  const own = informers.for(spec.reconciles);
  if (spec.ownChanges === undefined) listenTo(own, (object) => enqueue(keyOf(object), revisionOf(object)));
  const wakeOwner = ownerWaker(own, spec.reconciles as unknown as AnyResource, enqueue);
  for (const resource of spec.owns ?? []) listenTo(informers.for(resource), wakeOwner);
  for (const rule of spec.watches ?? []) watch(informers.for(rule.resource), rule, { state, enqueue });
  spec.listen?.(environment, state, enqueue);

  clock.spawn(async () => {
    await used.synced();
    startWorkers({ queue, clock, lifetime, workers: spec.workers ?? 5, work: (item) => work({ spec, environment, state, queue }, item) });
  });
}

/** Tells of each change with the newest known state. */
function listenTo<T extends KubernetesObject>(informer: Informer<T>, changed: (object: T) => void): void {
  informer.addHandler({ added: changed, updated: (_previous, object) => changed(object), deleted: changed });
}

/** Wakes the managing owner of an object, if it is one of ours. */
function ownerWaker(own: Informer<KubernetesObject>, { group, kind }: AnyResource, enqueue: Enqueue) {
  return (object: KubernetesObject) => {
    const owner = object.metadata.ownerReferences?.find(({ controller }) => controller === true);
    if (owner === undefined || owner.kind !== kind || groupOf(owner.apiVersion) !== group) return;
    const { namespace } = object.metadata;
    const key = namespace === undefined ? owner.name : `${namespace}/${owner.name}`;
    if (own.get(key)?.metadata.uid === owner.uid) enqueue(key, revisionOf(object));
  };
}

function watch<State>(
  informer: Informer<KubernetesObject>,
  rule: WatchRule<State>,
  { state, enqueue }: { readonly state: State; readonly enqueue: Enqueue },
): void {
  const wake = (object: KubernetesObject, at: KubernetesObject) => {
    for (const key of rule.keys(object, state)) enqueue(key, revisionOf(at));
  };
  informer.addHandler({
    added: (object) => wake(object, object),
    updated(previous, object) {
      if (rule.matters?.(previous, object) === false) return;
      wake(previous, object);
      wake(object, object);
    },
    deleted: (object) => wake(object, object),
  });
}

interface Running<T extends KubernetesObject, State> {
  readonly spec: Reconciler<T, State>;
  readonly environment: ControllerEnvironment;
  readonly state: State;
  readonly queue: WorkQueue;
}

async function work<T extends KubernetesObject, State>(running: Running<T, State>, item: WorkItem): Promise<void> {
  const { spec, environment, queue } = running;
  try {
    await spec.reconcile(item.key, contextOf(running, item));
    queue.forget(item.key);
  } catch (error) {
    if (!isRetriable(error)) throw error;
    if (spec.mostRetries !== undefined && queue.failures(item.key) >= spec.mostRetries) {
      environment.log.error(`dropping ${item.key} out of the queue: ${error.message}`);
      return queue.forget(item.key);
    }
    environment.log.warning(`error syncing ${item.key}: ${error.message}`);
    queue.addRateLimited(item.key, item.revision);
  }
}

/** A controller's own wish to come back to the key, with a reason for its log. */
export class RetryLater extends Error {
  override readonly name = "RetryLater";
}

const isRetriable = (error: unknown): error is Error => error instanceof ApiError || error instanceof ConnectionError || error instanceof RetryLater;

function contextOf<T extends KubernetesObject, State>({ environment, state, queue }: Running<T, State>, item: WorkItem): ReconcileContext<State> {
  const { client, recorder, clock, random, log, actor } = environment;
  const cause = { actor, ...(item.revision !== undefined && { revision: item.revision }) };
  return {
    client: client.because(cause),
    recorder: recorder.because(cause),
    clock,
    random,
    log,
    state,
    requeueAfter: (delay, kind) => queue.addAfter(item.key, delay, item.revision, kind),
  };
}
