import type { ConfigMap } from "../api/core/config-map.ts";
import { ConfigMaps } from "../api/core/config-map.ts";
import type { ServiceAccount } from "../api/core/service-account.ts";
import { ServiceAccounts } from "../api/core/service-account.ts";
import type { Service } from "../api/core/service.ts";
import { Services } from "../api/core/service.ts";
import type { Deployment } from "../api/apps/deployment.ts";
import { Deployments } from "../api/apps/deployment.ts";
import type { Draft } from "../apimachinery/object.ts";
import { ApiError } from "../apimachinery/status.ts";
import { second } from "../base/units.ts";
import type { Client } from "../client/client.ts";
import { ConnectionError } from "../client/transport.ts";
import type { Clock } from "../sim/clock.ts";

/** The address that every pod's resolv.conf names. */
export const clusterDnsAddress = "10.96.0.10";

export const coreDnsVersion = "v1.14.2";

const namespace = "kube-system";
const dnsLabels = { "k8s-app": "kube-dns" };

const corefile = `.:53 {
    errors
    health {
       lameduck 5s
    }
    ready
    kubernetes cluster.local in-addr.arpa ip6.arpa {
       pods insecure
       fallthrough in-addr.arpa ip6.arpa
       ttl 30
    }
    prometheus :9153
    forward . /etc/resolv.conf {
       max_concurrent 1000
    }
    cache 30
    loop
    reload
    loadbalance
}
`;

const dnsAccount: Draft<ServiceAccount> = { metadata: { name: "coredns", namespace } };

const dnsConfiguration: Draft<ConfigMap> = { metadata: { name: "coredns", namespace }, data: { Corefile: corefile } };

const dnsService: Draft<Service> = {
  metadata: {
    name: "kube-dns",
    namespace,
    labels: { ...dnsLabels, "kubernetes.io/cluster-service": "true", "kubernetes.io/name": "CoreDNS" },
    annotations: { "prometheus.io/port": "9153", "prometheus.io/scrape": "true" },
  },
  spec: {
    clusterIP: clusterDnsAddress,
    selector: dnsLabels,
    ports: [
      { name: "dns", port: 53, protocol: "UDP", targetPort: 53 },
      { name: "dns-tcp", port: 53, protocol: "TCP", targetPort: 53 },
      { name: "metrics", port: 9153, protocol: "TCP", targetPort: 9153 },
    ],
  },
};

const dnsDeployment: Draft<Deployment> = {
  metadata: { name: "coredns", namespace, labels: dnsLabels },
  spec: {
    replicas: 2,
    strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 1 } },
    selector: { matchLabels: dnsLabels },
    template: {
      metadata: { labels: dnsLabels },
      spec: {
        priorityClassName: "system-cluster-critical",
        serviceAccountName: "coredns",
        dnsPolicy: "Default",
        nodeSelector: { "kubernetes.io/os": "linux" },
        tolerations: [
          { key: "CriticalAddonsOnly", operator: "Exists" },
          { key: "node-role.kubernetes.io/control-plane", effect: "NoSchedule" },
        ],
        affinity: {
          podAntiAffinity: {
            preferredDuringSchedulingIgnoredDuringExecution: [
              { weight: 100, podAffinityTerm: { topologyKey: "kubernetes.io/hostname", labelSelector: { matchExpressions: [{ key: "k8s-app", operator: "In", values: ["kube-dns"] }] } } },
            ],
          },
        },
        containers: [
          {
            name: "coredns",
            image: `registry.k8s.io/coredns/coredns:${coreDnsVersion}`,
            imagePullPolicy: "IfNotPresent",
            args: ["-conf", "/etc/coredns/Corefile"],
            resources: { limits: { memory: "170Mi" }, requests: { cpu: "100m", memory: "70Mi" } },
            volumeMounts: [{ name: "config-volume", mountPath: "/etc/coredns", readOnly: true }],
            ports: [
              { containerPort: 53, name: "dns", protocol: "UDP" },
              { containerPort: 53, name: "dns-tcp", protocol: "TCP" },
              { containerPort: 9153, name: "metrics", protocol: "TCP" },
              { containerPort: 8080, name: "liveness-probe", protocol: "TCP" },
              { containerPort: 8181, name: "readiness-probe", protocol: "TCP" },
            ],
            livenessProbe: { httpGet: { path: "/health", port: "liveness-probe", scheme: "HTTP" }, initialDelaySeconds: 60, timeoutSeconds: 5, successThreshold: 1, failureThreshold: 5 },
            readinessProbe: { httpGet: { path: "/ready", port: "readiness-probe", scheme: "HTTP" } },
          },
        ],
        volumes: [{ name: "config-volume", configMap: { name: "coredns", items: [{ key: "Corefile", path: "Corefile" }] } }],
      },
    },
  },
};

const retryAfter = second;

/** What `kubeadm init` applies once the API server answers: cluster DNS. Keeps trying until all of it is there. */
export async function installAddOns(client: Client, clock: Clock): Promise<void> {
  const steps = [
    () => client.create(ServiceAccounts, dnsAccount),
    () => client.create(ConfigMaps, dnsConfiguration),
    () => client.create(Services, dnsService),
    () => client.create(Deployments, dnsDeployment),
  ];
  for (const step of steps) {
    while (!(await succeeded(step))) await clock.sleep(retryAfter);
  }
}

async function succeeded(step: () => Promise<unknown>): Promise<boolean> {
  try {
    await step();
    return true;
  } catch (error) {
    if (error instanceof ApiError) return error.reason === "AlreadyExists";
    if (error instanceof ConnectionError) return false;
    throw error;
  }
}
