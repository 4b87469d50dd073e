import type { Draft } from "../../apimachinery/object.ts";
import { newControllerRef } from "../../apimachinery/owner-references.ts";
import type { Service } from "../../api/core/service.ts";
import type { EndpointSlice } from "../../api/discovery/endpoint-slice.ts";
import type { EndpointPort } from "../../api/generated/discovery/v1.ts";
import { hasClusterIP, headlessLabel } from "../framework/service-endpoints.ts";

export const serviceNameLabel = "kubernetes.io/service-name";
const managedByLabel = "endpointslice.kubernetes.io/managed-by";
const manager = "endpointslice-controller.k8s.io";

const reserved = new Set([serviceNameLabel, managedByLabel, headlessLabel]);

export type AddressType = EndpointSlice["addressType"];

/** Is the slice ours, and not somebody's own or a mirrored one? */
export const isManaged = ({ metadata }: Pick<EndpointSlice, "metadata">) => metadata.labels?.[managedByLabel] === manager;

/** Does the slice belong to this very service? */
export const ownedBy = ({ metadata }: EndpointSlice, service: Service) =>
  metadata.ownerReferences?.some(({ uid, kind, apiVersion }) => uid === service.metadata.uid && kind === "Service" && apiVersion === "v1") === true;

/** The kinds of addresses that the service has. */
export function addressTypesOf({ spec: { ipFamilies = [], clusterIP = "" } }: Service): readonly AddressType[] {
  const types = (["IPv4", "IPv6"] as const).filter((family) => ipFamilies.includes(family));
  if (types.length > 0) return types;
  if (clusterIP !== "" && clusterIP !== "None") return [clusterIP.includes(":") ? "IPv6" : "IPv4"];
  return ["IPv4", "IPv6"];
}

/** The labels that a slice of the service has: the service's own and the reserved ones. */
export function sliceLabels(service: Service): Readonly<Record<string, string>> {
  const own = Object.entries(service.metadata.labels ?? {}).filter(([key]) => !reserved.has(key));
  return {
    ...Object.fromEntries(own),
    ...(!hasClusterIP(service) && { [headlessLabel]: "" }),
    [serviceNameLabel]: service.metadata.name,
    [managedByLabel]: manager,
  };
}

/** Do the labels that follow the service's differ? The reserved ones are not compared. */
export function labelsDiffer(slice: EndpointSlice, service: Service): boolean {
  const own = (labels: Readonly<Record<string, string>> | undefined) =>
    Object.entries(labels ?? {}).filter(([key]) => !reserved.has(key)).sort(([a], [b]) => (a < b ? -1 : 1)).join("\n");
  return own(slice.metadata.labels) !== own(service.metadata.labels);
}

/** A slice without endpoints yet. */
export const newSlice = (service: Service, addressType: AddressType, ports: readonly EndpointPort[]): Draft<EndpointSlice> => ({
  metadata: {
    generateName: `${service.metadata.name}-`,
    namespace: service.metadata.namespace,
    labels: sliceLabels(service),
    ownerReferences: [newControllerRef(service)],
  },
  addressType,
  ports,
  endpoints: [],
});
