import { expect, test } from "vitest";
import type { KubernetesObject } from "../apimachinery/object.ts";
import { rolloutStatus } from "./rollout-status.ts";

const object = (kind: string, more: object) => ({ apiVersion: "apps/v1", kind, metadata: { name: "web", uid: "1", resourceVersion: "1", creationTimestamp: "", generation: 2 }, ...more }) as unknown as KubernetesObject;
const deployment = (status: object, more: object = {}) => object("Deployment", { spec: { replicas: 3 }, status: { observedGeneration: 2, ...status }, ...more });
const daemonSet = (status: object, type = "RollingUpdate") => object("DaemonSet", { spec: { updateStrategy: { type } }, status: { observedGeneration: 2, ...status } });
const statefulSet = (status: object, rollingUpdate?: object) => object("StatefulSet", { spec: { replicas: 3, updateStrategy: { type: "RollingUpdate", ...(rollingUpdate && { rollingUpdate }) } }, status: { observedGeneration: 2, ...status } });

test.each<[string, KubernetesObject, string, boolean]>([
  ["not seen yet", deployment({ observedGeneration: 1 }), "Waiting for deployment spec update to be observed...", false],
  ["new pods are missing", deployment({ updatedReplicas: 1 }), 'Waiting for deployment "web" rollout to finish: 1 out of 3 new replicas have been updated...', false],
  ["old pods are left", deployment({ updatedReplicas: 3, replicas: 5 }), 'Waiting for deployment "web" rollout to finish: 2 old replicas are pending termination...', false],
  ["new pods are not available", deployment({ updatedReplicas: 3, replicas: 3, availableReplicas: 1 }), 'Waiting for deployment "web" rollout to finish: 1 of 3 updated replicas are available...', false],
  ["a deployment is through", deployment({ updatedReplicas: 3, replicas: 3, availableReplicas: 3 }), 'deployment "web" successfully rolled out', true],
  ["daemon pods are old", daemonSet({ desiredNumberScheduled: 3, updatedNumberScheduled: 2 }), 'Waiting for daemon set "web" rollout to finish: 2 out of 3 new pods have been updated...', false],
  ["daemon pods are not available", daemonSet({ desiredNumberScheduled: 3, updatedNumberScheduled: 3, numberAvailable: 1 }), 'Waiting for daemon set "web" rollout to finish: 1 of 3 updated pods are available...', false],
  ["a daemon set is through", daemonSet({ desiredNumberScheduled: 3, updatedNumberScheduled: 3, numberAvailable: 3 }), 'daemon set "web" successfully rolled out', true],
  ["stateful pods are not ready", statefulSet({ readyReplicas: 1 }), "Waiting for 2 pods to be ready...", false],
  ["stateful pods are old", statefulSet({ readyReplicas: 3, updatedReplicas: 1, updateRevision: "web-2", currentRevision: "web-1" }), "waiting for statefulset rolling update to complete 1 pods at revision web-2...", false],
  ["a partition is not through", statefulSet({ readyReplicas: 3, updatedReplicas: 0 }, { partition: 1 }), "Waiting for partitioned roll out to finish: 0 out of 2 new pods have been updated...", false],
  ["a partition is through", statefulSet({ readyReplicas: 3, updatedReplicas: 2 }, { partition: 1 }), "partitioned roll out complete: 2 new pods have been updated...", true],
  ["a stateful set is through", statefulSet({ readyReplicas: 3, currentReplicas: 3, updateRevision: "web-2", currentRevision: "web-2" }), "statefulset rolling update complete 3 pods at revision web-2...", true],
])("%s", (_name, of, text, done) => expect(rolloutStatus(of, 0)).toEqual({ text: `${text}\n`, done }));

test.each<[string, () => unknown, string]>([
  ["too late", () => rolloutStatus(deployment({ conditions: [{ type: "Progressing", status: "False", reason: "ProgressDeadlineExceeded" }] }), 0), 'deployment "web" exceeded its progress deadline'],
  ["another revision", () => rolloutStatus(deployment({}), 4), "desired revision (4) is different from the running revision (0)"],
  ["no rollout", () => rolloutStatus(daemonSet({}, "OnDelete"), 0), "rollout status is only available for RollingUpdate strategy type"],
  ["no such thing", () => rolloutStatus(object("ReplicaSet", {}), 0), "no status viewer has been implemented for ReplicaSet.apps"],
])("%s is an error", (_name, ask, message) => expect(ask).toThrow(message));
