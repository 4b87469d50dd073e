import type { Draft } from "../apimachinery/object.ts";
import type { Pod } from "../api/core/pod.ts";

/** The release that this cluster runs. */
export const kubernetesVersion = "v1.36.0";
export const kindnetVersion = "v20260213-ea8e5717";
export const etcdVersion = "3.6.6-0";

/** The range that pods get their addresses from. */
export const podRange = "10.244.0.0/16";

/** Where the API server listens. */
export const apiServerPort = 6443;

const critical = "system-node-critical";

interface ControlPlaneComponent {
  readonly name: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly port: number;
  readonly scheme: "HTTP" | "HTTPS";
  readonly livenessPath: string;
  readonly readinessPath?: string;
  readonly cpu: string;
  readonly memory?: string;
}

/** The manifests that `kubeadm init` leaves in /etc/kubernetes/manifests of a control-plane node. */
export function controlPlanePods(address: string): readonly Draft<Pod>[] {
  return components(address).map((component) => staticPod(component));
}

function components(address: string): readonly ControlPlaneComponent[] {
  return [
    {
      name: "etcd",
      image: `registry.k8s.io/etcd:${etcdVersion}`,
      command: ["etcd", `--advertise-client-urls=https://${address}:2379`, "--data-dir=/var/lib/etcd", "--listen-metrics-urls=http://127.0.0.1:2381"],
      port: 2381,
      scheme: "HTTP",
      livenessPath: "/livez",
      readinessPath: "/readyz",
      cpu: "100m",
      memory: "100Mi",
    },
    {
      name: "kube-apiserver",
      image: `registry.k8s.io/kube-apiserver:${kubernetesVersion}`,
      command: ["kube-apiserver", `--advertise-address=${address}`, "--authorization-mode=Node,RBAC", "--etcd-servers=https://127.0.0.1:2379", `--secure-port=${apiServerPort}`, "--service-cluster-ip-range=10.96.0.0/12"],
      port: apiServerPort,
      scheme: "HTTPS",
      livenessPath: "/livez",
      readinessPath: "/readyz",
      cpu: "250m",
    },
    {
      name: "kube-controller-manager",
      image: `registry.k8s.io/kube-controller-manager:${kubernetesVersion}`,
      command: ["kube-controller-manager", "--allocate-node-cidrs=true", "--bind-address=127.0.0.1", `--cluster-cidr=${podRange}`, "--leader-elect=true", "--use-service-account-credentials=true"],
      port: 10257,
      scheme: "HTTPS",
      livenessPath: "/healthz",
      cpu: "200m",
    },
    {
      name: "kube-scheduler",
      image: `registry.k8s.io/kube-scheduler:${kubernetesVersion}`,
      command: ["kube-scheduler", "--bind-address=127.0.0.1", "--leader-elect=true"],
      port: 10259,
      scheme: "HTTPS",
      livenessPath: "/livez",
      readinessPath: "/readyz",
      cpu: "100m",
    },
  ];
}

function staticPod({ name, image, command, port, scheme, livenessPath, readinessPath, cpu, memory }: ControlPlaneComponent): Draft<Pod> {
  const probe = (path: string) => ({ httpGet: { host: "127.0.0.1", path, port, scheme }, timeoutSeconds: 15 });
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace: "kube-system", labels: { component: name, tier: "control-plane" } },
    spec: {
      hostNetwork: true,
      priorityClassName: critical,
      priority: 2_000_001_000,
      securityContext: { seccompProfile: { type: "RuntimeDefault" } },
      containers: [
        {
          name,
          image,
          command,
          imagePullPolicy: "IfNotPresent",
          resources: { requests: { cpu, ...(memory !== undefined && { memory }) } },
          livenessProbe: { ...probe(livenessPath), failureThreshold: 8, initialDelaySeconds: 10, periodSeconds: 10 },
          ...(readinessPath !== undefined && { readinessProbe: { ...probe(readinessPath), failureThreshold: 3, periodSeconds: 1 } }),
          startupProbe: { ...probe(livenessPath), failureThreshold: 24, initialDelaySeconds: 10, periodSeconds: 10 },
        },
      ],
    },
  };
}

/** The network's agent on every node, until its DaemonSet can be. */
export function kindnetPod(): Draft<Pod> {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "kindnet", namespace: "kube-system", labels: { "k8s-app": "kindnet", app: "kindnet", tier: "node" } },
    spec: {
      hostNetwork: true,
      priorityClassName: critical,
      priority: 2_000_001_000,
      tolerations: [{ operator: "Exists" }],
      containers: [
        {
          name: "kindnet-cni",
          image: `docker.io/kindest/kindnetd:${kindnetVersion}`,
          imagePullPolicy: "IfNotPresent",
          resources: { requests: { cpu: "100m", memory: "50Mi" }, limits: { cpu: "100m", memory: "50Mi" } },
        },
      ],
    },
  };
}

/** kube-proxy on every node. Its DaemonSet comes with that controller; until then each kubelet starts it by itself. */
export function kubeProxyPod(): Draft<Pod> {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "kube-proxy", namespace: "kube-system", labels: { "k8s-app": "kube-proxy" } },
    spec: {
      hostNetwork: true,
      priorityClassName: critical,
      priority: 2_000_001_000,
      tolerations: [{ operator: "Exists" }],
      containers: [
        {
          name: "kube-proxy",
          image: `registry.k8s.io/kube-proxy:${kubernetesVersion}`,
          command: ["/usr/local/bin/kube-proxy", "--config=/var/lib/kube-proxy/config.conf"],
          imagePullPolicy: "IfNotPresent",
        },
      ],
    },
  };
}
