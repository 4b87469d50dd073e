import { expect, test } from "vitest";
import type { Draft } from "../../apimachinery/object.ts";
import { errorMessage } from "../../apimachinery/validation.ts";
import { deepFreeze } from "../../base/freeze.ts";
import type { ContainerStatus, Pod, PodSpec, PodStatus } from "./pod.ts";
import { Pods } from "./pod.ts";

const container = { name: "web", image: "nginx:1.27", resources: { requests: { cpu: "100m", memory: "64Mi" } } };

function podOf(spec: Partial<PodSpec> = {}): Pod {
  const draft = { metadata: { name: "web", namespace: "default", uid: "1", resourceVersion: "7" }, spec: { containers: [container], ...spec } } as Draft<Pod>;
  return deepFreeze(Pods.prepareForCreate(Pods.defaults(draft) as Pod));
}

const withSpec = (pod: Pod, change: Partial<PodSpec>): Pod => ({ ...pod, spec: { ...pod.spec, ...change } });
const withStatus = (pod: Pod, change: Partial<PodStatus>): Pod => ({ ...pod, status: { ...pod.status, ...change } });
const complaints = (change: Partial<PodSpec>, before: Partial<PodSpec> = {}) => {
  const pod = podOf(before);
  return Pods.validateUpdate(withSpec(pod, change), pod).map(errorMessage);
};

const toleration = { key: "a", operator: "Exists" } as const;

test.each<readonly [string, Partial<PodSpec>, Partial<PodSpec>]>([
  ["an image", { containers: [{ ...podOf().spec.containers[0]!, image: "nginx:1.28" }] }, {}],
  ["a deadline that was not there", { activeDeadlineSeconds: 60 }, {}],
  ["a nearer deadline", { activeDeadlineSeconds: 30 }, { activeDeadlineSeconds: 60 }],
  ["one more toleration", { tolerations: [toleration, { key: "b", operator: "Exists" }] }, { tolerations: [toleration] }],
  ["a gate less", { schedulingGates: undefined }, { schedulingGates: [{ name: "a" }] }],
  ["more node labels while gated", { nodeSelector: { disk: "ssd", zone: "a" } }, { schedulingGates: [{ name: "a" }], nodeSelector: { disk: "ssd" } }],
  ["a grace period that was negative", { terminationGracePeriodSeconds: 1 }, { terminationGracePeriodSeconds: -1 }],
])("%s may be changed", (_, change, before) => {
  expect(complaints(change, before)).toEqual([]);
});

test.each<readonly [string, Partial<PodSpec>, Partial<PodSpec>, readonly string[]]>([
  ["number of containers", { containers: [] }, {}, ["spec.containers: Forbidden: pod updates may not add or remove containers"]],
  ["deadline to a later one", { activeDeadlineSeconds: 90 }, { activeDeadlineSeconds: 60 }, ["spec.activeDeadlineSeconds: Invalid value: 90: must be less than or equal to previous value"]],
  ["deadline to none", { activeDeadlineSeconds: undefined }, { activeDeadlineSeconds: 60 }, ["spec.activeDeadlineSeconds: Invalid value: null: must not update from a positive integer to nil value"]],
  ["toleration", { tolerations: [] }, { tolerations: [toleration] }, ["spec.tolerations: Forbidden: existing toleration can not be modified except its tolerationSeconds"]],
  ["gates by a new one", { schedulingGates: [{ name: "b" }] }, {}, ["spec.schedulingGates[0].name: Forbidden: only deletion is allowed, but found new scheduling gate 'b'"]],
  ["node label while gated", { nodeSelector: { disk: "hdd" } }, { schedulingGates: [{ name: "a" }], nodeSelector: { disk: "ssd" } }, ['spec.nodeSelector: Invalid value: {"disk":"hdd"}: only additions are allowed (no mutations or deletions)']],
])("the %s may not be changed", (_, change, before, expected) => {
  expect(complaints(change, before)).toEqual(expected);
});

test("any other change is refused with the list of what may change, and with the difference", () => {
  const [message = "", ...others] = complaints({ restartPolicy: "Never" });
  expect(others).toEqual([]);
  expect(message.split("\n")).toEqual([
    "spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)",
    '- "RestartPolicy": "Always"',
    '+ "RestartPolicy": "Never"',
  ]);
});

test("nobody can make a pod a mirror pod", () => {
  const pod = podOf();
  const mirror = { ...pod, metadata: { ...pod.metadata, annotations: { "kubernetes.io/config.mirror": "x" } } };
  expect(Pods.validateUpdate(mirror, pod).map(errorMessage)).toEqual(["metadata.annotations[kubernetes.io/config.mirror]: Forbidden: may not add mirror pod annotation"]);
  expect(Pods.validateUpdate(pod, mirror).map(errorMessage)).toEqual(["metadata.annotations[kubernetes.io/config.mirror]: Forbidden: may not remove or update mirror pod annotation"]);
});

const resize = (change: Partial<PodSpec>, before: Partial<PodSpec> = {}) => {
  const pod = podOf(before);
  return Pods.validateSubresourceUpdate?.("resize", withSpec(pod, change), pod)?.map(errorMessage);
};
const sized = (resources: object) => ({ containers: [{ ...podOf().spec.containers[0]!, resources }] });

test.each<readonly [string, object, readonly string[]]>([
  ["more CPU", { requests: { cpu: "200m", memory: "64Mi" } }, []],
  ["less memory", { requests: { cpu: "100m", memory: "32Mi" } }, []],
  ["no more request", { requests: { cpu: "100m" } }, ["spec.containers[0].resources.requests: Forbidden: resource requests cannot be removed"]],
  ["another quality of service", { requests: { cpu: "100m", memory: "64Mi" }, limits: { cpu: "100m", memory: "64Mi" } }, ['spec: Invalid value: "Burstable": Pod QOS Class may not change as a result of resizing', "spec.containers[0].resources.limits[memory]: Forbidden: memory limits cannot be added unless resizePolicy is RestartContainer"]],
  ["another resource", { requests: { cpu: "100m", memory: "64Mi", "ephemeral-storage": "1Gi" } }, ["spec: Forbidden: only cpu and memory resources are mutable"]],
])("resizing to %s", (_, resources, expected) => {
  expect(resize(sized(resources))).toEqual(expected);
});

test("a container for debugging stays as it was added", () => {
  const debug = { name: "debug", image: "busybox" };
  const pod = withSpec(podOf(), { ephemeralContainers: [debug] });
  const check = (ephemeralContainers: PodSpec["ephemeralContainers"]) =>
    Pods.validateSubresourceUpdate?.("ephemeralcontainers", withSpec(pod, { ephemeralContainers }), pod)?.map(errorMessage);
  expect(check([debug, { name: "more", image: "busybox" }])).toEqual([]);
  expect(check([])).toEqual(['spec.ephemeralContainers: Forbidden: existing ephemeral containers "debug" may not be removed\n']);
  expect(check([{ ...debug, image: "alpine" }])?.[0]).toContain('existing ephemeral containers "debug" may not be changed');
});

const over: ContainerStatus = { name: "web", image: "i", imageID: "", ready: false, restartCount: 0, state: { terminated: { exitCode: 1 } } };
const back: ContainerStatus = { ...over, state: { running: {} } };

test.each<readonly [string, Partial<PodSpec>, readonly string[]]>([
  ["Always", {}, []],
  ["OnFailure", { restartPolicy: "OnFailure" }, []],
  ["Never", { restartPolicy: "Never" }, ["status.containerStatuses[0].state: Forbidden: may not be transitioned to non-terminated state"]],
])("a container that failed comes back under the policy %s, or not at all", (_, spec, expected) => {
  const pod = withStatus(podOf(spec), { containerStatuses: [over] });
  expect(Pods.validateStatusUpdate(withStatus(pod, { containerStatuses: [back] }), pod).map(errorMessage)).toEqual(expected);
});

test.each<readonly [string, Partial<PodStatus>, readonly string[]]>([
  ["addresses of both families", { podIP: "10.0.0.1", podIPs: [{ ip: "10.0.0.1" }, { ip: "fd00::1" }] }, []],
  ["two addresses of one family", { podIPs: [{ ip: "10.0.0.1" }, { ip: "10.0.0.2" }] }, ['status.podIPs: Invalid value: [{"ip":"10.0.0.1"},{"ip":"10.0.0.2"}]: may specify no more than one IP for each IP family']],
  ["another quality of service", { qosClass: "Guaranteed" }, ['status.qosClass: Invalid value: "Guaranteed": field is immutable']],
  ["no address", { podIPs: [{ ip: "here" }] }, ['status.podIPs[0]: Invalid value: "here": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)']],
])("a status with %s", (_, change, expected) => {
  const pod = podOf();
  expect(Pods.validateStatusUpdate(withStatus(pod, change), pod).map(errorMessage)).toEqual(expected);
});

test("metadata that the server owns may not be changed, and an update names its version", () => {
  const pod = podOf();
  const moved = { ...pod, metadata: { ...pod.metadata, uid: "2", resourceVersion: "" } };
  expect(Pods.validateUpdate(moved, pod).map(errorMessage)).toEqual([
    'metadata.resourceVersion: Invalid value: "": must be specified for an update',
    'metadata.uid: Invalid value: "2": field is immutable',
  ]);
});

test("an object that is being deleted gets no new finalizers", () => {
  const pod = podOf();
  const dying = { ...pod, metadata: { ...pod.metadata, deletionTimestamp: "2026-04-22T10:00:00Z", finalizers: ["a.b/c"] } };
  const more = { ...dying, metadata: { ...dying.metadata, finalizers: ["a.b/c", "a.b/d"] } };
  expect(Pods.validateUpdate(more, dying).map(errorMessage)).toEqual([
    'metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"a.b/d"}',
  ]);
  expect(Pods.validateUpdate({ ...dying, metadata: { ...dying.metadata, finalizers: [] } }, dying)).toEqual([]);
});

test("rules about one's own labels become selectors when the pod is made", () => {
  const rule = { maxSkew: 1, topologyKey: "zone", whenUnsatisfiable: "DoNotSchedule", labelSelector: { matchLabels: { app: "web" } }, matchLabelKeys: ["hash"] } as const;
  const draft = { metadata: { name: "web", labels: { app: "web", hash: "x1" } }, spec: { containers: [container], topologySpreadConstraints: [rule] } } as Draft<Pod>;
  const pod = Pods.prepareForCreate(Pods.defaults(draft) as Pod);
  expect(pod.spec.topologySpreadConstraints?.[0]?.labelSelector).toEqual({ matchLabels: { app: "web" }, matchExpressions: [{ key: "hash", operator: "In", values: ["x1"] }] });
});
