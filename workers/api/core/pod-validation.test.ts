import { expect, test } from "vitest";
import type { Draft } from "../../apimachinery/object.ts";
import { errorMessage } from "../../apimachinery/validation.ts";
import type { Container, Pod, PodSpec, Volume } from "./pod.ts";
import { Pods } from "./pod.ts";

const container: Container = { name: "web", image: "nginx:1.27" };

function podOf(spec: Partial<PodSpec>, metadata: Draft<Pod>["metadata"] = {}): Pod {
  const draft = { metadata: { name: "web", namespace: "default", ...metadata }, spec: { containers: [container], ...spec } } as Draft<Pod>;
  return Pods.prepareForCreate(Pods.defaults(draft) as Pod);
}

const messages = (pod: Pod) => Pods.validate(pod).map(errorMessage);
const complaints = (spec: Partial<PodSpec>) => messages(podOf(spec));
const ofContainer = (change: Partial<Container>) => complaints({ containers: [{ ...container, ...change }] });
const mounting = (volume: Volume, change: Partial<Container> = {}) => complaints({ volumes: [volume], containers: [{ ...container, ...change }] });

const label63 =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";

test("a plain pod is valid", () => {
  expect(complaints({})).toEqual([]);
});

test.each<readonly [string, Partial<PodSpec>, readonly string[]]>([
  ["no containers", { containers: [] }, ["spec.containers: Required value"]],
  ["the same name twice", { containers: [container, container] }, ['spec.containers[1].name: Duplicate value: "web"']],
  ["the name of an init container again", { initContainers: [container] }, ['spec.initContainers[0].name: Duplicate value: "web"']],
  ["an unknown restart policy", { restartPolicy: "Sometimes" as never }, ['spec.restartPolicy: Unsupported value: "Sometimes": supported values: "Always", "OnFailure", "Never"']],
  ["an unknown DNS policy", { dnsPolicy: "Mine" as never }, ['spec.dnsPolicy: Unsupported value: "Mine": supported values: "ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"']],
  ["DNS of its own without a server", { dnsPolicy: "None" }, ["spec.dnsConfig: Required value: must provide `dnsConfig` when `dnsPolicy` is None"]],
  ["too many name servers", { dnsConfig: { nameservers: ["1.1.1.1", "8.8.8.8", "9.9.9.9", "1.0.0.1"] } }, ['spec.dnsConfig.nameservers: Invalid value: ["1.1.1.1","8.8.8.8","9.9.9.9","1.0.0.1"]: must not have more than 3 nameservers']],
  ["a host alias without an address", { hostAliases: [{ ip: "router", hostnames: ["gw"] }] }, ['spec.hostAliases[0].ip: Invalid value: "router": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)']],
  ["a deadline of no time", { activeDeadlineSeconds: 0 }, ["spec.activeDeadlineSeconds: Invalid value: 0: must be between 1 and 2147483647, inclusive"]],
  ["a host name with dots", { hostname: "a.b" }, ['spec.hostname: Invalid value: "a.b": must not contain dots']],
  ["a volume without a name", { volumes: [{ name: "" }] }, ["spec.volumes[0].name: Required value"]],
  ["two volumes of one name", { volumes: [{ name: "a" }, { name: "a" }] }, ['spec.volumes[1].name: Duplicate value: "a"']],
  ["a volume of two kinds", { volumes: [{ name: "a", emptyDir: {}, hostPath: { path: "/x" } }] }, ["spec.volumes[0].hostPath: Forbidden: may not specify more than 1 volume type"]],
  ["a toleration of nothing", { tolerations: [{ value: "x" }] }, ['spec.tolerations[0].operator: Invalid value: "": operator must be Exists when `key` is empty, which means "match all values and all keys"']],
  ["a toleration for a while of the wrong effect", { tolerations: [{ key: "a", operator: "Exists", effect: "NoSchedule", tolerationSeconds: 5 }] }, ['spec.tolerations[0].effect: Invalid value: "NoSchedule": effect must be \'NoExecute\' when `tolerationSeconds` is set']],
  ["a node affinity without terms", { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [] } } } }, ["spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms: Required value: must have at least one node selector term"]],
  ["a preference too strong", { affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 101, preference: {} }] } } }, ["spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight: Invalid value: 101: must be in the range 1-100"]],
  ["spreading by no skew", { topologySpreadConstraints: [{ maxSkew: 0, topologyKey: "zone", whenUnsatisfiable: "DoNotSchedule" }] }, ["spec.topologySpreadConstraints[0].maxSkew: Invalid value: 0: must be greater than zero"]],
  ["one scheduling gate twice", { schedulingGates: [{ name: "a" }, { name: "a" }] }, ['spec.schedulingGates[1]: Duplicate value: "a"']],
  ["users of its own on the host's network", { hostUsers: false, hostNetwork: true }, ["spec.hostNetwork: Forbidden: when `hostUsers` is false"]],
  ["a resource claim from nowhere", { resourceClaims: [{ name: "gpu" }] }, ['spec.resourceClaims[0]: Invalid value: {"name":"gpu"}: must specify one of: `resourceClaimName`, `resourceClaimTemplateName`']],
  ["an init container with a probe", { initContainers: [{ name: "init", image: "a", readinessProbe: { exec: { command: ["true"] } } }] }, ["spec.initContainers[0].readinessProbe: Forbidden: may not be set for init containers without restartPolicy=Always"]],
  ["one port of the host twice", { containers: [{ ...container, ports: [{ containerPort: 80, hostPort: 80 }] }, { name: "b", image: "b", ports: [{ containerPort: 80, hostPort: 80 }] }] }, ['spec.containers[1].ports[0].hostPort: Duplicate value: "TCP//80"']],
  ["a Windows pod with Linux options", { os: { name: "windows" }, securityContext: { fsGroup: 1 } }, ["spec.securityContext.fsGroup: Forbidden: cannot be set for a windows pod"]],
])("a pod with %s is refused", (_, spec, expected) => {
  expect(complaints(spec)).toEqual(expected);
});

test.each<readonly [string, Partial<Container>, readonly string[]]>([
  ["no name", { name: "" }, ["spec.containers[0].name: Required value"]],
  ["a name in capitals", { name: "Web" }, [`spec.containers[0].name: Invalid value: "Web": ${label63.replace(",  or", ",  or")}`]],
  ["no image", { image: undefined }, ["spec.containers[0].image: Required value"]],
  ["space around the image", { image: " nginx" }, ['spec.containers[0].image: Invalid value: " nginx": must not have leading or trailing whitespace']],
  ["an unknown pull policy", { imagePullPolicy: "Never!" as never }, ['spec.containers[0].imagePullPolicy: Unsupported value: "Never!": supported values: "Always", "IfNotPresent", "Never"']],
  ["a port out of range", { ports: [{ containerPort: 70_000 }] }, ["spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive"]],
  ["a port without a number", { ports: [{ name: "http" } as never] }, ["spec.containers[0].ports[0].containerPort: Required value"]],
  ["a protocol in small letters", { ports: [{ containerPort: 80, protocol: "tcp" as never }] }, ['spec.containers[0].ports[0].protocol: Unsupported value: "tcp": supported values: "SCTP", "TCP", "UDP"']],
  ["two ports of one name", { ports: [{ name: "a", containerPort: 1 }, { name: "a", containerPort: 2 }] }, ['spec.containers[0].ports[1].name: Duplicate value: "a"']],
  ["a port name too long", { ports: [{ name: "abcdefghijklmnop", containerPort: 1 }] }, ['spec.containers[0].ports[0].name: Invalid value: "abcdefghijklmnop": must be no more than 15 characters']],
  ["a variable without a name", { env: [{ name: "" }] }, ["spec.containers[0].env[0].name: Required value"]],
  ["a variable with = in its name", { env: [{ name: "A=B" }] }, ['spec.containers[0].env[0].name: Invalid value: "A=B": a valid environment variable name must consist only of printable ASCII characters other than \'=\'']],
  ["a variable from nowhere", { env: [{ name: "A", valueFrom: {} }] }, ['spec.containers[0].env[0].valueFrom: Invalid value: "": must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`']],
  ["a variable from two places", { env: [{ name: "A", valueFrom: { configMapKeyRef: { name: "c", key: "k" }, secretKeyRef: { name: "s", key: "k" } } }] }, ['spec.containers[0].env[0].valueFrom: Invalid value: "": may not have more than one field specified at a time']],
  ["a variable with a value from two places", { env: [{ name: "A", value: "v", valueFrom: { configMapKeyRef: { name: "c", key: "k" } } }] }, ['spec.containers[0].env[0].valueFrom: Invalid value: "": may not be specified when `value` is not empty']],
  ["a field that the downward API does not have", { env: [{ name: "A", valueFrom: { fieldRef: { fieldPath: "spec.foo" } } }] }, ['spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Invalid value: "spec.foo": error converting fieldPath: field label not supported: spec.foo']],
  ["a field that variables cannot have", { env: [{ name: "A", valueFrom: { fieldRef: { fieldPath: "metadata.labels" } } }] }, ['spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Unsupported value: "metadata.labels": supported values: "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName", "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs"']],
  ["a secret key without a key", { env: [{ name: "A", valueFrom: { secretKeyRef: { name: "s", key: "" } } }] }, ["spec.containers[0].env[0].valueFrom.secretKeyRef.key: Required value"]],
  ["a mount of no volume", { volumeMounts: [{ name: "data", mountPath: "/data" }] }, ['spec.containers[0].volumeMounts[0].name: Not found: "data"']],
  ["a probe of no kind", { livenessProbe: {} }, ["spec.containers[0].livenessProbe: Required value: must specify a handler type"]],
  ["a probe of two kinds", { livenessProbe: { exec: { command: ["a"] }, tcpSocket: { port: 1 } } }, ["spec.containers[0].livenessProbe.tcpSocket: Forbidden: may not specify more than 1 handler type"]],
  ["a liveness probe that must succeed twice", { livenessProbe: { tcpSocket: { port: 1 }, successThreshold: 2 } }, ["spec.containers[0].livenessProbe.successThreshold: Invalid value: 2: must be 1"]],
  ["a negative period", { readinessProbe: { tcpSocket: { port: 1 }, periodSeconds: -1 } }, ["spec.containers[0].readinessProbe.periodSeconds: Invalid value: -1: must be greater than or equal to 0"]],
  ["a grace period for readiness", { readinessProbe: { tcpSocket: { port: 1 }, terminationGracePeriodSeconds: 5 } }, ["spec.containers[0].readinessProbe.terminationGracePeriodSeconds: Invalid value: 5: must not be set for readinessProbes"]],
  ["a sleep longer than the grace period", { lifecycle: { preStop: { sleep: { seconds: 31 } } } }, ["spec.containers[0].lifecycle.preStop.sleep: Invalid value: 31: must be non-negative and less than terminationGracePeriodSeconds (30)"]],
  ["a request above the limit", { resources: { requests: { cpu: "700m" }, limits: { cpu: "500m" } } }, ['spec.containers[0].resources.requests: Invalid value: "700m": must be less than or equal to cpu limit of 500m']],
  ["a negative request", { resources: { requests: { memory: "-1" } } }, ['spec.containers[0].resources.requests[memory]: Invalid value: "-1": must be greater than or equal to 0']],
  ["an unknown resource", { resources: { requests: { cpus: "1" } } }, ['spec.containers[0].resources.requests[cpus]: Invalid value: "cpus": must be a standard resource type or fully qualified', 'spec.containers[0].resources.requests[cpus]: Invalid value: "cpus": must be a standard resource for containers']],
  ["half a device", { resources: { limits: { "example.com/gpu": "500m" }, requests: { "example.com/gpu": "500m" } } }, ['spec.containers[0].resources.limits[example.com/gpu]: Invalid value: "500m": must be an integer', 'spec.containers[0].resources.requests[example.com/gpu]: Invalid value: "500m": must be an integer']],
  ["a device without a limit", { resources: { requests: { "example.com/gpu": "1" } } }, ["spec.containers[0].resources.limits: Required value: Limit must be set for non overcommitable resources"]],
  ["huge pages alone", { resources: { limits: { "hugepages-2Mi": "2Mi" } } }, ["spec.containers[0].resources: Forbidden: HugePages require cpu or memory"]],
  ["a restart rule without a policy", { restartPolicyRules: [{ action: "Restart", exitCodes: { operator: "In", values: [3] } }] }, ["spec.containers[0].restartPolicy: Required value: must specify restartPolicy when restart rules are used"]],
  ["an unknown restart action", { restartPolicy: "Never", restartPolicyRules: [{ action: "DoNotRestart", exitCodes: { operator: "In", values: [3] } }] }, ['spec.containers[0].restartPolicyRules[0].action: Unsupported value: "DoNotRestart": supported values: "Restart", "RestartAllContainers"']],
  ["a user below zero", { securityContext: { runAsUser: -1 } }, ["spec.containers[0].securityContext.runAsUser: Invalid value: -1: must be between 0 and 2147483647, inclusive"]],
  ["privileges without escalation", { securityContext: { privileged: true, allowPrivilegeEscalation: false } }, ['spec.containers[0].securityContext: Invalid value: {"privileged":true,"allowPrivilegeEscalation":false}: cannot set `allowPrivilegeEscalation` to false and `privileged` to true']],
  ["a local profile without its name", { securityContext: { seccompProfile: { type: "Localhost" } } }, ["spec.containers[0].securityContext.seccompProfile.localhostProfile: Required value: must be set when seccomp type is Localhost"]],
])("a container with %s is refused", (_, change, expected) => {
  expect(ofContainer(change)).toEqual(expected);
});

test.each<readonly [string, Volume, Partial<Container>, readonly string[]]>([
  ["a path that climbs", { name: "v", hostPath: { path: "/a/../b" } }, {}, ["spec.volumes[0].hostPath.path: Invalid value: \"/a/../b\": must not contain '..'"]],
  ["no claim", { name: "v", persistentVolumeClaim: { claimName: "" } }, {}, ["spec.volumes[0].persistentVolumeClaim.claimName: Required value"]],
  ["no secret", { name: "v", secret: {} }, {}, ["spec.volumes[0].secret.secretName: Required value"]],
  ["impossible permissions", { name: "v", configMap: { name: "c", defaultMode: 0o1777 } }, {}, ["spec.volumes[0].configMap.defaultMode: Invalid value: 1023: must be a number between 0 and 0777 (octal), both inclusive"]],
  ["a file outside", { name: "v", configMap: { name: "c", items: [{ key: "k", path: "/etc/passwd" }] } }, {}, ['spec.volumes[0].configMap.items[0].path: Invalid value: "/etc/passwd": must be a relative path']],
  ["a token that ends too soon", { name: "v", projected: { sources: [{ serviceAccountToken: { path: "t", expirationSeconds: 60 } }] } }, {}, ["spec.volumes[0].projected.sources[0].serviceAccountToken.expirationSeconds: Invalid value: 60: may not specify a duration less than 10 minutes", "spec.volumes[0].projected.sources[0].serviceAccountToken: Forbidden: must not be specified when serviceAccountName is not set"]],
  ["two mounts at one place", { name: "v" }, { volumeMounts: [{ name: "v", mountPath: "/a" }, { name: "v", mountPath: "/a" }] }, ['spec.containers[0].volumeMounts[1].mountPath: Invalid value: "/a": must be unique']],
  ["a mount nowhere", { name: "v" }, { volumeMounts: [{ name: "v", mountPath: "" }] }, ["spec.containers[0].volumeMounts[0].mountPath: Required value"]],
  ["a block device that is none", { name: "v" }, { volumeDevices: [{ name: "v", devicePath: "/dev/a" }] }, ['spec.containers[0].volumeDevices[0].name: Invalid value: "v": can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode']],
  ["propagation without privileges", { name: "v" }, { volumeMounts: [{ name: "v", mountPath: "/a", mountPropagation: "Bidirectional" }] }, ["spec.containers[0].volumeMounts.mountPropagation: Forbidden: Bidirectional mount propagation is available only to privileged containers"]],
])("a volume with %s is refused", (_, volume, change, expected) => {
  const bad = mounting(volume, change);
  expect(bad).toEqual(expected);
});

test.each<readonly [string, Draft<Pod>["metadata"], readonly string[]]>([
  ["no name", { name: "" }, ["metadata.name: Required value: name or generateName is required"]],
  ["a label with a space", { labels: { app: "my app" } }, ["metadata.labels: Invalid value: \"my app\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"]],
  ["too many annotations", { annotations: { a: "x".repeat(262_144) } }, ["metadata.annotations: Too long: may not be more than 262144 bytes"]],
  ["a finalizer without a domain", { finalizers: ["mine"] }, ['metadata.finalizers[0]: Invalid value: "mine": name is neither a standard finalizer name nor is it fully qualified']],
  ["a cost of deletion that is no number", { annotations: { "controller.kubernetes.io/pod-deletion-cost": "much" } }, ['metadata.annotations[controller.kubernetes.io/pod-deletion-cost]: Invalid value: "much": must be a 32bit integer']],
  ["an owner without an identity", { ownerReferences: [{ apiVersion: "v1", kind: "Node", name: "n", uid: "" }] }, ['metadata.ownerReferences[0].uid: Invalid value: "": must not be empty']],
])("metadata with %s is refused", (_, metadata, expected) => {
  expect(messages(podOf({}, metadata))).toEqual(expected);
});

test("only a new pod must not have ephemeral containers, nor a node while it is gated", () => {
  const pod = podOf({ ephemeralContainers: [{ name: "debug", image: "busybox" }], nodeName: "node-1", schedulingGates: [{ name: "wait" }] });
  expect(messages(pod)).toEqual([]);
  expect(Pods.validateCreate?.(pod).map(errorMessage)).toEqual([
    "spec.ephemeralContainers: Forbidden: cannot be set on create",
    "spec.nodeName: Forbidden: cannot be set until all schedulingGates have been cleared",
  ]);
});

test("a valid pod costs no list of errors of its own", () => {
  expect(Pods.validate(podOf({}))).toBe(Pods.validate(podOf({})));
});
