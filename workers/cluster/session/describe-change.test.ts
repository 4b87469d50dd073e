import { describe, expect, test } from "vitest";
import type { KubernetesObject } from "../../apimachinery/object.ts";
import { describeChange } from "./describe-change.ts";

const object = (kind: string, name: string, more: object = {}) =>
  ({ apiVersion: "v1", kind, metadata: { name, uid: name, resourceVersion: "1", creationTimestamp: "2026-01-01T00:00:00Z" }, spec: {}, status: {}, ...more }) as unknown as KubernetesObject;
const deleted = (from: KubernetesObject, grace: number): KubernetesObject => ({ ...from, metadata: { ...from.metadata, deletionTimestamp: "2026-01-01T00:00:30Z", deletionGracePeriodSeconds: grace } });

const containers = (...containerStatuses: object[]) => ({ spec: { nodeName: "node-1" }, status: { containerStatuses } });
const condition = (type: string, status: string, more: object = {}) => ({ status: { conditions: [{ type, status, ...more }] } });

const waiting = { name: "web", restartCount: 0, state: { waiting: { reason: "ContainerCreating" } } };
const running = { name: "web", restartCount: 0, state: { running: {} } };
const dead = { name: "web", restartCount: 0, state: { terminated: { exitCode: 1, reason: "Error" } } };

describe("what a write means", () => {
  test.each<[string, string, KubernetesObject | undefined, KubernetesObject | undefined, string | undefined, boolean]>([
    ["a pod is created", "pods", undefined, object("Pod", "web-1"), "someone created pod web-1", false],
    ["a replica set is created", "replicasets.apps", undefined, object("ReplicaSet", "web-1", { spec: { replicas: 3 } }), "someone created replica set web-1 for 3 pods", false],
    ["a pod is bound", "pods", object("Pod", "web-1"), object("Pod", "web-1", { spec: { nodeName: "node-2" } }), "someone put pod web-1 on node-2", false],
    ["a container starts", "pods", object("Pod", "p", containers(waiting)), object("Pod", "p", containers(running)), "Container web of pod p started on node-1", false],
    ["a container is restarted", "pods", object("Pod", "p", containers(dead)), object("Pod", "p", containers({ ...running, restartCount: 1 })), "Container web of pod p was restarted on node-1", false],
    ["a container fails", "pods", object("Pod", "p", containers(running)), object("Pod", "p", containers(dead)), "Container web of pod p ended with exit code 1", true],
    ["memory runs out", "pods", object("Pod", "p", containers(running)), object("Pod", "p", containers({ ...dead, state: { terminated: { exitCode: 137, reason: "OOMKilled" } } })), "Container web of pod p ran out of memory and was killed", true],
    ["a container waits", "pods", object("Pod", "p", containers(dead)), object("Pod", "p", containers({ ...dead, state: { waiting: { reason: "CrashLoopBackOff" } } })), "Container web of pod p waits: CrashLoopBackOff", true],
    ["a pod gets ready", "pods", object("Pod", "p", condition("Ready", "False")), object("Pod", "p", condition("Ready", "True")), "Pod p is ready", false],
    ["a pod is no longer ready", "pods", object("Pod", "p", condition("Ready", "True")), object("Pod", "p", condition("Ready", "False")), "Pod p is not ready any more", true],
    ["no node fits", "pods", object("Pod", "p"), object("Pod", "p", condition("PodScheduled", "False", { message: "0/3 nodes are available" })), "No node for pod p: 0/3 nodes are available", true],
    ["a pod fails", "pods", object("Pod", "p", { status: { phase: "Running" } }), object("Pod", "p", { status: { phase: "Failed", reason: "Evicted" } }), "Pod p failed: Evicted", true],
    ["a pod has finished", "pods", object("Pod", "p", { status: { phase: "Running" } }), object("Pod", "p", { status: { phase: "Succeeded" } }), "Pod p has finished", false],
    ["a pod is told to stop", "pods", object("Pod", "p"), deleted(object("Pod", "p"), 30), "someone told pod p to stop within 30 s", false],
    ["a pod is gone", "pods", object("Pod", "p"), undefined, "pod p is gone", false],
    ["a node is ready", "nodes", object("Node", "n", condition("Ready", "False")), object("Node", "n", condition("Ready", "True")), "Node n is ready", false],
    ["a node is silent", "nodes", object("Node", "n", condition("Ready", "True")), object("Node", "n", condition("Ready", "Unknown")), "Nobody hears of node n any more", true],
    ["a node is cordoned", "nodes", object("Node", "n"), object("Node", "n", { spec: { unschedulable: true } }), "someone closed node n for new pods", false],
    ["a deployment is scaled", "deployments.apps", object("Deployment", "web", { spec: { replicas: 3 } }), object("Deployment", "web", { spec: { replicas: 10 } }), "someone wants 10 pods of deployment web instead of 3", false],
    ["a rollout begins", "deployments.apps", object("Deployment", "web", { spec: { template: {} } }), object("Deployment", "web", { spec: { template: {} } }), "someone changed the pod template of deployment web", false],
    ["a replica set is scaled", "replicasets.apps", object("ReplicaSet", "web-1", { spec: { replicas: 1 } }), object("ReplicaSet", "web-1", { spec: { replicas: 0 } }), "someone scaled replica set web-1 from 1 to 0", false],
    ["endpoints follow", "endpointslices.discovery.k8s.io", object("EndpointSlice", "s", { endpoints: [] }), object("EndpointSlice", "s", { endpoints: [{ addresses: ["10.0.0.1"], conditions: { ready: true } }, { addresses: ["10.0.0.2"], conditions: { ready: false } }] }), "Service s now sends traffic to 1 pod", false],
    ["a heartbeat", "leases.coordination.k8s.io", object("Lease", "n"), object("Lease", "n"), undefined, false],
    ["an event is recorded", "events", undefined, object("Event", "e"), undefined, false],
    ["nothing that matters changes", "pods", object("Pod", "p"), object("Pod", "p"), undefined, false],
  ])("%s", (_, resource, previous, next, text, warning) => {
    const sentence = describeChange({ actor: "someone", resource, previous, next });
    expect(sentence).toEqual(text === undefined ? undefined : { text, warning });
  });
});
