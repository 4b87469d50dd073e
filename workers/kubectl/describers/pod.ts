import { qosClass } from "../../api/core/qos-class.ts";
import type { Container, Pod } from "../../api/generated/core/v1.ts";
import type { Milliseconds } from "../../base/units.ts";
import { writeContainers, writeResources, writeSeccomp } from "./containers-section.ts";
import { controllerText } from "./controller-text.ts";
import { defineDescriber } from "./describer.ts";
import type { Description } from "./description.ts";
import { writeEventsOf } from "./events-section.ts";
import { writeAnnotations, writeLabels, writeTolerations } from "./labels-section.ts";
import { writeTopologySpread } from "./pod-template-section.ts";
import { sinceText, timeText } from "./time-text.ts";
import { writeVolumes } from "./volumes-section.ts";

const mirrorAnnotation = "kubernetes.io/config.mirror";

export const podDescriber = defineDescriber<Pod>({
  group: "",
  kind: "Pod",
  async describe(pod, context, into) {
    writeHead(into, pod);
    writeStatus(into, pod, context.now);
    writeAllContainers(into, pod);
    writeConditions(into, pod);
    writeVolumes(into, pod.spec.volumes);
    into.field("QoS Class", pod.status.qosClass ?? qosClass(pod.spec));
    writeLabels(into, "Node-Selectors", pod.spec.nodeSelector);
    writeTolerations(into, "Tolerations", pod.spec.tolerations);
    writeTopologySpread(into, pod.spec.topologySpreadConstraints);
    const { name, namespace = "", uid, annotations } = pod.metadata;
    await writeEventsOf([{ name, namespace, uid: annotations?.[mirrorAnnotation] ?? uid }], context, into);
  },
});

function writeHead(into: Description, { metadata, spec, status }: Pod): void {
  into.field("Name", metadata.name).field("Namespace", metadata.namespace ?? "");
  into.optional("Priority", spec.priority).optional("Priority Class Name", spec.priorityClassName).optional("Runtime Class Name", spec.runtimeClassName);
  into.optional("Service Account", spec.serviceAccountName);
  into.field("Node", (spec.nodeName ?? "") === "" ? "<none>" : `${spec.nodeName}/${status.hostIP ?? ""}`);
  if (status.startTime !== undefined) into.field("Start Time", timeText(status.startTime));
  writeLabels(into, "Labels", metadata.labels);
  writeAnnotations(into, "Annotations", metadata.annotations);
}

function writeStatus(into: Description, pod: Pod, now: Milliseconds): void {
  const { metadata, spec, status } = pod;
  if (metadata.deletionTimestamp !== undefined && status.phase !== "Failed" && status.phase !== "Succeeded") {
    into.field("Status", `Terminating (lasts ${sinceText(metadata.deletionTimestamp, now)})`);
    into.field("Termination Grace Period", `${metadata.deletionGracePeriodSeconds ?? 0}s`);
  } else into.field("Status", status.phase ?? "");
  into.optional("Reason", status.reason).optional("Message", status.message);
  writeSeccomp(into, spec.securityContext?.seccompProfile, 0);
  into.field("IP", status.podIP ?? "");
  const addresses = status.podIPs ?? [];
  into.write(addresses.length === 0 ? "IPs:\t<none>\n" : "IPs:\n");
  for (const { ip } of addresses) into.field("IP", ip, 1);
  into.optional("Controlled By", controllerText(pod)).optional("NominatedNodeName", status.nominatedNodeName);
  if (spec.resources === undefined) return;
  into.line("Resources:");
  writeResources(into, spec.resources, 1);
}

function writeAllContainers(into: Description, pod: Pod): void {
  const { spec, status } = pod;
  const { initContainers = [], containers, ephemeralContainers = [] } = spec;
  if (initContainers.length > 0) writeContainers(into, { label: "Init Containers", containers: initContainers, statuses: status.initContainerStatuses ?? [], pod });
  writeContainers(into, { label: "Containers", containers, statuses: status.containerStatuses ?? [], pod });
  if (ephemeralContainers.length === 0) return;
  writeContainers(into, { label: "Ephemeral Containers", containers: ephemeralContainers as readonly Container[], statuses: status.ephemeralContainerStatuses ?? [], pod });
}

function writeConditions(into: Description, { spec, status }: Pod): void {
  const conditions = status.conditions ?? [];
  const gates = spec.readinessGates ?? [];
  if (gates.length > 0) into.line("Readiness Gates:\n  Type\tStatus");
  for (const { conditionType } of gates) into.row([`${conditionType} `, `${conditions.find(({ type }) => type === conditionType)?.status ?? "<none>"} `], 1);
  if (conditions.length > 0) into.line("Conditions:\n  Type\tStatus");
  for (const { type, status: state } of conditions) into.row([`${type} `, `${state} `], 1);
}
