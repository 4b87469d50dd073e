import { deepEqual } from "../../base/deep-equal.ts";
import type { Draft } from "../../apimachinery/object.ts";
import type { Service } from "../../api/core/service.ts";
import type { EndpointSlice } from "../../api/discovery/endpoint-slice.ts";
import type { Endpoint } from "../../api/generated/discovery/v1.ts";
import { type EndpointGroup, identityOf, portsKey } from "./desired-endpoints.ts";
import type { SlicePlan } from "./slice-plan.ts";
import { type AddressType, labelsDiffer, newSlice, ownedBy, sliceLabels } from "./slice.ts";
import { withHints } from "./traffic-distribution.ts";

export interface SliceInputs {
  readonly existing: readonly EndpointSlice[];
  readonly groups: ReadonlyMap<string, EndpointGroup>;
}

/** So many endpoints and no more are in one slice. */
export const mostEndpoints = 100;

/** The fewest changes that lead from the slices that are there to the endpoints that should be. */
export function planSlices(service: Service, addressType: AddressType, { existing, groups }: SliceInputs): SlicePlan {
  const owned = existing.filter((slice) => ownedBy(slice, service));
  const foreign = existing.filter((slice) => !ownedBy(slice, service));
  const byPorts = groupByPorts(owned);

  const plans = [...groups].map(([key, group]) => planGroup(service, addressType, { slices: byPorts.get(key) ?? [], group }));
  const outdated = [...byPorts].flatMap(([key, slices]) => (groups.has(key) ? [] : slices));
  const creates = plans.flatMap((plan) => plan.creates);
  const updates = plans.flatMap((plan) => plan.updates);
  const deletes = [...foreign, ...plans.flatMap((plan) => plan.deletes), ...outdated];
  if (deletes.length < existing.length || creates.length > 0) return withHints(service, existing, { creates, updates, deletes });

  // A service without any endpoint has one empty slice, to tell that there is nothing.
  const placeholder = newSlice(service, addressType, []);
  const [only] = deletes;
  if (deletes.length === 1 && only !== undefined && isPlaceholder(only, placeholder)) return { creates: [], updates: [], deletes: [] };
  return { creates: [placeholder], updates: [], deletes };
}

function groupByPorts(slices: readonly EndpointSlice[]): ReadonlyMap<string, readonly EndpointSlice[]> {
  const groups = new Map<string, EndpointSlice[]>();
  for (const slice of slices) {
    const key = portsKey(slice.ports);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [slice]);
    else group.push(slice);
  }
  return groups;
}

function isPlaceholder(slice: EndpointSlice, placeholder: Draft<EndpointSlice>): boolean {
  return (slice.endpoints ?? []).length === 0 && (slice.ports ?? []).length === 0 && deepEqual(slice.metadata.labels, placeholder.metadata?.labels);
}

interface GroupInputs {
  readonly slices: readonly EndpointSlice[];
  readonly group: EndpointGroup;
}

function planGroup(service: Service, addressType: AddressType, { slices, group }: GroupInputs): SlicePlan {
  const missing = new Map(group.endpoints);
  const kept = slices.map((slice) => keepWanted(slice, missing, service));
  const changed = kept.filter(({ endpoints, touched }) => touched && endpoints.length > 0);
  const deletes = kept.filter(({ endpoints }) => endpoints.length === 0).map(({ slice }) => slice);
  const unchanged = new Set(kept.filter(({ endpoints, touched }) => !touched && endpoints.length > 0));

  // Slices that have to be written anyhow are filled first, the fullest first.
  for (const { endpoints } of changed.toSorted((a, b) => b.endpoints.length - a.endpoints.length)) fill(endpoints, missing);

  const creates: Draft<EndpointSlice>[] = [];
  while (missing.size > 0) {
    const room = missing.size < mostEndpoints ? closestFit([...unchanged], missing.size) : undefined;
    if (room === undefined) {
      const endpoints: Endpoint[] = [];
      fill(endpoints, missing);
      creates.push({ ...newSlice(service, addressType, group.ports), endpoints });
    } else {
      unchanged.delete(room);
      fill(room.endpoints, missing);
      changed.push(room);
    }
  }
  return { creates, updates: changed.map(({ slice, endpoints }) => written(slice, endpoints, service)), deletes };
}

interface Kept {
  readonly slice: EndpointSlice;
  readonly endpoints: Endpoint[];
  readonly touched: boolean;
}

/** The slice with those of its endpoints that are still wanted, as they are now. They are no longer missing. */
function keepWanted(slice: EndpointSlice, missing: Map<string, Endpoint>, service: Service): Kept {
  const before = slice.endpoints ?? [];
  const endpoints: Endpoint[] = [];
  let touched = labelsDiffer(slice, service);
  for (const endpoint of before) {
    const identity = identityOf(endpoint);
    const wanted = missing.get(identity);
    if (wanted === undefined) continue;
    missing.delete(identity);
    const same = sameEndpoint(endpoint, wanted);
    if (!same) touched = true;
    endpoints.push(same ? endpoint : wanted);
  }
  return { slice, endpoints, touched: touched || endpoints.length < before.length };
}

/** Hints do not count: they are seen to later, for all slices at once. */
function sameEndpoint(a: Endpoint, b: Endpoint): boolean {
  if (a === b) return true;
  if (a.hints === undefined) return deepEqual(a, b);
  const { hints: _ours, ...rest } = a;
  return deepEqual(rest, b);
}

function fill(endpoints: Endpoint[], missing: Map<string, Endpoint>): void {
  for (const [identity, endpoint] of missing) {
    if (endpoints.length >= mostEndpoints) return;
    endpoints.push(endpoint);
    missing.delete(identity);
  }
}

/** The slice that will be closest to full with `count` more endpoints in it. */
function closestFit(candidates: readonly Kept[], count: number): Kept | undefined {
  let closest: Kept | undefined;
  let least = mostEndpoints;
  for (const candidate of candidates) {
    const room = mostEndpoints - (count + candidate.endpoints.length);
    if (room >= 0 && room < least) [closest, least] = [candidate, room];
  }
  return closest;
}

const written = (slice: EndpointSlice, endpoints: readonly Endpoint[], service: Service): EndpointSlice => ({
  ...slice,
  metadata: { ...slice.metadata, labels: sliceLabels(service) },
  endpoints,
});
