import { ApiError } from "../../apimachinery/status.ts";
import { formatQuantity } from "../../apimachinery/quantity.ts";
import { Leases } from "../../api/coordination/lease.ts";
import { Pods } from "../../api/core/pod.ts";
import type { Node, Pod } from "../../api/generated/core/v1.ts";
import { defineDescriber, type DescribeContext } from "./describer.ts";
import type { Description } from "./description.ts";
import { writeEventsOf } from "./events-section.ts";
import { sortedKeys, writeAnnotations, writeLabels, writeTaints } from "./labels-section.ts";
import { writeNodeResources } from "./node-resources.ts";
import { timeText } from "./time-text.ts";

export const nodeDescriber = defineDescriber<Node>({
  group: "",
  kind: "Node",
  async describe(node, context, into) {
    writeHead(into, node);
    await writeLease(into, node.metadata.name, context);
    writeStatus(into, node);
    writeSystem(into, node);
    const pods = await podsIfAllowed(node.metadata.name, context);
    if (pods === undefined) into.field("Pods", "not authorized");
    else writeNodeResources(into, { node, pods, now: context.now });
    const { name, uid } = node.metadata;
    // Controllers write the node's uid into events, the kubelet its name.
    await writeEventsOf([{ name, namespace: "", kind: "Node", uid }, { name, namespace: "", kind: "Node", uid: name }], context, into);
  },
});

const rolePrefix = "node-role.kubernetes.io/";

function writeHead(into: Description, { metadata, spec }: Node): void {
  into.field("Name", metadata.name).field("Roles", rolesOf(metadata.labels).join(",") || "<none>");
  writeLabels(into, "Labels", metadata.labels);
  writeAnnotations(into, "Annotations", metadata.annotations);
  into.field("CreationTimestamp", timeText(metadata.creationTimestamp));
  writeTaints(into, spec.taints);
  into.field("Unschedulable", spec.unschedulable ?? false);
}

function rolesOf(labels: Readonly<Record<string, string>> = {}): readonly string[] {
  const roles = Object.entries(labels).map(([key, label]) => (key.startsWith(rolePrefix) ? key.slice(rolePrefix.length) : key === "kubernetes.io/role" ? label : ""));
  return [...new Set(roles.filter((role) => role !== ""))].sort();
}

async function writeLease(into: Description, name: string, { client }: DescribeContext): Promise<void> {
  try {
    const { holderIdentity = "<unset>", acquireTime, renewTime } = (await client.get(Leases, { namespace: "kube-node-lease", name })).spec ?? {};
    const text = (time: string | undefined) => (time === undefined ? "<unset>" : timeText(time));
    into.line("Lease:").field("HolderIdentity", holderIdentity, 1).field("AcquireTime", text(acquireTime), 1).field("RenewTime", text(renewTime), 1);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    into.field("Lease", `Failed to get lease: ${error.message}`);
  }
}

function writeStatus(into: Description, { status }: Node): void {
  const conditions = status.conditions ?? [];
  if (conditions.length > 0) into.line("Conditions:").row(["Type", "Status", "LastHeartbeatTime", "LastTransitionTime", "Reason", "Message"], 1).row(["----", "------", "-----------------", "------------------", "------", "-------"], 1);
  for (const { type, status: state, lastHeartbeatTime, lastTransitionTime, reason = "", message = "" } of conditions) {
    into.row([`${type} `, `${state} `, `${timeText(lastHeartbeatTime)} `, `${timeText(lastTransitionTime)} `, `${reason} `, message], 1);
  }
  into.line("Addresses:");
  for (const { type, address } of status.addresses ?? []) into.field(type, address, 1);
  for (const [label, amounts] of [["Capacity", status.capacity], ["Allocatable", status.allocatable]] as const) {
    const names = sortedKeys(amounts);
    if (names.length > 0) into.line(`${label}:`);
    for (const name of names) into.field(name, formatQuantity(amounts?.[name] ?? "0"), 1);
  }
}

function writeSystem(into: Description, { spec, status }: Node): void {
  const info = status.nodeInfo;
  into.line("System Info:").field("Machine ID", info?.machineID ?? "", 1).field("System UUID", info?.systemUUID ?? "", 1).field("Boot ID", info?.bootID ?? "", 1);
  into.field("Kernel Version", info?.kernelVersion ?? "", 1).field("OS Image", info?.osImage ?? "", 1).field("Operating System", info?.operatingSystem ?? "", 1);
  into.field("Architecture", info?.architecture ?? "", 1).field("Container Runtime Version", info?.containerRuntimeVersion ?? "", 1).field("Kubelet Version", info?.kubeletVersion ?? "", 1);
  into.optional("PodCIDR", spec.podCIDR).optional("PodCIDRs", (spec.podCIDRs ?? []).join(",")).optional("ProviderID", spec.providerID);
}

/** The pods on the node that have not ended; undefined for those who may not see pods. */
async function podsIfAllowed(nodeName: string, { client }: DescribeContext): Promise<readonly Pod[] | undefined> {
  try {
    return (await client.list(Pods, { fieldSelector: `spec.nodeName=${nodeName},status.phase!=Failed,status.phase!=Succeeded` })).items;
  } catch (error) {
    if (error instanceof ApiError && error.code === 403) return undefined;
    throw error;
  }
}
