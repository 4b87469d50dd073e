import { formatQuantity } from "../../apimachinery/quantity.ts";
import type { Container, ContainerState, ContainerStatus, Pod, Probe, ResourceRequirements, SeccompProfile } from "../../api/generated/core/v1.ts";
import { goQuote } from "../../apimachinery/go-quote.ts";
import type { Description } from "./description.ts";
import { writeEnvironment } from "./environment-section.ts";
import { sortedKeys } from "./labels-section.ts";
import { timeText } from "./time-text.ts";

export interface ContainersSection {
  readonly label: string;
  readonly containers: readonly Container[];
  readonly statuses?: readonly ContainerStatus[];
  /** The pod whose containers they are; undefined in a template. */
  readonly pod?: Pod;
}

/** Containers one after the other, with what is known of their state. Those of a template stand further in. */
export function writeContainers(into: Description, { label, containers, statuses = [], pod }: ContainersSection): void {
  const indent = pod === undefined ? "  " : "";
  into.line(`${indent}${label}:${containers.length === 0 ? " <none>" : ""}`);
  for (const container of containers) {
    const status = statuses.find(({ name }) => name === container.name);
    into.line(`${pod === undefined ? " " : ""}${container.name}:`, 1);
    writeBasics(into, container, status);
    writeWords(into, "Command", container.command);
    writeWords(into, "Args", container.args);
    if (status !== undefined) writeState(into, status);
    writeResources(into, container.resources, 2);
    writeProbes(into, container);
    writeEnvironment(into, container, pod);
    writeMounts(into, container);
  }
}

function writeBasics(into: Description, { image = "", ports = [], securityContext }: Container, status: ContainerStatus | undefined): void {
  if (status !== undefined) into.field("Container ID", status.containerID ?? "", 2);
  into.field("Image", image, 2);
  if (status !== undefined) into.field("Image ID", status.imageID, 2);
  const text = (numbers: readonly number[]) => ports.map(({ name = "", protocol = "TCP" }, index) => `${numbers[index]}/${protocol}${name === "" ? "" : ` (${name})`}`).join(", ");
  into.field(ports.length > 1 ? "Ports" : "Port", text(ports.map(({ containerPort }) => containerPort)) || "<none>", 2);
  into.field(ports.length > 1 ? "Host Ports" : "Host Port", text(ports.map(({ hostPort = 0 }) => hostPort)) || "<none>", 2);
  writeSeccomp(into, securityContext?.seccompProfile, 2);
}

/** The seccomp profile, and the file behind a local one. */
export function writeSeccomp(into: Description, profile: SeccompProfile | undefined, level: number): void {
  if (profile === undefined) return;
  into.field("SeccompProfile", profile.type, level);
  if (profile.type === "Localhost") into.field("LocalhostProfile", profile.localhostProfile ?? "", level === 0 ? 0 : level + 1);
}

function writeWords(into: Description, label: string, words: readonly string[] = []): void {
  if (words.length === 0) return;
  into.line(`${label}:`, 2);
  for (const word of words) for (const line of word.split("\n")) into.line(line, 3);
}

function writeState(into: Description, status: ContainerStatus): void {
  writeOneState(into, "State", status.state ?? {});
  if (status.lastState?.terminated !== undefined) writeOneState(into, "Last State", status.lastState);
  into.field("Ready", status.ready ? "True" : "False", 2).field("Restart Count", status.restartCount, 2);
}

function writeOneState(into: Description, label: string, { running, waiting, terminated }: ContainerState): void {
  if (running !== undefined) {
    into.field(label, "Running", 2).field("Started", timeText(running.startedAt), 3);
  } else if (waiting !== undefined || terminated === undefined) {
    into.field(label, "Waiting", 2).optional("Reason", waiting?.reason, 3);
  } else {
    into.field(label, "Terminated", 2).optional("Reason", terminated.reason, 3).optional("Message", terminated.message, 3);
    into.field("Exit Code", terminated.exitCode, 3).optional("Signal", terminated.signal || undefined, 3);
    into.field("Started", timeText(terminated.startedAt), 3).field("Finished", timeText(terminated.finishedAt), 3);
  }
}

/** Limits and requests, by name. */
export function writeResources(into: Description, resources: ResourceRequirements | undefined, level: number): void {
  for (const [label, amounts] of [["Limits", resources?.limits], ["Requests", resources?.requests]] as const) {
    const names = sortedKeys(amounts);
    if (names.length > 0) into.line(`${label}:`, level);
    for (const name of names) into.field(name, formatQuantity(amounts?.[name] ?? "0"), level + 1);
  }
}

function writeProbes(into: Description, { livenessProbe, readinessProbe, startupProbe }: Container): void {
  for (const [label, probe] of [["Liveness", livenessProbe], ["Readiness", readinessProbe], ["Startup", startupProbe]] as const) {
    if (probe !== undefined) into.field(label, probeText(probe), 2);
  }
}

function probeText(probe: Probe): string {
  const { initialDelaySeconds = 0, timeoutSeconds = 0, periodSeconds = 0, successThreshold = 0, failureThreshold = 0 } = probe;
  const numbers = `delay=${initialDelaySeconds}s timeout=${timeoutSeconds}s period=${periodSeconds}s #success=${successThreshold} #failure=${failureThreshold}`;
  return `${actionText(probe)} ${numbers}`;
}

function actionText({ exec, httpGet, tcpSocket, grpc }: Probe): string {
  if (exec !== undefined) return `exec [${(exec.command ?? []).join(" ")}]`;
  if (httpGet !== undefined) return `http-get ${urlText(httpGet)}`;
  if (tcpSocket !== undefined) return `tcp-socket ${tcpSocket.host ?? ""}:${tcpSocket.port}`;
  return grpc === undefined ? "unknown" : `grpc <pod>:${grpc.port} ${grpc.service ?? ""}`;
}

function urlText({ scheme = "HTTP", host = "", port, path = "" }: NonNullable<Probe["httpGet"]>): string {
  const bracketed = host.includes(":") ? `[${host}]` : host;
  return `${scheme.toLowerCase()}://${bracketed}:${port}${path === "" || path.startsWith("/") ? path : `/${path}`}`;
}

function writeMounts(into: Description, { volumeMounts = [], volumeDevices = [] }: Container): void {
  const none = volumeMounts.length === 0 ? "\t<none>" : "";
  into.line(`Mounts:${none}`, 2);
  for (const { mountPath, name, readOnly, subPath = "" } of volumeMounts.toSorted((a, b) => (a.mountPath < b.mountPath ? -1 : 1))) {
    into.line(`${mountPath} from ${name} (${readOnly === true ? "ro" : "rw"}${subPath === "" ? "" : `,path=${goQuote(subPath)}`})`, 3);
  }
  if (volumeDevices.length === 0) return;
  into.line(`Devices:${none}`, 2);
  for (const { devicePath, name } of volumeDevices.toSorted((a, b) => (a.devicePath < b.devicePath ? -1 : 1))) into.line(`${devicePath} from ${name}`, 3);
}
