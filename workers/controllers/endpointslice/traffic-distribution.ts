import { deepEqual } from "../../base/deep-equal.ts";
import type { Service } from "../../api/core/service.ts";
import type { EndpointSlice } from "../../api/discovery/endpoint-slice.ts";
import type { Endpoint, EndpointHints } from "../../api/generated/discovery/v1.ts";
import type { SlicePlan } from "./slice-plan.ts";

type HintsOf = (endpoint: Endpoint) => EndpointHints | undefined;

/** The plan with the hints that the service's traffic distribution asks for; slices that it does not touch are added where their hints are wrong. */
export function withHints(service: Service, existing: readonly EndpointSlice[], { creates, updates, deletes }: SlicePlan): SlicePlan {
  const hintsOf = hintsFor(service);
  const touched = new Set([...updates, ...deletes].map(({ metadata }) => metadata.name));
  const others = existing.filter((slice) => !touched.has(slice.metadata.name) && (slice.endpoints ?? []).some((endpoint) => !deepEqual(endpoint.hints, hintsOf(endpoint))));
  const hinted = <T extends { readonly endpoints?: readonly unknown[] }>(slice: T): T => {
    const endpoints = ((slice.endpoints ?? []) as readonly Endpoint[]).map((endpoint) => withHint(endpoint, hintsOf));
    return { ...slice, endpoints };
  };
  return { creates: creates.map(hinted), updates: [...updates, ...others].map(hinted), deletes };
}

function hintsFor({ spec: { trafficDistribution } }: Service): HintsOf {
  switch (trafficDistribution) {
    case "PreferClose":
    case "PreferSameZone":
      return (endpoint) => (isReady(endpoint) ? zoneHint(endpoint) : undefined);
    case "PreferSameNode":
      return (endpoint) => (isReady(endpoint) ? nodeHint(endpoint) : undefined);
    default:
      return () => undefined;
  }
}

const isReady = ({ conditions }: Endpoint) => conditions?.ready !== false;

const zoneHint = ({ zone }: Endpoint): EndpointHints | undefined => (zone === undefined ? undefined : { forZones: [{ name: zone }] });

function nodeHint(endpoint: Endpoint): EndpointHints | undefined {
  const { nodeName } = endpoint;
  if (nodeName === undefined) return zoneHint(endpoint);
  return { ...zoneHint(endpoint), forNodes: [{ name: nodeName }] };
}

function withHint(endpoint: Endpoint, hintsOf: HintsOf): Endpoint {
  const wanted = hintsOf(endpoint);
  if (deepEqual(endpoint.hints, wanted)) return endpoint;
  const { hints: _old, ...rest } = endpoint;
  return wanted === undefined ? rest : { ...rest, hints: wanted };
}
