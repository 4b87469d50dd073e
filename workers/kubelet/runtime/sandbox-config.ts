import { milliValue, value } from "../../apimachinery/quantity.ts";
import type { Container, Pod } from "../../api/generated/core/v1.ts";
import type { ContainerResources, DnsConfig, SandboxConfig } from "../../cri/runtime.ts";
import type { KubeletConfiguration } from "../configuration.ts";
import type { Machine } from "../machine.ts";

const longestHostname = 63;

/** What the runtime has to know to make a pod's sandbox. */
export function sandboxConfig(pod: Pod, attempt: number, { configuration, machine }: { readonly configuration: KubeletConfiguration; readonly machine: Machine }): SandboxConfig {
  const { name, namespace = "default", uid, labels = {}, annotations = {} } = pod.metadata;
  const hostNetwork = pod.spec.hostNetwork === true;
  const resources = pod.spec.resources === undefined ? undefined : containerResources({ resources: pod.spec.resources });
  return {
    pod: { uid, namespace, name, attempt },
    hostname: hostNetwork ? machine.hostname : podHostname(pod),
    ...(pod.spec.subdomain !== undefined && pod.spec.subdomain !== "" && { domain: `${pod.spec.subdomain}.${namespace}.svc.${configuration.clusterDomain}` }),
    hostNetwork,
    dns: dnsConfig(pod, configuration),
    portMappings: hostNetwork ? [] : hostPorts(pod),
    labels: { ...labels, "io.kubernetes.pod.name": name, "io.kubernetes.pod.namespace": namespace, "io.kubernetes.pod.uid": uid },
    annotations,
    ...(resources !== undefined && { resources }),
    hostAliases: (pod.spec.hostAliases ?? []).map(({ ip, hostnames = [] }) => ({ ip, hostnames })),
  };
}

/** The name that the pod's processes see: its own, cut to what a host's name may be. */
export function podHostname({ metadata, spec }: Pod): string {
  if (spec.hostnameOverride !== undefined && spec.hostnameOverride !== "") return spec.hostnameOverride;
  if (spec.hostname !== undefined && spec.hostname !== "") return spec.hostname;
  return metadata.name.slice(0, longestHostname).replace(/[-.]+$/, "");
}

/** Limits and requests in the runtime's units. */
export function containerResources({ resources }: Pick<Container, "resources">): ContainerResources {
  const memory = resources?.limits?.["memory"];
  const cpuLimit = resources?.limits?.["cpu"];
  const cpuRequest = resources?.requests?.["cpu"] ?? cpuLimit;
  return {
    ...(memory !== undefined && value(memory) > 0 && { memoryLimit: value(memory) }),
    ...(cpuLimit !== undefined && milliValue(cpuLimit) > 0 && { cpuLimitMillis: milliValue(cpuLimit) }),
    ...(cpuRequest !== undefined && { cpuRequestMillis: milliValue(cpuRequest) }),
  };
}

function hostPorts({ spec }: Pod) {
  const containers = [...(spec.initContainers ?? []), ...spec.containers];
  return containers.flatMap(({ ports = [] }) =>
    ports.flatMap(({ hostPort, containerPort, protocol = "TCP", hostIP }) =>
      hostPort === undefined || hostPort === 0 ? [] : [{ hostPort, containerPort, protocol, ...(hostIP !== undefined && { hostIp: hostIP }) }],
    ),
  );
}

/** What goes into the pod's /etc/resolv.conf, by its dnsPolicy. */
function dnsConfig(pod: Pod, configuration: KubeletConfiguration): DnsConfig {
  const base = dnsOfPolicy(pod, configuration);
  const { nameservers = [], searches = [], options = [] } = pod.spec.dnsConfig ?? {};
  const own = options.map(({ name = "", value: setting }) => (setting === undefined ? name : `${name}:${setting}`));
  const overridden = new Set(options.map(({ name }) => name));
  return {
    servers: [...new Set([...base.servers, ...nameservers])],
    searches: [...new Set([...base.searches, ...searches])],
    options: [...base.options.filter((option) => !overridden.has(option.split(":")[0])), ...own],
  };
}

function dnsOfPolicy({ metadata, spec }: Pod, { clusterDns, clusterDomain, nodeDns }: KubeletConfiguration): DnsConfig {
  const policy = spec.dnsPolicy ?? "ClusterFirst";
  if (policy === "None") return { servers: [], searches: [], options: [] };
  const fromNode = policy === "Default" || (policy === "ClusterFirst" && spec.hostNetwork === true) || clusterDns.length === 0;
  if (fromNode) return { ...nodeDns, options: [] };
  const searches = [`${metadata.namespace}.svc.${clusterDomain}`, `svc.${clusterDomain}`, clusterDomain, ...nodeDns.searches];
  return { servers: clusterDns, searches, options: ["ndots:5"] };
}
