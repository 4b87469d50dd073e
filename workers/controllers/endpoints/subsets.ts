import type { Pod } from "../../api/core/pod.ts";
import type { Service } from "../../api/core/service.ts";
import type { EndpointAddress, EndpointPort, EndpointSubset } from "../../api/generated/core/v1.ts";
import { isPodReady } from "../framework/pod-state.ts";
import { addressesOf, hostnameIn, isEndpoint, targetPortOf } from "../framework/service-endpoints.ts";

interface Placed {
  readonly address: EndpointAddress;
  readonly ready: boolean;
  readonly ports: readonly EndpointPort[];
  readonly portsKey: string;
}

/** A pod's place is asked for each time that another pod of the service changes. */
const remembered = new WeakMap<Pod, { readonly spec: Service["spec"]; readonly placed: Placed | undefined }>();

/** The addresses of the pods, grouped so that all addresses of a subset serve all ports of it. */
export function subsetsOf(service: Service, pods: readonly Pod[]): readonly EndpointSubset[] {
  const groups = new Map<string, Placed[]>();
  for (const pod of pods) {
    const placed = placeOf(service, pod);
    if (placed === undefined) continue;
    const key = placed.portsKey;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [placed]);
    else group.push(placed);
  }
  return [...groups.keys()].sort().map((key) => subsetOf(groups.get(key) ?? []));
}

function placeOf(service: Service, pod: Pod): Placed | undefined {
  const known = remembered.get(pod);
  if (known?.spec === service.spec) return known.placed;
  const placed = place(service, pod);
  remembered.set(pod, { spec: service.spec, placed });
  return placed;
}

function place(service: Service, pod: Pod): Placed | undefined {
  const { spec } = service;
  const tolerates = spec.publishNotReadyAddresses === true;
  if (!isEndpoint(pod, tolerates)) return undefined;
  const address = addressOf(service, pod);
  if (address === undefined) return undefined;
  const ports = (spec.ports ?? []).flatMap((servicePort) => {
    const port = targetPortOf(pod, servicePort);
    const { name = "", protocol = "TCP", appProtocol } = servicePort;
    return port === undefined ? [] : [{ ...(name !== "" && { name }), port, protocol, ...(appProtocol !== undefined && { appProtocol }) }];
  });
  // Only a headless service may have addresses without ports.
  if (ports.length === 0 && !(spec.clusterIP === "None" && (spec.ports ?? []).length === 0)) return undefined;
  return { address, ready: tolerates || isPodReady(pod), ports, portsKey: portsKey(ports) };
}

/** The pod's address in the service's first family. */
function addressOf(service: Service, pod: Pod): EndpointAddress | undefined {
  const { ipFamilies, clusterIP = "" } = service.spec;
  const wantsIPv6 = ipFamilies?.[0] === undefined ? clusterIP.includes(":") : ipFamilies[0] === "IPv6";
  const ip = addressesOf(pod).find((address) => address.includes(":") === wantsIPv6);
  if (ip === undefined) return undefined;
  const { metadata: { namespace, name, uid }, spec: { nodeName } } = pod;
  const hostname = hostnameIn(pod, service);
  return { ip, ...(hostname !== undefined && { hostname }), ...(nodeName !== undefined && { nodeName }), targetRef: { kind: "Pod", namespace, name, uid } };
}

const portsKey = (ports: readonly EndpointPort[]) =>
  ports.map(({ name = "", port, protocol, appProtocol = "" }) => `${name}/${port}/${protocol}/${appProtocol}`).sort().join(",");

function subsetOf(placed: readonly Placed[]): EndpointSubset {
  const sorted = placed.toSorted((a, b) => byAddress(a.address, b.address));
  const addresses = sorted.filter(({ ready }) => ready).map(({ address }) => address);
  const notReadyAddresses = sorted.filter(({ ready }) => !ready).map(({ address }) => address);
  const ports = placed[0]?.ports ?? [];
  return {
    ...(addresses.length > 0 && { addresses }),
    ...(notReadyAddresses.length > 0 && { notReadyAddresses }),
    ...(ports.length > 0 && { ports: ports.toSorted((a, b) => ((a.name ?? "") < (b.name ?? "") ? -1 : (a.name ?? "") > (b.name ?? "") ? 1 : a.port - b.port)) }),
  };
}

function byAddress(a: EndpointAddress, b: EndpointAddress): number {
  if (a.ip !== b.ip) return a.ip < b.ip ? -1 : 1;
  return (a.targetRef?.uid ?? "") < (b.targetRef?.uid ?? "") ? -1 : 1;
}
