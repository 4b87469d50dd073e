import { Deployments } from "./apps/deployment.ts";
import { ReplicaSets } from "./apps/replica-set.ts";
import { Leases } from "./coordination/lease.ts";
import { ConfigMaps } from "./core/config-map.ts";
import { Endpoints } from "./core/endpoints.ts";
import { Events } from "./core/event.ts";
import { Namespaces } from "./core/namespace.ts";
import { Nodes } from "./core/node.ts";
import { Pods } from "./core/pod.ts";
import { Secrets } from "./core/secret.ts";
import { ServiceAccounts } from "./core/service-account.ts";
import { Services } from "./core/service.ts";
import { EndpointSlices } from "./discovery/endpoint-slice.ts";
import { EventsV1 } from "./events/event.ts";
import { ResourceRegistry } from "./resource-registry.ts";
import type { AnyResource } from "./resource.ts";
import { PriorityClasses } from "./scheduling/priority-class.ts";

/** Every kind that this cluster serves from its start, in the order of discovery. */
export const kinds: readonly AnyResource[] = [
  ConfigMaps,
  Endpoints,
  Events,
  Namespaces,
  Nodes,
  Pods,
  Secrets,
  ServiceAccounts,
  Services,
  Deployments,
  ReplicaSets,
  Leases,
  EndpointSlices,
  EventsV1,
  PriorityClasses,
];

/** A registry of the kinds that are built in. Each API server has its own, to which it adds custom resources. */
export const builtInResources = () => new ResourceRegistry(kinds);

const builtIn = builtInResources();

/** The built-in resource that a path names. */
export const resourceFor = builtIn.resourceFor.bind(builtIn);
/** The built-in resource of a kind. */
export const resourceForKind = builtIn.resourceForKind.bind(builtIn);
/** The built-in resource that a person means by a name: plural, singular, short, or with the group behind it. */
export const resourceNamed = builtIn.resourceNamed.bind(builtIn);
/** All built-in resources. */
export const allResources = builtIn.all.bind(builtIn);
