import { second } from "../../base/units.ts";
import { keyOf, type ObjectKey } from "../../apimachinery/object.ts";
import { type Node, Nodes } from "../../api/core/node.ts";
import { type Pod, Pods } from "../../api/core/pod.ts";
import { type Service, Services } from "../../api/core/service.ts";
import { type EndpointSlice, EndpointSlices } from "../../api/discovery/endpoint-slice.ts";
import { type Informer, revisionOf } from "../../client/informer.ts";
import type { ControllerEnvironment } from "../framework/controller.ts";
import { indexByNode, podsOnNode } from "../framework/indexes.ts";
import { type Enqueue, type ReconcileContext, reconciler, RetryLater } from "../framework/reconciler.ts";
import { hasManagedEndpoints, podsOf, selectablePods, wakingServices } from "../framework/service-endpoints.ts";
import { TriggerTimeTracker } from "../framework/trigger-time-tracker.ts";
import { WrittenObjects } from "../framework/written-objects.ts";
import { desiredGroups } from "./desired-endpoints.ts";
import { planSlices } from "./plan-slices.ts";
import { addressTypesOf, isManaged, serviceNameLabel } from "./slice.ts";
import { applyPlan } from "./apply-plan.ts";

interface State {
  readonly services: Informer<Service>;
  readonly pods: Informer<Pod>;
  readonly nodes: Informer<Node>;
  readonly slices: Informer<EndpointSlice>;
  readonly written: WrittenObjects<EndpointSlice>;
  readonly triggers: TriggerTimeTracker;
}

type Context = ReconcileContext<State>;

const byService = "service";

/** How long to wait for an informer that lags behind the controller's own writes. */
const catchUp = 20;

/**
 * Keeps the EndpointSlices of each service with a selector in step with its pods. Hints by traffic
 * distribution are set; those of topology mode Auto are not.
 */
export const endpointSliceController = reconciler<Service, State>({
  name: "endpointslice-controller",
  component: "endpoint-slice-controller",
  reconciles: Services,
  watches: [wakingServices<State>()],
  workers: 5,
  retries: { initial: second, most: 1000 * second, overall: { qps: 10, burst: 100 } },
  mostRetries: 15,
  state,
  listen: listenToSlices,
  reconcile,
});

function state({ informers }: ControllerEnvironment): State {
  const slices = informers.for(EndpointSlices);
  slices.addIndex(byService, (slice) => [ownerOf(slice)]);
  return {
    services: informers.for(Services),
    pods: indexByNode(selectablePods(informers.for(Pods))),
    nodes: informers.for(Nodes),
    slices,
    written: new WrittenObjects(slices),
    triggers: new TriggerTimeTracker(),
  };
}

const ownerOf = ({ metadata: { namespace = "", labels } }: EndpointSlice): ObjectKey => `${namespace}/${labels?.[serviceNameLabel] ?? ""}`;

/** Somebody else's change to a slice is put right. */
function listenToSlices({ informers }: ControllerEnvironment, { slices, written, services, pods }: State, enqueue: Enqueue): void {
  const wake = (slice: EndpointSlice) => {
    if (isManaged(slice) && written.isNews(ownerOf(slice), slice)) enqueue(ownerOf(slice), revisionOf(slice));
  };
  slices.addHandler({
    added: wake,
    updated(previous, slice) {
      // Losing a label must not hide a slice from the service that it belonged to.
      if (ownerOf(previous) !== ownerOf(slice)) wake(previous);
      wake(slice);
    },
    deleted(slice) {
      written.deleted(ownerOf(slice), keyOf(slice));
      if (isManaged(slice) && services.get(ownerOf(slice)) !== undefined) enqueue(ownerOf(slice), revisionOf(slice));
    },
  });
  // A pod whose node was unknown or whose zone changed belongs to endpoints that show it.
  const zoneOf = ({ metadata }: Node) => metadata.labels?.["topology.kubernetes.io/zone"];
  const wakeServicesOn = (node: Node) => {
    const namespaces = new Set(podsOnNode(pods, node.metadata.name).map(({ metadata }) => metadata.namespace ?? ""));
    for (const namespace of namespaces) for (const service of services.inNamespace(namespace)) enqueue(keyOf(service), revisionOf(node));
  };
  informers.for(Nodes).addHandler({
    added: wakeServicesOn,
    updated: (previous, node) => (zoneOf(previous) === zoneOf(node) ? undefined : wakeServicesOn(node)),
  });
}

async function reconcile(key: ObjectKey, context: Context): Promise<void> {
  const { services, slices, written, triggers, pods, nodes } = context.state;
  const service = services.get(key);
  if (service === undefined) {
    triggers.forget(key);
    return written.forget(key);
  }
  if (!hasManagedEndpoints(service)) return;
  if (written.isStale(key)) return context.requeueAfter(catchUp);

  const existing = slices.by(byService, key).filter((slice) => isManaged(slice) && slice.metadata.deletionTimestamp === undefined);
  const selected = podsOf(pods, service);
  const triggered = triggers.changedAt(service, selected);
  const types = addressTypesOf(service);
  const errors: string[] = [];
  for (const addressType of types) {
    const desired = desiredGroups({ service, pods: selected, nodes, addressType });
    errors.push(...desired.errors);
    const plan = planSlices(service, addressType, { existing: existing.filter((slice) => slice.addressType === addressType), groups: desired.groups });
    await apply(context, service, { plan, triggered });
  }
  const unsupported = existing.filter(({ addressType }) => !types.includes(addressType));
  if (unsupported.length > 0) await apply(context, service, { plan: { creates: [], updates: [], deletes: unsupported }, triggered });
  if (errors.length > 0) throw new RetryLater(errors.join(", "));
}

async function apply(context: Context, service: Service, work: Omit<Parameters<typeof applyPlan>[0], "client" | "service" | "wrote">): Promise<void> {
  const { client, recorder, state: { written } } = context;
  const key = keyOf(service);
  try {
    await applyPlan({ ...work, client, service, wrote: (slice) => written.wrote(key, slice) });
  } catch (error) {
    if (error instanceof Error) recorder.warning(service, "FailedToUpdateEndpointSlices", `Error updating Endpoint Slices for Service ${key}: ${error.message}`);
    throw error;
  }
}
