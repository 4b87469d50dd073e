import { beforeAll, expect, test } from "vitest";
import type { KubernetesObject } from "../../apimachinery/object.ts";
import { ConfigMaps } from "../../api/core/config-map.ts";
import { Endpoints } from "../../api/core/endpoints.ts";
import { LimitRanges } from "../../api/core/limit-range.ts";
import { Pods } from "../../api/core/pod.ts";
import { ResourceQuotas } from "../../api/core/resource-quota.ts";
import { Secrets } from "../../api/core/secret.ts";
import { ServiceAccounts } from "../../api/core/service-account.ts";
import { EndpointSlices } from "../../api/discovery/endpoint-slice.ts";
import { Leases } from "../../api/coordination/lease.ts";
import { PriorityClasses } from "../../api/scheduling/priority-class.ts";
import type { Client } from "../../client/client.ts";
import { startApiServer } from "../../testing/api-server.ts";
import { born, made, now } from "../../testing/made-object.ts";
import { describe } from "./describers.ts";

let client: Client;

beforeAll(async () => {
  client = (await startApiServer()).client;
});

const text = (object: KubernetesObject, showEvents = true) => describe(object, { client, now, showEvents });

const longText = "x".repeat(150);

test("a pod in all its parts", async () => {
  const pod = made(Pods, {
    metadata: { name: "web", labels: { b: "2", a: "1" }, annotations: { note: "hello", long: longText }, ownerReferences: [{ apiVersion: "apps/v1", kind: "ReplicaSet", name: "web-1", uid: "9", controller: true }] },
    spec: {
      nodeName: "node-1",
      priority: 0,
      serviceAccountName: "default",
      nodeSelector: { disk: "ssd" },
      initContainers: [{ name: "setup", image: "busybox", command: ["sh", "-c", "one\ntwo"] }],
      containers: [
        {
          name: "web",
          image: "nginx:1.27",
          ports: [{ containerPort: 80, name: "http" }, { containerPort: 443 }],
          env: [{ name: "A", value: "b\nc" }, { name: "POD", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } }, { name: "CPU", valueFrom: { resourceFieldRef: { resource: "limits.cpu" } } }, { name: "S", valueFrom: { secretKeyRef: { name: "sec", key: "k" } } }],
          envFrom: [{ configMapRef: { name: "settings" } }, { prefix: "P_", secretRef: { name: "sec", optional: true } }],
          resources: { requests: { memory: "64Mi", cpu: "100m" }, limits: { memory: "128Mi" } },
          readinessProbe: { exec: { command: ["cat", "/ready"] }, initialDelaySeconds: 3 },
          volumeMounts: [{ name: "tmp", mountPath: "/tmp", readOnly: true, subPath: "x" }, { name: "conf", mountPath: "/conf" }],
        },
      ],
      volumes: [{ name: "tmp", emptyDir: { sizeLimit: "1Gi" } }, { name: "conf", configMap: { name: "settings" } }],
      tolerations: [{ key: "node.kubernetes.io/not-ready", operator: "Exists", effect: "NoExecute", tolerationSeconds: 300 }],
    },
  });
  const status = {
    phase: "Running",
    startTime: born,
    hostIP: "172.18.0.3",
    podIP: "10.244.1.2",
    podIPs: [{ ip: "10.244.1.2" }],
    qosClass: "Burstable",
    conditions: [{ type: "Ready", status: "True" }, { type: "ContainersReady", status: "True" }],
    initContainerStatuses: [{ name: "setup", image: "busybox", imageID: "i", ready: true, restartCount: 0, containerID: "c0", state: { terminated: { exitCode: 0, reason: "Completed", startedAt: born, finishedAt: born } } }],
    containerStatuses: [{ name: "web", image: "nginx:1.27", imageID: "i1", ready: true, restartCount: 2, containerID: "c1", state: { running: { startedAt: born } }, lastState: { terminated: { exitCode: 137, reason: "Error", signal: 9, startedAt: born, finishedAt: born } } }],
  };
  expect(await text({ ...pod, apiVersion: "v1", kind: "Pod", status } as unknown as KubernetesObject, false)).toBe(`Name:             web
Namespace:        default
Priority:         0
Service Account:  default
Node:             node-1/172.18.0.3
Start Time:       Wed, 22 Apr 2026 10:00:00 +0000
Labels:           a=1
                  b=2
Annotations:      long:
                    ${"x".repeat(138)}...
                  note: hello
Status:           Running
IP:               10.244.1.2
IPs:
  IP:           10.244.1.2
Controlled By:  ReplicaSet/web-1
Init Containers:
  setup:
    Container ID:  c0
    Image:         busybox
    Image ID:      i
    Port:          <none>
    Host Port:     <none>
    Command:
      sh
      -c
      one
      two
    State:          Terminated
      Reason:       Completed
      Exit Code:    0
      Started:      Wed, 22 Apr 2026 10:00:00 +0000
      Finished:     Wed, 22 Apr 2026 10:00:00 +0000
    Ready:          True
    Restart Count:  0
    Environment:    <none>
    Mounts:         <none>
Containers:
  web:
    Container ID:   c1
    Image:          nginx:1.27
    Image ID:       i1
    Ports:          80/TCP (http), 443/TCP
    Host Ports:     0/TCP (http), 0/TCP
    State:          Running
      Started:      Wed, 22 Apr 2026 10:00:00 +0000
    Last State:     Terminated
      Reason:       Error
      Exit Code:    137
      Signal:       9
      Started:      Wed, 22 Apr 2026 10:00:00 +0000
      Finished:     Wed, 22 Apr 2026 10:00:00 +0000
    Ready:          True
    Restart Count:  2
    Limits:
      memory:  128Mi
    Requests:
      cpu:      100m
      memory:   64Mi
    Readiness:  exec [cat /ready] delay=3s timeout=1s period=10s #success=1 #failure=3
    Environment Variables from:
      settings  ConfigMap                Optional: false
      sec       Secret with prefix 'P_'  Optional: true
    Environment:
      A:    b
            c
      POD:  web (v1:metadata.name)
      CPU:  node allocatable (limits.cpu)
      S:    <set to the key 'k' in secret 'sec'>  Optional: false
    Mounts:
      /conf from conf (rw)
      /tmp from tmp (ro,path="x")
Conditions:
  Type              Status
  Ready             True 
  ContainersReady   True 
Volumes:
  tmp:
    Type:       EmptyDir (a temporary directory that shares a pod's lifetime)
    Medium:     
    SizeLimit:  1Gi
  conf:
    Type:        ConfigMap (a volume populated by a ConfigMap)
    Name:        settings
    Optional:    false
QoS Class:       Burstable
Node-Selectors:  disk=ssd
Tolerations:     node.kubernetes.io/not-ready:NoExecute op=Exists for 300s
`);
});

test.each<[string, KubernetesObject, string]>([
  [
    "config map",
    made(ConfigMaps, { data: { b: "2", a: "1\n" }, binaryData: { z: "AAEC" } }),
    "Name:         a\nNamespace:    default\nLabels:       <none>\nAnnotations:  <none>\n\nData\n====\na:\n----\n1\n\n\nb:\n----\n2\n\n\nBinaryData\n====\nz: 3 bytes\n\nEvents:  <none>\n",
  ],
  [
    "secret",
    made(Secrets, { type: "Opaque", data: { password: "Z2VoZWlt" } }),
    "Name:         a\nNamespace:    default\nLabels:       <none>\nAnnotations:  <none>\n\nType:  Opaque\n\nData\n====\npassword:  6 bytes\n",
  ],
  [
    "token of a service account",
    made(Secrets, { type: "kubernetes.io/service-account-token", data: { token: "YWJj", "ca.crt": "YWI=" } }),
    "Name:         a\nNamespace:    default\nLabels:       <none>\nAnnotations:  <none>\n\nType:  kubernetes.io/service-account-token\n\nData\n====\nca.crt:  2 bytes\ntoken:   abc\n",
  ],
  [
    "service account",
    made(ServiceAccounts, { imagePullSecrets: [{ name: "one" }, { name: "two" }] }),
    "Name:                a\nNamespace:           default\nLabels:              <none>\nAnnotations:         <none>\nImage pull secrets:  one\n                     two\nEvents:              <none>\n",
  ],
  [
    "priority class",
    made(PriorityClasses, { value: 1000, description: "for tests" }),
    "Name:              a\nValue:             1000\nGlobalDefault:     false\nPreemptionPolicy:  PreemptLowerPriority\nDescription:       for tests\nAnnotations:       <none>\nEvents:            <none>\n",
  ],
  [
    "endpoints",
    made(Endpoints, { subsets: [{ addresses: [{ ip: "10.0.0.1" }, { ip: "10.0.0.2" }], ports: [{ port: 80 }] }] }),
    "Name:         a\nNamespace:    default\nLabels:       <none>\nAnnotations:  <none>\nSubsets:\n  Addresses:          10.0.0.1,10.0.0.2\n  NotReadyAddresses:  <none>\n  Ports:\n    Name     Port  Protocol\n    ----     ----  --------\n    <unset>  80    TCP\n\nEvents:  <none>\n",
  ],
  [
    "endpoint slice",
    made(EndpointSlices, { addressType: "IPv4", ports: [{ name: "http", port: 80, protocol: "TCP" }], endpoints: [{ addresses: ["10.0.0.1"], conditions: { ready: true }, nodeName: "node-1", targetRef: { kind: "Pod", name: "web" } }] }),
    "Name:         a\nNamespace:    default\nLabels:       <none>\nAnnotations:  <none>\nAddressType:  IPv4\nPorts:\n  Name  Port  Protocol\n  ----  ----  --------\n  http  80    TCP\nEndpoints:\n  - Addresses:  10.0.0.1\n    Conditions:\n      Ready:    true\n    Hostname:   <unset>\n    TargetRef:  Pod/web\n    NodeName:   node-1\n    Zone:       <unset>\nEvents:         <none>\n",
  ],
  [
    "kind without words of its own",
    made(Leases, { spec: { holderIdentity: "node-1", leaseDurationSeconds: 40 } }),
    "Name:         a\nNamespace:    default\nLabels:       <none>\nAnnotations:  <none>\nAPI Version:  coordination.k8s.io/v1\nKind:         Lease\nMetadata:\n  Creation Timestamp:  2026-04-22T10:00:00Z\n  Resource Version:    7\n  UID:                 1\nSpec:\n  Holder Identity:         node-1\n  Lease Duration Seconds:  40\nEvents:                    <none>\n",
  ],
  [
    "resource quota",
    { ...made(ResourceQuotas, { spec: { hard: { pods: "10" }, scopes: ["BestEffort"] } }), status: { hard: { pods: "10", cpu: "2" }, used: { pods: "3", cpu: "500m" } } } as unknown as KubernetesObject,
    "Name:       a\nNamespace:  default\nScopes:     BestEffort\n * Matches all pods that do not have resource requirements set. These pods have a best effort quality of service.\nResource  Used  Hard\n--------  ----  ----\ncpu       500m  2\npods      3     10\n",
  ],
  [
    "limit range",
    made(LimitRanges, { spec: { limits: [{ type: "Container", max: { cpu: "2" }, default: { cpu: "500m" }, defaultRequest: { cpu: "100m" } }] } }),
    "Name:       a\nNamespace:  default\nType        Resource  Min  Max  Default Request  Default Limit  Max Limit/Request Ratio\n----        --------  ---  ---  ---------------  -------------  -----------------------\nContainer   cpu       -    2    100m             500m           -\n",
  ],
])("%s", async (name, object, expected) => expect(await text(withKind(object, name))).toBe(expected));

const kinds: Readonly<Record<string, readonly [string, string]>> = {
  "config map": ["v1", "ConfigMap"],
  secret: ["v1", "Secret"],
  "token of a service account": ["v1", "Secret"],
  "service account": ["v1", "ServiceAccount"],
  "priority class": ["scheduling.k8s.io/v1", "PriorityClass"],
  endpoints: ["v1", "Endpoints"],
  "endpoint slice": ["discovery.k8s.io/v1", "EndpointSlice"],
  "kind without words of its own": ["coordination.k8s.io/v1", "Lease"],
  "resource quota": ["v1", "ResourceQuota"],
  "limit range": ["v1", "LimitRange"],
};

const withKind = (object: KubernetesObject, name: string): KubernetesObject => ({ ...object, apiVersion: kinds[name]?.[0] ?? "", kind: kinds[name]?.[1] ?? "" });
