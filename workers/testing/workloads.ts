import type { Deployment } from "../api/apps/deployment.ts";
import type { ReplicaSet } from "../api/apps/replica-set.ts";
import type { Pod } from "../api/core/pod.ts";
import type { ObjectMeta } from "../apimachinery/object.ts";
import type { IntOrString } from "../apimachinery/int-or-string.ts";

/** Objects as the API server would return them, for tests of functions that only read. */
let version = 0;

const meta = (name: string, more: Partial<ObjectMeta> = {}): ObjectMeta => ({
  name,
  namespace: "default",
  uid: `uid-${name}`,
  resourceVersion: String(++version),
  creationTimestamp: "2026-04-22T10:00:00Z",
  ...more,
});

const webLabels = { app: "web" } as const;
const webTemplate = { metadata: { labels: webLabels }, spec: { containers: [{ name: "web", image: "nginx" }] } } as const;

export interface DeploymentFacts {
  readonly maxSurge?: IntOrString;
  readonly maxUnavailable?: IntOrString;
  readonly metadata?: Partial<ObjectMeta>;
  readonly spec?: Partial<Deployment["spec"]>;
  readonly status?: Deployment["status"];
}

export function deployment(name: string, replicas: number, { maxSurge = 0, maxUnavailable = 0, metadata, spec, status }: DeploymentFacts = {}): Deployment {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: meta(name, { generation: 1, ...metadata }),
    spec: {
      replicas,
      selector: { matchLabels: webLabels },
      template: webTemplate as unknown as Deployment["spec"]["template"],
      strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge, maxUnavailable } },
      ...spec,
    },
    status: status ?? {},
  };
}

export interface ReplicaSetFacts {
  readonly available?: number;
  readonly metadata?: Partial<ObjectMeta>;
  readonly spec?: Partial<ReplicaSet["spec"]>;
  readonly status?: Partial<ReplicaSet["status"]>;
}

export function replicaSet(name: string, replicas: number, { available, metadata, spec, status }: ReplicaSetFacts = {}): ReplicaSet {
  return {
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    metadata: meta(name, { generation: 1, ...metadata }),
    spec: { replicas, selector: { matchLabels: webLabels }, template: webTemplate as unknown as ReplicaSet["spec"]["template"], ...spec },
    status: { replicas, observedGeneration: 1, ...(available !== undefined && { availableReplicas: available }), ...status },
  };
}

export interface PodFacts {
  readonly node?: string;
  readonly phase?: Pod["status"]["phase"];
  readonly ready?: boolean;
  readonly readySince?: string;
  readonly ip?: string;
  readonly restarts?: number;
  readonly metadata?: Partial<ObjectMeta>;
  readonly spec?: Partial<Pod["spec"]>;
  readonly status?: Partial<Pod["status"]>;
}

export function pod(name: string, facts: PodFacts = {}): Pod {
  const { node, phase = "Running", ready = true, readySince = "2026-04-22T10:00:00Z", ip, restarts = 0, metadata, spec, status } = facts;
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: meta(name, { labels: webLabels, ...metadata }),
    spec: { containers: [{ name: "web", image: "nginx" }], ...(node !== undefined && { nodeName: node }), ...spec } as Pod["spec"],
    status: {
      phase,
      conditions: [{ type: "Ready", status: ready ? "True" : "False", lastTransitionTime: readySince }],
      containerStatuses: [{ name: "web", image: "nginx", imageID: "", ready, restartCount: restarts }],
      ...(ip !== undefined && { podIP: ip, podIPs: [{ ip }] }),
      ...status,
    },
  };
}
