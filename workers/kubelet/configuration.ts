import { mebibyte, minute, second, type Bytes, type Milliseconds } from "../base/units.ts";

/** What the kubelet's configuration file says (kubelet.config.k8s.io/v1beta1), as far as it matters here. */
export interface KubeletConfiguration {
  /** How often the kubelet looks whether its node's status has changed. */
  readonly nodeStatusUpdateFrequency: Milliseconds;
  /** How often it posts an unchanged status. */
  readonly nodeStatusReportFrequency: Milliseconds;
  readonly nodeLeaseDurationSeconds: number;
  readonly syncFrequency: Milliseconds;
  /** How often the runtime is asked for everything it has, in case an event was missed. */
  readonly relistPeriod: Milliseconds;
  readonly maxPods: number;
  readonly serializeImagePulls: boolean;
  /** Undefined means no bound, when pulls are not serial. */
  readonly maxParallelImagePulls: number | undefined;
  readonly clusterDomain: string;
  readonly clusterDns: readonly string[];
  /** What the node's own /etc/resolv.conf says, for pods with dnsPolicy Default. */
  readonly nodeDns: { readonly servers: readonly string[]; readonly searches: readonly string[] };
  readonly kubeReserved: ReservedResources;
  readonly systemReserved: ReservedResources;
  readonly evictionHard: { readonly memoryAvailable: Bytes };
  readonly evictionMonitoringPeriod: Milliseconds;
  readonly evictionPressureTransitionPeriod: Milliseconds;
  readonly crashLoopBackOff: { readonly initial: Milliseconds; readonly most: Milliseconds };
  readonly imagePullBackOff: { readonly initial: Milliseconds; readonly most: Milliseconds };
  /** Above this share of the disk the least recently used images go, down to the lower one. */
  readonly imageGarbage: { readonly highPercent: number; readonly lowPercent: number; readonly period: Milliseconds; readonly minimumAge: Milliseconds };
  /** Labels and taints with which the node registers itself. */
  readonly nodeLabels: Readonly<Record<string, string>>;
  readonly registerWithTaints: readonly { readonly key: string; readonly value?: string; readonly effect: "NoSchedule" | "PreferNoSchedule" | "NoExecute" }[];
}

export interface ReservedResources {
  readonly cpuMillis: number;
  readonly memory: Bytes;
  readonly ephemeralStorage: Bytes;
}

const nothingReserved: ReservedResources = { cpuMillis: 0, memory: 0, ephemeralStorage: 0 };

export const defaultConfiguration: KubeletConfiguration = {
  nodeStatusUpdateFrequency: 10 * second,
  nodeStatusReportFrequency: 5 * minute,
  nodeLeaseDurationSeconds: 40,
  syncFrequency: minute,
  relistPeriod: 5 * minute,
  maxPods: 110,
  serializeImagePulls: true,
  maxParallelImagePulls: undefined,
  clusterDomain: "cluster.local",
  clusterDns: ["10.96.0.10"],
  nodeDns: { servers: ["192.168.49.1"], searches: [] },
  kubeReserved: nothingReserved,
  systemReserved: nothingReserved,
  evictionHard: { memoryAvailable: 100 * mebibyte },
  evictionMonitoringPeriod: 10 * second,
  evictionPressureTransitionPeriod: 5 * minute,
  crashLoopBackOff: { initial: 10 * second, most: 300 * second },
  imagePullBackOff: { initial: 10 * second, most: 300 * second },
  imageGarbage: { highPercent: 85, lowPercent: 80, period: 5 * minute, minimumAge: 2 * minute },
  nodeLabels: {},
  registerWithTaints: [],
};
