import type { EndpointSlice } from "../api/discovery/endpoint-slice.ts";

/** One backend of a Service, as the rules need it. */
export interface Endpoint {
  readonly ip: string;
  readonly node: string | undefined;
  readonly ready: boolean;
  readonly serving: boolean;
  readonly terminating: boolean;
  readonly forNodes: readonly string[] | undefined;
  readonly forZones: readonly string[] | undefined;
}

/** An endpoint at the port that a Service port leads to. */
export interface Backend extends Endpoint {
  readonly port: number;
}

const known = new WeakMap<EndpointSlice, readonly Endpoint[]>();

/** The endpoints of a slice. Slices are frozen and shared by all nodes, so each is read once for the whole cluster. */
export function endpointsOf(slice: EndpointSlice): readonly Endpoint[] {
  const remembered = known.get(slice);
  if (remembered !== undefined) return remembered;
  const endpoints = (slice.addressType === "IPv4" ? (slice.endpoints ?? []) : []).flatMap(({ addresses, nodeName, conditions = {}, hints }) => {
    const [ip] = addresses;
    if (ip === undefined) return [];
    // Unset means yes: an endpoint nobody has judged is taken to work.
    const ready = conditions.ready ?? true;
    return [{ ip, node: nodeName, ready, serving: conditions.serving ?? ready, terminating: conditions.terminating ?? false, forNodes: hints?.forNodes?.map(({ name }) => name), forZones: hints?.forZones?.map(({ name }) => name) }];
  });
  known.set(slice, endpoints);
  return endpoints;
}

/** The backends of one Service port: the endpoints of every slice that has a port of that name. */
export function backendsOf(slices: readonly EndpointSlice[], portName: string, protocol: string): readonly Backend[] {
  const backends = new Map<string, Backend>();
  for (const slice of slices) {
    const port = slice.ports?.find((candidate) => (candidate.name ?? "") === portName && (candidate.protocol ?? "TCP") === protocol)?.port;
    if (port === undefined) continue;
    for (const endpoint of endpointsOf(slice)) {
      const key = `${endpoint.ip}:${port}`;
      // An address may be in two slices for a moment; the one that is ready counts.
      if (backends.get(key)?.ready !== true) backends.set(key, { ...endpoint, port });
    }
  }
  return [...backends.values()];
}
