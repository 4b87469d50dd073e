import { Nodes } from "../api/core/node.ts";
import { Pods } from "../api/core/pod.ts";
import { Services } from "../api/core/service.ts";
import type { Node, Pod, Service } from "../api/generated/core/v1.ts";
import type { Client } from "../client/client.ts";
import { createClient } from "../client/create-client.ts";
import { createEventRecorder, type EventRecorder } from "../client/event-recorder.ts";
import type { Informer } from "../client/informer.ts";
import { createInformerFactory } from "../client/informer-factory.ts";
import { kubeletVersion } from "./machine.ts";
import type { KubeletOptions } from "./kubelet-options.ts";

/** The kubelet's connections to the API server. */
export interface Connections {
  readonly client: Client;
  /** Not held up by other requests: a heartbeat that is late looks like a dead node. */
  readonly heartbeat: Client;
  readonly recorder: EventRecorder;
  readonly pods: Informer<Pod>;
  readonly services: Informer<Service>;
  readonly nodes: Informer<Node>;
}

const rateLimit = { qps: 50, burst: 100 };

/** Opens the connections: what they bring arrives later, or never. */
export function createConnections({ transport, clock, lifetime, log, nodeName, random }: KubeletOptions): Connections {
  const connect = (limited: boolean) => createClient({ transport, clock, lifetime, userAgent: `kubelet/${kubeletVersion}`, ...(limited && { rateLimit }) });
  const client = connect(true);
  const factory = createInformerFactory({ client, clock, random: random.fork("informers"), log });
  return {
    client,
    heartbeat: connect(false),
    recorder: createEventRecorder({ client: connect(true), clock, random, log, component: "kubelet", host: nodeName }),
    pods: factory.for(Pods, { fieldSelector: `spec.nodeName=${nodeName}` }),
    services: factory.for(Services),
    nodes: factory.for(Nodes, { fieldSelector: `metadata.name=${nodeName}` }),
  };
}
