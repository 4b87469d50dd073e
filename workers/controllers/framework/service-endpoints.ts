import { deepEqual } from "../../base/deep-equal.ts";
import { findCondition } from "../../apimachinery/conditions.ts";
import { selectorFromSet, setMatches } from "../../apimachinery/labels.ts";
import { keyOf, type ObjectKey } from "../../apimachinery/object.ts";
import { type Pod, Pods } from "../../api/core/pod.ts";
import type { Service } from "../../api/core/service.ts";
import type { Container, ServicePort } from "../../api/generated/core/v1.ts";
import type { Informer } from "../../client/informer.ts";
import { indexByLabel, selected } from "./indexes.ts";
import { isPodTerminal } from "./pod-state.ts";
import { watching, type WatchRule } from "./reconciler.ts";

/** Marks the endpoints of services without an address of their own. */
export const headlessLabel = "service.kubernetes.io/headless";

/** When the change was made that led to the endpoints as they are. */
export const triggerTimeAnnotation = "endpoints.kubernetes.io/last-change-trigger-time";

/** Does the service have an address of its own? */
export const hasClusterIP = ({ spec: { clusterIP = "" } }: Service) => clusterIP !== "" && clusterIP !== "None";

/** Do controllers make endpoints for it? */
export const hasManagedEndpoints = ({ spec: { type, selector } }: Service) => type !== "ExternalName" && selector !== undefined && Object.keys(selector).length > 0;

/** The pods that the service selects. */
export const podsOf = (pods: Informer<Pod>, { metadata, spec }: Service): readonly Pod[] =>
  selected(pods, metadata.namespace ?? "", selectorFromSet(spec.selector));

/** Can the pod be an endpoint at all? */
export function isEndpoint(pod: Pod, includeTerminating: boolean): boolean {
  if (isPodTerminal(pod) || addressesOf(pod).length === 0) return false;
  return includeTerminating || pod.metadata.deletionTimestamp === undefined;
}

const none: readonly string[] = [];

/** The addresses of a pod. */
export function addressesOf({ status: { podIP = "", podIPs } }: Pod): readonly string[] {
  if (podIPs !== undefined && podIPs.length > 0) return podIPs.map(({ ip }) => ip);
  return podIP === "" ? none : [podIP];
}

/** The number of the pod's port that a service's port leads to; undefined when the pod has no such port. */
export function targetPortOf({ spec }: Pod, { targetPort, port, protocol = "TCP" }: ServicePort): number | undefined {
  if (typeof targetPort !== "string") return targetPort ?? port;
  const named = ({ ports = [] }: Container) => ports.find((candidate) => candidate.name === targetPort && (candidate.protocol ?? "TCP") === protocol);
  const sidecars = spec.initContainers?.filter(({ restartPolicy }) => restartPolicy === "Always") ?? [];
  for (const container of [...spec.containers, ...sidecars]) {
    const found = named(container);
    if (found !== undefined) return found.containerPort;
  }
  return undefined;
}

/** The pod's own name in DNS, if it has one below this service. */
export function hostnameIn({ metadata, spec }: Pod, service: Service): string | undefined {
  const { hostname = "", subdomain } = spec;
  return hostname !== "" && subdomain === service.metadata.name && metadata.namespace === service.metadata.namespace ? hostname : undefined;
}

/** Pods wake the services that select them, when something changed that endpoints show. */
export function wakingServices<State extends { readonly services: Informer<Service> }>(): WatchRule<State> {
  return watching<Pod, State>(Pods, servicesOf, endpointsDiffer);
}

function servicesOf({ metadata: { namespace = "", labels } }: Pod, { services }: { readonly services: Informer<Service> }): readonly ObjectKey[] {
  return services.inNamespace(namespace).flatMap((service) =>
    hasManagedEndpoints(service) && setMatches(service.spec.selector ?? {}, labels) ? [keyOf(service)] : [],
  );
}

function endpointsDiffer(previous: Pod, pod: Pod): boolean {
  return (
    previous.metadata.deletionTimestamp !== pod.metadata.deletionTimestamp ||
    previous.spec.nodeName !== pod.spec.nodeName ||
    previous.status.phase !== pod.status.phase ||
    findCondition(previous.status.conditions, "Ready")?.status !== findCondition(pod.status.conditions, "Ready")?.status ||
    !deepEqual(previous.metadata.labels, pod.metadata.labels) ||
    !deepEqual(previous.status.podIPs, pod.status.podIPs) ||
    previous.spec.hostname !== pod.spec.hostname ||
    previous.spec.subdomain !== pod.spec.subdomain
  );
}

/** Pods that can be found by what services select. */
export const selectablePods = (pods: Informer<Pod>) => indexByLabel(pods);
