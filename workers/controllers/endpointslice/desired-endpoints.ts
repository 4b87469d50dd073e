import type { Node } from "../../api/core/node.ts";
import type { Pod } from "../../api/core/pod.ts";
import type { Service } from "../../api/core/service.ts";
import type { Endpoint, EndpointPort } from "../../api/generated/discovery/v1.ts";
import type { Lister } from "../../client/indexed-store.ts";
import { isPodReady } from "../framework/pod-state.ts";
import { addressesOf, hostnameIn, isEndpoint, targetPortOf } from "../framework/service-endpoints.ts";
import type { AddressType } from "./slice.ts";

/** Endpoints that share their ports; only such can be in one slice. By identity, in the order of their pods. */
export interface EndpointGroup {
  readonly ports: readonly EndpointPort[];
  readonly endpoints: ReadonlyMap<string, Endpoint>;
}

export interface EndpointSources {
  readonly service: Service;
  readonly pods: readonly Pod[];
  readonly nodes: Lister<Node>;
  readonly addressType: AddressType;
}

const zoneLabel = "topology.kubernetes.io/zone";

/** The endpoints that the service should have, by their ports. */
export function desiredGroups({ service, pods, nodes, addressType }: EndpointSources): { readonly groups: ReadonlyMap<string, EndpointGroup>; readonly errors: readonly string[] } {
  const groups = new Map<string, { readonly ports: readonly EndpointPort[]; readonly endpoints: Map<string, Endpoint> }>();
  const errors: string[] = [];
  for (const pod of pods) {
    const node = nodes.get(pod.spec.nodeName ?? "");
    const candidate = candidateOf(pod, { service, addressType, node });
    if (candidate === undefined) continue;
    const group = groups.get(candidate.key) ?? { ports: candidate.ports, endpoints: new Map<string, Endpoint>() };
    groups.set(candidate.key, group);

    if (node === undefined && service.spec.publishNotReadyAddresses !== true) {
      errors.push(`skipping Pod ${pod.metadata.name} for Service ${service.metadata.namespace}/${service.metadata.name}: Node ${pod.spec.nodeName ?? ""} Not Found`);
    } else if (candidate.endpoint.addresses.length > 0) {
      group.endpoints.set(candidate.identity, candidate.endpoint);
    }
  }
  return { groups, errors };
}

/** What a pod contributes to the slices of a service. */
interface Candidate {
  readonly ports: readonly EndpointPort[];
  /** The same for all pods with the same ports. */
  readonly key: string;
  readonly endpoint: Endpoint;
  readonly identity: string;
}

interface Circumstances {
  readonly service: Service;
  readonly addressType: AddressType;
  readonly node: Node | undefined;
}

interface Remembered {
  readonly spec: Service["spec"];
  readonly addressType: AddressType;
  readonly zone: string;
  readonly candidate: Candidate | undefined;
}

/** A pod's contribution is asked for each time that another pod of the service changes. */
const remembered = new WeakMap<Pod, Remembered>();

function candidateOf(pod: Pod, { service, addressType, node }: Circumstances): Candidate | undefined {
  const { spec } = service;
  const zone = node?.metadata.labels?.[zoneLabel] ?? "";
  const known = remembered.get(pod);
  if (known !== undefined && known.spec === spec && known.addressType === addressType && known.zone === zone) return known.candidate;
  const candidate = isEndpoint(pod, true) ? newCandidate(pod, { service, addressType, zone }) : undefined;
  remembered.set(pod, { spec, addressType, zone, candidate });
  return candidate;
}

function newCandidate(pod: Pod, place: Place): Candidate {
  const ports = portsOf(place.service, pod);
  const endpoint = endpointOf(pod, place);
  return { ports, key: portsKey(ports), endpoint, identity: identityOf(endpoint) };
}

/** The same for every order of the ports. */
export const portsKey = (ports: readonly EndpointPort[] | undefined): string =>
  (ports ?? []).map(({ name = "", port, protocol, appProtocol = "" }) => `${name}/${port}/${protocol}/${appProtocol}`).sort().join(",");

function portsOf({ spec: { ports = [], clusterIP } }: Service, pod: Pod): readonly EndpointPort[] {
  if (ports.length === 0 && clusterIP === "None") return [];
  return ports.flatMap((servicePort) => {
    const port = targetPortOf(pod, servicePort);
    const { name = "", protocol = "TCP", appProtocol } = servicePort;
    return port === undefined ? [] : [{ name, port, protocol, ...(appProtocol !== undefined && { appProtocol }) }];
  });
}

interface Place {
  readonly service: Service;
  readonly addressType: AddressType;
  readonly zone: string;
}

function endpointOf(pod: Pod, { service, addressType, zone }: Place): Endpoint {
  const { metadata: { namespace, name, uid, deletionTimestamp }, spec: { nodeName = "" } } = pod;
  const serving = isPodReady(pod);
  const terminating = deletionTimestamp !== undefined;
  const hostname = hostnameIn(pod, service);
  return {
    addresses: addressesOf(pod).filter((address) => (address.includes(":") ? "IPv6" : "IPv4") === addressType),
    conditions: { ready: service.spec.publishNotReadyAddresses === true || (serving && !terminating), serving, terminating },
    ...(hostname !== undefined && { hostname }),
    ...(nodeName !== "" && { nodeName }),
    targetRef: { kind: "Pod", namespace, name, uid },
    ...(zone !== "" && { zone }),
  };
}

const identities = new WeakMap<Endpoint, string>();

/** What makes an endpoint the same endpoint, whatever its condition. */
export function identityOf(endpoint: Endpoint): string {
  const known = identities.get(endpoint);
  if (known !== undefined) return known;
  const { addresses, hostname = "", targetRef } = endpoint;
  const identity = `${addresses.toSorted().join(",")}/${hostname}/${targetRef?.namespace ?? ""}/${targetRef?.name ?? ""}`;
  identities.set(endpoint, identity);
  return identity;
}
