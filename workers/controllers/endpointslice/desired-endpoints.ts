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
export function desiredGroups(sources: EndpointSources): { readonly groups: ReadonlyMap<string, EndpointGroup>; readonly errors: readonly string[] } {
  const { service, pods, nodes, addressType } = sources;
  const groups = new Map<string, { readonly ports: readonly EndpointPort[]; readonly endpoints: Map<string, Endpoint> }>();
  const errors: string[] = [];
  for (const pod of pods) {
    if (!isEndpoint(pod, true)) continue;
    const { ports, key } = rememberedPorts(service, pod);
    const group = groups.get(key) ?? { ports, endpoints: new Map<string, Endpoint>() };
    groups.set(key, group);

    const { nodeName = "" } = pod.spec;
    const node = nodes.get(nodeName);
    if (node === undefined && service.spec.publishNotReadyAddresses !== true) {
      errors.push(`skipping Pod ${pod.metadata.name} for Service ${service.metadata.namespace}/${service.metadata.name}: Node ${nodeName} Not Found`);
      continue;
    }
    const endpoint = endpointOf(pod, { service, addressType, zone: node?.metadata.labels?.[zoneLabel] ?? "" });
    if (endpoint.addresses.length > 0) group.endpoints.set(identityOf(endpoint), endpoint);
  }
  return { groups, errors };
}

interface Ports {
  readonly spec: Service["spec"];
  readonly ports: readonly EndpointPort[];
  readonly key: string;
}

const portsOfPods = new WeakMap<Pod, Ports>();

function rememberedPorts(service: Service, pod: Pod): Ports {
  const known = portsOfPods.get(pod);
  if (known?.spec === service.spec) return known;
  const ports = portsOf(service, pod);
  const entry = { spec: service.spec, ports, key: portsKey(ports) };
  portsOfPods.set(pod, entry);
  return entry;
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

interface Circumstances {
  readonly service: Service;
  readonly addressType: AddressType;
  readonly zone: string;
}

interface Remembered {
  readonly spec: Service["spec"];
  readonly circumstances: string;
  readonly endpoint: Endpoint;
}

/** A pod's endpoint is asked for each time that another pod of the service changes. */
const remembered = new WeakMap<Pod, Remembered>();

function endpointOf(pod: Pod, circumstances: Circumstances): Endpoint {
  const { service, addressType, zone } = circumstances;
  const key = `${addressType}/${zone}`;
  const known = remembered.get(pod);
  if (known?.spec === service.spec && known.circumstances === key) return known.endpoint;
  const endpoint = convert(pod, circumstances);
  remembered.set(pod, { spec: service.spec, circumstances: key, endpoint });
  return endpoint;
}

function convert(pod: Pod, { service, addressType, zone }: Circumstances): Endpoint {
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
