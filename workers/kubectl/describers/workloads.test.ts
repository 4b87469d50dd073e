import { beforeAll, expect, test } from "vitest";
import type { KubernetesObject } from "../../apimachinery/object.ts";
import { CronJobs } from "../../api/batch/cron-job.ts";
import { DaemonSets } from "../../api/apps/daemon-set.ts";
import { Jobs } from "../../api/batch/job.ts";
import { Namespaces } from "../../api/core/namespace.ts";
import { Nodes } from "../../api/core/node.ts";
import { Pods } from "../../api/core/pod.ts";
import { Services } from "../../api/core/service.ts";
import { StatefulSets } from "../../api/apps/stateful-set.ts";
import { EndpointSlices } from "../../api/discovery/endpoint-slice.ts";
import { startApiServer, type World } from "../../testing/api-server.ts";
import { born, made, now } from "../../testing/made-object.ts";
import { describe } from "./describers.ts";

let world: World;

beforeAll(async () => {
  world = await startApiServer();
});

const text = (object: object, apiVersion: string, kind: string) => describe({ ...object, apiVersion, kind } as KubernetesObject, { client: world.client, now, showEvents: false });

const selector = { matchLabels: { app: "web" } };
const template = { metadata: { labels: { app: "web" } }, spec: { containers: [{ name: "web", image: "nginx" }] } };
const templateText = "Pod Template:\n  Labels:  app=web\n  Containers:\n   web:\n    Image:         nginx\n    Port:          <none>\n    Host Port:     <none>\n    Environment:   <none>\n    Mounts:        <none>\n  Volumes:         <none>\n  Node-Selectors:  <none>\n  Tolerations:     <none>\n";
const counts = "0 Running / 0 Waiting / 0 Succeeded / 0 Failed";

test("a daemon set", async () => {
  const set = { ...made(DaemonSets, { spec: { selector, template } }), status: { desiredNumberScheduled: 3, currentNumberScheduled: 2, updatedNumberScheduled: 1, numberMisscheduled: 0 } };
  const said = await text(set, "apps/v1", "DaemonSet");
  expect(said).toContain("Selector:       app=web\nNode-Selector:  <none>\n");
  expect(said).toContain("Desired Number of Nodes Scheduled: 3\nCurrent Number of Nodes Scheduled: 2\nNumber of Nodes Scheduled with Up-to-date Pods: 1\nNumber of Nodes Scheduled with Available Pods: 0\nNumber of Nodes Misscheduled: 0\n");
  expect(said).toContain(`Pods Status:  ${counts}\n${templateText}`);
});

test("a stateful set with a claim", async () => {
  const claim = { metadata: { name: "data" }, spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } } };
  const set = { ...made(StatefulSets, { spec: { replicas: 2, selector, template, serviceName: "web", volumeClaimTemplates: [claim] } }), status: { replicas: 1 } };
  const said = await text(set, "apps/v1", "StatefulSet");
  expect(said).toContain("Replicas:           2 desired | 1 total\nUpdate Strategy:    RollingUpdate\n");
  expect(said).toContain("Volume Claims:\n  Name:          data\n  StorageClass:  \n  Labels:        <none>\n  Annotations:   <none>\n  Capacity:      1Gi\n  Access Modes:  [ReadWriteOnce]\n");
});

test("a job that is done", async () => {
  const job = { ...made(Jobs, { spec: { completions: 2, parallelism: 1, completionMode: "Indexed", selector, template, activeDeadlineSeconds: 60 } }), status: { startTime: born, completionTime: "2026-04-22T10:01:30Z", succeeded: 2, ready: 0, completedIndexes: "0,1" } };
  const said = await text(job, "batch/v1", "Job");
  expect(said).toContain("Start Time:               Wed, 22 Apr 2026 10:00:00 +0000\nCompleted At:             Wed, 22 Apr 2026 10:01:30 +0000\nDuration:                 90s\nActive Deadline Seconds:  60s\nPods Statuses:            0 Active (0 Ready) / 2 Succeeded / 0 Failed\nCompleted Indexes:        0,1\nPod Template:\n");
});

test("a cron job", async () => {
  const cronJob = { ...made(CronJobs, { spec: { schedule: "*/5 * * * *", jobTemplate: { spec: { template } } } }), status: { active: [{ name: "a-1" }, { name: "a-2" }] } };
  const said = await text(cronJob, "batch/v1", "CronJob");
  expect(said).toContain("Schedule:                      */5 * * * *\nConcurrency Policy:            Allow\nSuspend:                       False\nTime Zone:                     <unset>\nSuccessful Job History Limit:  3\nFailed Job History Limit:      1\nStarting Deadline Seconds:     <unset>\nSelector:                      <unset>\n");
  expect(said).toContain("Last Schedule Time:  <unset>\nActive Jobs:         a-1, a-2\n");
});

test("a service tells the first three of its endpoints", async () => {
  const endpoints = [1, 2, 3, 4, 5].map((index) => ({ addresses: [`10.0.0.${index}`], conditions: { ready: index !== 1 } }));
  await world.client.create(EndpointSlices, { metadata: { name: "web-1", namespace: "default", labels: { "kubernetes.io/service-name": "web" } }, addressType: "IPv4", ports: [{ name: "http", port: 8080, protocol: "TCP" }], endpoints });
  const service = made(Services, { metadata: { name: "web" }, spec: { type: "NodePort", selector: { app: "web" }, clusterIP: "10.96.0.9", clusterIPs: ["10.96.0.9"], ports: [{ name: "http", port: 80, targetPort: "http", nodePort: 30080 }] } });
  const said = await text({ ...service, status: { loadBalancer: { ingress: [{ ip: "1.2.3.4", ipMode: "VIP" }] } } }, "v1", "Service");
  expect(said).toContain("LoadBalancer Ingress:     1.2.3.4 (VIP)\nPort:                     http  80/TCP\nTargetPort:               http/TCP\nNodePort:                 http  30080/TCP\nEndpoints:                10.0.0.2:8080,10.0.0.3:8080,10.0.0.4:8080 + 1 more...\nSession Affinity:         None\n");
});

test("a namespace, with quotas only where the server has them", async () => {
  const said = await text({ ...made(Namespaces, { metadata: { name: "shop" } }), status: { phase: "Terminating", conditions: [{ type: "NamespaceContentRemaining", status: "True", lastTransitionTime: born, reason: "SomeResourcesRemain", message: "pods" }] } }, "v1", "Namespace");
  expect(said).toMatch(/^Name: {9}shop\n/);
  expect(said).toContain("Status:       Terminating\nConditions:\n  Type                       Status  LastTransitionTime               Reason               Message\n  ----                       ------  ------------------               ------               -------\n  NamespaceContentRemaining  True    Wed, 22 Apr 2026 10:00:00 +0000  SomeResourcesRemain  pods\n");
});

test("a node and what its pods take of it", async () => {
  const container = { name: "web", image: "nginx", resources: { requests: { cpu: "500m", memory: "256Mi" }, limits: { cpu: "3" } } };
  await world.client.create(Pods, { metadata: { name: "web", namespace: "default" }, spec: { nodeName: "node-1", containers: [container] } });
  const amounts = { cpu: "2", memory: "1Gi", "ephemeral-storage": "10Gi", pods: "110", "example.com/gpu": "1" };
  const node = { ...made(Nodes, { metadata: { name: "node-1", labels: { "node-role.kubernetes.io/worker": "" } } }), status: { capacity: amounts, allocatable: amounts, conditions: [{ type: "Ready", status: "True", reason: "KubeletReady", message: "fine", lastHeartbeatTime: born, lastTransitionTime: born }], addresses: [{ type: "InternalIP", address: "172.18.0.3" }] } };
  const said = await text(node, "v1", "Node");
  expect(said).toMatch(/^Name: +node-1\nRoles: +worker\n/);
  expect(said).toContain('Lease:              Failed to get lease: leases.coordination.k8s.io "node-1" not found\n');
  expect(said).toMatch(/ {2}Ready +True +Wed, 22 Apr 2026 10:00:00 \+0000 +Wed, 22 Apr 2026 10:00:00 \+0000 +KubeletReady +fine\nAddresses:\n {2}InternalIP: {2}172.18.0.3\n/);
  expect(said).toMatch(/Non-terminated Pods: +\(1 in total\)\n {2}Namespace +Name +CPU Requests {2}CPU Limits {2}Memory Requests {2}Memory Limits {2}Age\n/);
  expect(said).toMatch(/ {2}default +web +500m \(25%\) +3 \(150%\) +256Mi \(25%\) +0 \(0%\) +\d+m\n/);
  expect(said).toContain("  Resource           Requests     Limits\n  --------           --------     ------\n  cpu                500m (25%)   3 (150%)\n  memory             256Mi (25%)  0 (0%)\n  ephemeral-storage  0 (0%)       0 (0%)\n  example.com/gpu    0            0\n");
});
