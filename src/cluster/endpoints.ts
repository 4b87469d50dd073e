import { joinKey } from "../lib/object-key.ts";
import { memoLast } from "../lib/memo.ts";
import type { ResourceTypes } from "../lib/resources.ts";
import { tableOf, type ObjectIndex, type Table } from "./object-table.ts";

type EndpointSlice = ResourceTypes["endpointslices.discovery.k8s.io"];

/** Which pods stand behind which Service, both ways, as the EndpointSlices say. */
export interface Endpoints {
  /** Keys of Services by key of a pod that is ready behind them. */
  readonly servicesByPod: ReadonlyMap<string, readonly string[]>;
  readonly podsByService: ReadonlyMap<string, readonly { readonly pod: string; readonly ready: boolean }[]>;
}

/** Computed once for each version of the EndpointSlices. */
export const endpointsOf = (index: ObjectIndex): Endpoints => compute(tableOf(index, "endpointslices.discovery.k8s.io"));

const compute = memoLast((slices: Table<EndpointSlice>): Endpoints => {
  const servicesByPod = new Map<string, string[]>();
  const podsByService = new Map<string, { pod: string; ready: boolean }[]>();
  for (const { object } of slices.values()) {
    const name = object.metadata.labels?.["kubernetes.io/service-name"];
    if (name === undefined) continue;
    const service = joinKey(object.metadata.namespace, name);
    for (const { pod, ready } of podsIn(object)) {
      push(podsByService, service, { pod, ready });
      if (ready) push(servicesByPod, pod, service);
    }
  }
  return { servicesByPod, podsByService };
});

/** A missing "ready" counts as ready, as the API defines. */
function podsIn({ endpoints, metadata }: EndpointSlice) {
  return (endpoints ?? []).flatMap(({ targetRef, conditions }) =>
    targetRef?.kind === "Pod" && targetRef.name !== undefined
      ? [{ pod: joinKey(targetRef.namespace ?? metadata.namespace, targetRef.name), ready: conditions?.ready !== false }]
      : [],
  );
}

function push<T>(map: Map<string, T[]>, key: string, value: T) {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
