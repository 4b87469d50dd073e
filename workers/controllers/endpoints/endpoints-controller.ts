import { second, type Milliseconds } from "../../base/units.ts";
import { deepEqual } from "../../base/deep-equal.ts";
import { formatTime } from "../../apimachinery/timestamp.ts";
import { keyOf, splitKey, type ObjectKey } from "../../apimachinery/object.ts";
import { Endpoints, type EndpointsObject } from "../../api/core/endpoints.ts";
import { type Pod, Pods } from "../../api/core/pod.ts";
import { type Service, Services } from "../../api/core/service.ts";
import type { EndpointSubset } from "../../api/generated/core/v1.ts";
import { type Informer, revisionOf } from "../../client/informer.ts";
import type { ControllerEnvironment } from "../framework/controller.ts";
import { ignoringNotFound } from "../framework/ignore-refusals.ts";
import { isNamespaceTerminating } from "../framework/pod-control.ts";
import { type Enqueue, type ReconcileContext, reconciler } from "../framework/reconciler.ts";
import { hasClusterIP, hasManagedEndpoints, headlessLabel, podsOf, selectablePods, triggerTimeAnnotation, wakingServices } from "../framework/service-endpoints.ts";
import { TriggerTimeTracker } from "../framework/trigger-time-tracker.ts";
import { WrittenObjects } from "../framework/written-objects.ts";
import { subsetsOf } from "./subsets.ts";
import { truncated } from "./truncate.ts";

interface State {
  readonly services: Informer<Service>;
  readonly pods: Informer<Pod>;
  readonly endpoints: Informer<EndpointsObject>;
  readonly written: WrittenObjects<EndpointsObject>;
  readonly triggers: TriggerTimeTracker;
}

type Context = ReconcileContext<State>;

const managedByLabel = "endpoints.kubernetes.io/managed-by";
const overCapacityAnnotation = "endpoints.kubernetes.io/over-capacity";
const catchUp = 20;

/** Keeps the Endpoints object of each service with a selector in step with its pods. EndpointSlices are the newer form of the same. */
export const endpointsController = reconciler<Service, State>({
  name: "endpoints-controller",
  component: "endpoint-controller",
  reconciles: Services,
  watches: [wakingServices<State>()],
  workers: 5,
  retries: { initial: second, most: 1000 * second, overall: { qps: 10, burst: 100 } },
  mostRetries: 15,
  state,
  listen: listenToEndpoints,
  reconcile,
});

function state({ informers }: ControllerEnvironment): State {
  const endpoints = informers.for(Endpoints);
  return {
    services: informers.for(Services),
    pods: selectablePods(informers.for(Pods)),
    endpoints,
    written: new WrittenObjects(endpoints),
    triggers: new TriggerTimeTracker(),
  };
}

/** Whoever deletes endpoints by hand gets them back. */
function listenToEndpoints(_environment: ControllerEnvironment, { endpoints, written }: State, enqueue: Enqueue): void {
  endpoints.addHandler({
    deleted(object) {
      written.deleted(keyOf(object), keyOf(object));
      enqueue(keyOf(object), revisionOf(object));
    },
  });
}

async function reconcile(key: ObjectKey, context: Context): Promise<void> {
  const { services, pods, endpoints, written, triggers } = context.state;
  const service = services.get(key);
  if (service === undefined) return deleteEndpoints(key, context);
  if (!hasManagedEndpoints(service)) return;
  if (written.isStale(key)) return context.requeueAfter(catchUp);

  const selected = podsOf(pods, service);
  const triggered = triggers.changedAt(service, selected);
  await write(context, service, { current: endpoints.get(key), subsets: subsetsOf(service, selected), triggered });
}

async function deleteEndpoints(key: ObjectKey, { client, state: { endpoints, written, triggers } }: Context): Promise<void> {
  triggers.forget(key);
  written.forget(key);
  const found = endpoints.get(key);
  // What somebody made by hand for a service without a selector is not ours to delete.
  if (found === undefined || found.metadata.labels?.[managedByLabel] === undefined) return;
  const { namespace = "", name } = splitKey(key);
  await ignoringNotFound(client.delete(Endpoints, { namespace, name }));
}

interface Desired {
  readonly current: EndpointsObject | undefined;
  readonly subsets: readonly EndpointSubset[];
  readonly triggered: Milliseconds | undefined;
}

async function write(context: Context, service: Service, { current, subsets: wanted, triggered }: Desired): Promise<void> {
  const { client, recorder, state: { written } } = context;
  const { namespace = "", name } = service.metadata;
  const labels = labelsOf(service);
  const { subsets, over } = truncated(wanted);
  const marked = current?.metadata.annotations?.[overCapacityAnnotation] === "truncated";
  if (current !== undefined && deepEqual(current.subsets ?? [], subsets) && deepEqual(current.metadata.labels ?? {}, labels) && marked === over) return;

  const annotations = annotationsOf(current, over, triggered);
  const metadata = { name, namespace, labels, ...(Object.keys(annotations).length > 0 && { annotations }) };
  const content = subsets.length > 0 ? { subsets } : {};
  try {
    written.wrote(
      keyOf(service),
      current === undefined
        ? await client.create(Endpoints, { metadata, ...content })
        : await client.update(Endpoints, { apiVersion: current.apiVersion, kind: current.kind, metadata: { ...current.metadata, labels, annotations }, ...content }),
    );
  } catch (error) {
    if (isNamespaceTerminating(error)) return;
    const what = current === undefined ? "Create" : "Update";
    if (error instanceof Error) {
      recorder.warning({ kind: "Endpoints", apiVersion: "v1", name, namespace }, `FailedTo${what}Endpoint`, `Failed to ${what.toLowerCase()} endpoint for service ${namespace}/${name}: ${error.message}`);
    }
    throw error;
  }
}

const labelsOf = (service: Service): Readonly<Record<string, string>> => {
  const { [headlessLabel]: _headless, ...own } = service.metadata.labels ?? {};
  return { ...own, ...(!hasClusterIP(service) && { [headlessLabel]: "" }), [managedByLabel]: "endpoint-controller" };
};

function annotationsOf(current: EndpointsObject | undefined, over: boolean, triggered: Milliseconds | undefined): Readonly<Record<string, string>> {
  const { [triggerTimeAnnotation]: _time, [overCapacityAnnotation]: _over, ...kept } = current?.metadata.annotations ?? {};
  return {
    ...kept,
    ...(triggered !== undefined && { [triggerTimeAnnotation]: formatTime(triggered) }),
    ...(over && { [overCapacityAnnotation]: "truncated" }),
  };
}
