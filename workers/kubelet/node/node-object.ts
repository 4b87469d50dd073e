import { formatQuantity, milliQuantityOf, quantityOf } from "../../apimachinery/quantity.ts";
import type { Draft } from "../../apimachinery/object.ts";
import type { Node, NodeStatus } from "../../api/generated/core/v1.ts";
import { kibibyte, type Bytes } from "../../base/units.ts";
import type { ImageStatus, Runtime } from "../../cri/runtime.ts";
import type { KubeletConfiguration } from "../configuration.ts";
import { kubeletVersion, type Machine } from "../machine.ts";

const mostImages = 50;
const kubeletPort = 10_250;

/** The labels that every node gets from its kubelet. */
export function nodeLabels(nodeName: string, { system, region, zone, instanceType }: Machine, extra: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return {
    "beta.kubernetes.io/arch": system.architecture,
    ...(instanceType !== undefined && { "beta.kubernetes.io/instance-type": instanceType }),
    "beta.kubernetes.io/os": system.operatingSystem,
    "kubernetes.io/arch": system.architecture,
    "kubernetes.io/hostname": nodeName,
    "kubernetes.io/os": system.operatingSystem,
    ...(instanceType !== undefined && { "node.kubernetes.io/instance-type": instanceType }),
    ...(region !== undefined && { "topology.kubernetes.io/region": region }),
    ...(zone !== undefined && { "topology.kubernetes.io/zone": zone }),
    ...extra,
  };
}

/** The node as it registers itself. */
export function nodeDraft(nodeName: string, machine: Machine, configuration: KubeletConfiguration, status: NodeStatus): Draft<Node> {
  const taints = configuration.registerWithTaints;
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name: nodeName,
      labels: nodeLabels(nodeName, machine, configuration.nodeLabels),
      annotations: { "volumes.kubernetes.io/controller-managed-attach-detach": "true" },
    },
    spec: taints.length === 0 ? {} : { taints },
    status,
  };
}

/** Everything of a node's status that follows from the machine; conditions come from elsewhere. */
export function machineStatus(machine: Machine, configuration: KubeletConfiguration, runtime: Runtime): Omit<NodeStatus, "conditions"> {
  const { kubeReserved, systemReserved, evictionHard, maxPods } = configuration;
  const reserved = (of: "cpuMillis" | "memory" | "ephemeralStorage") => kubeReserved[of] + systemReserved[of];
  // Like memory below the eviction threshold, a tenth of the disk is never given away (nodefs.available<10%).
  const spareDisk = Math.floor(machine.disk / 10);
  const images = imageList(runtime.listImages());
  return {
    addresses: [...machine.addresses.map((address) => ({ type: "InternalIP", address })), { type: "Hostname", address: machine.hostname }],
    capacity: resources(machine.cpuMillis, machine.memory, machine.disk, maxPods),
    allocatable: {
      ...resources(machine.cpuMillis - reserved("cpuMillis"), machine.memory - reserved("memory") - evictionHard.memoryAvailable, machine.disk, maxPods),
      "ephemeral-storage": formatQuantity(quantityOf(machine.disk - reserved("ephemeralStorage") - spareDisk)),
    },
    daemonEndpoints: { kubeletEndpoint: { Port: kubeletPort } },
    features: { supplementalGroupsPolicy: true },
    runtimeHandlers: [{ name: "", features: { recursiveReadOnlyMounts: true, userNamespaces: true } }, { name: "runc", features: { recursiveReadOnlyMounts: true, userNamespaces: true } }],
    nodeInfo: nodeInfo(machine, runtime),
    ...(images.length > 0 && { images }),
  };
}

function nodeInfo({ system }: Machine, { name, version }: Runtime): NonNullable<NodeStatus["nodeInfo"]> {
  return {
    machineID: system.machineId,
    systemUUID: system.systemUuid,
    bootID: system.bootId,
    kernelVersion: system.kernelVersion,
    osImage: system.osImage,
    containerRuntimeVersion: `${name}://${version}`,
    kubeletVersion,
    kubeProxyVersion: "",
    operatingSystem: system.operatingSystem,
    architecture: system.architecture,
  };
}

function resources(cpuMillis: number, memory: Bytes, disk: Bytes, pods: number): Readonly<Record<string, string>> {
  return {
    cpu: formatQuantity(milliQuantityOf(cpuMillis)),
    "ephemeral-storage": binary(disk),
    "hugepages-1Gi": "0",
    "hugepages-2Mi": "0",
    memory: binary(memory),
    pods: String(pods),
  };
}

/** In whole Ki, in the form that the API server gives back. */
const binary = (amount: Bytes) => formatQuantity(quantityOf(Math.floor(amount / kibibyte) * kibibyte, "BinarySI"));

/** The largest images first, as a scheduler wants to know them. */
function imageList(images: readonly ImageStatus[]): NonNullable<NodeStatus["images"]> {
  const largest = images.toSorted((a, b) => b.size - a.size || (a.name < b.name ? -1 : 1)).slice(0, mostImages);
  return largest.map(({ name, digest, size }) => ({ names: [`${repositoryOf(name)}@${digest}`, name], sizeBytes: size }));
}

function repositoryOf(name: string): string {
  const colon = name.lastIndexOf(":");
  return colon > name.lastIndexOf("/") ? name.slice(0, colon) : name;
}
