import { second } from "../../base/units.ts";
import { keyOf, type ObjectKey } from "../../apimachinery/object.ts";
import { type Namespace, Namespaces } from "../../api/core/namespace.ts";
import { revisionOf } from "../../client/informer.ts";
import type { AnyResource } from "../../api/resource.ts";
import type { Controller, ControllerEnvironment } from "../framework/controller.ts";
import { ignoringNotFound } from "../framework/ignore-refusals.ts";
import { type Enqueue, type ReconcileContext, reconciler, RetryLater } from "../framework/reconciler.ts";
import { deleteAllContent } from "./delete-content.ts";
import { withConditions } from "./namespace-conditions.ts";

/** Requests that are under way when a namespace is deleted may still create something: waits until they are done. */
const graceForStragglers = 5 * second;

const contentFinalizer = "kubernetes";

/**
 * Empties namespaces that are being deleted and then lets them go. `resources` are the kinds to empty them of.
 */
export function namespaceController(resources: () => readonly AnyResource[]): Controller {
  return reconciler<Namespace, undefined>({
    name: "namespace-controller",
    rateLimit: { qps: 400, burst: 3000 },
    reconciles: Namespaces,
    workers: 10,
    retries: { initial: 5 * second, most: 60 * second, overall: { qps: 10, burst: 100 } },
    state: () => undefined,
    listen: listenLate,
    ownChanges: "ignored",
    reconcile: (key, context) => empty(key, context, resources()),
  });
}

function listenLate({ informers }: ControllerEnvironment, _state: undefined, enqueue: Enqueue): void {
  const wake = (namespace: Namespace) => {
    if (namespace.metadata.deletionTimestamp !== undefined) enqueue(keyOf(namespace), revisionOf(namespace), graceForStragglers);
  };
  informers.for(Namespaces).addHandler({ added: wake, updated: (_previous, namespace) => wake(namespace) });
}

async function empty(name: ObjectKey, context: ReconcileContext<undefined>, resources: readonly AnyResource[]): Promise<void> {
  const { client, clock } = context;
  const namespace = await ignoringNotFound(client.get(Namespaces, { name }));
  if (namespace?.metadata.deletionTimestamp === undefined) return;
  if ((namespace.spec.finalizers ?? []).length === 0) return;

  const outcome = await deleteAllContent({ client, namespace, resources, now: clock.now() });
  const conditions = withConditions(namespace.status.conditions, outcome, clock.now());
  const phase = "Terminating";
  const told =
    conditions === namespace.status.conditions && namespace.status.phase === phase
      ? namespace
      : await client.updateStatus(Namespaces, { ...namespace, status: { ...namespace.status, phase, conditions } });
  if (outcome.errors.length > 0) throw new RetryLater(outcome.errors.join(", "));
  if (outcome.estimateSeconds > 0) return context.requeueAfter((Math.floor(outcome.estimateSeconds / 2) + 1) * second);
  await finalize(context, told);
}

async function finalize({ client }: ReconcileContext<undefined>, namespace: Namespace): Promise<void> {
  const finalizers = (namespace.spec.finalizers ?? []).filter((finalizer) => finalizer !== contentFinalizer);
  const finalized = { ...namespace, spec: { ...namespace.spec, finalizers } };
  await ignoringNotFound(client.updateSubresource(Namespaces, { name: namespace.metadata.name }, "finalize", finalized));
}
