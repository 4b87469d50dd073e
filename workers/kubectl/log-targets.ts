import { findCondition } from "../apimachinery/conditions.ts";
import { formatLabelSelector, type LabelSelector } from "../apimachinery/labels.ts";
import type { KubernetesObject } from "../apimachinery/object.ts";
import { Pods } from "../api/core/pod.ts";
import type { Pod } from "../api/generated/core/v1.ts";
import type { CommandContext } from "./command.ts";
import { KubectlError } from "./kubectl-error.ts";

/** One container whose log is read. */
export interface LogTarget {
  readonly pod: Pod;
  readonly container: string;
}

const phases: Readonly<Record<string, number>> = { Running: 0, Unknown: 1, Pending: 2 };

/** Pods in the order in which their logs are the most telling: with a node, running, ready and that for long, most restarts, oldest. */
export function byLogging(pods: readonly Pod[]): readonly Pod[] {
  const ranks = new Map(pods.map((pod) => [pod, rankOf(pod)] as const));
  return pods.toSorted((a, b) => {
    const [left, right] = [ranks.get(a) ?? [], ranks.get(b) ?? []];
    const differs = left.findIndex((value, index) => value !== right[index]);
    return differs < 0 ? 0 : (left[differs] as string | number) < (right[differs] as string | number) ? -1 : 1;
  });
}

/** Compared entry by entry; what is smaller comes first. */
function rankOf({ metadata, spec, status }: Pod): readonly (string | number)[] {
  const ready = findCondition(status.conditions, "Ready");
  const isReady = ready?.status === "True";
  const restarts = Math.max(0, ...(status.containerStatuses ?? []).map(({ restartCount }) => restartCount));
  return [spec.nodeName === undefined ? 1 : 0, phases[status.phase ?? ""] ?? 0, isReady ? 0 : 1, isReady ? (ready.lastTransitionTime ?? "~") : "", -restarts, metadata.creationTimestamp];
}

type LabelSet = Readonly<Record<string, string>>;

const workloads = ["Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "Job", "ReplicationController", "Service"];

/** The pods that a workload's logs come from. */
export async function podsOf(object: KubernetesObject, { api }: CommandContext): Promise<readonly Pod[]> {
  if (!workloads.includes(object.kind)) throw new KubectlError(`cannot get the logs from *v1.${object.kind}: selector for *v1.${object.kind} not implemented`);
  const { selector } = (object as unknown as { readonly spec: { readonly selector?: LabelSelector | LabelSet } }).spec;
  const plain = object.kind === "Service" || object.kind === "ReplicationController";
  if (selector === undefined) throw new KubectlError(`cannot get the logs from *v1.${object.kind}: invalid service '${object.metadata.name}': Service is defined without a selector`);
  const labelSelector = formatLabelSelector(plain ? { matchLabels: selector as LabelSet } : (selector as LabelSelector));
  const { items } = await api.client.list(Pods, { namespace: object.metadata.namespace ?? "", labelSelector });
  return byLogging(items);
}

interface Names {
  readonly init: readonly string[];
  readonly main: readonly string[];
  readonly ephemeral: readonly string[];
}

const namesOf = ({ spec }: Pod): Names => ({
  init: (spec.initContainers ?? []).map(({ name }) => name),
  main: (spec.containers ?? []).map(({ name }) => name),
  ephemeral: (spec.ephemeralContainers ?? []).map(({ name }) => name),
});

/** `web, debugger (ephem), setup (init)` */
export function containerNames(pod: Pod): string {
  const { init, main, ephemeral } = namesOf(pod);
  return [...main, ...ephemeral.map((name) => `${name} (ephem)`), ...init.map((name) => `${name} (init)`)].join(", ");
}

const defaultContainer = "kubectl.kubernetes.io/default-container";

export interface ContainerChoice {
  readonly container: string;
  readonly all: boolean;
  /** Do not say which container was chosen. */
  readonly quiet: boolean;
}

/** The containers of a pod whose logs are wanted. */
export function targetsIn(pod: Pod, { container, all, quiet }: ContainerChoice, { printError }: CommandContext): readonly LogTarget[] {
  const { init, main, ephemeral } = namesOf(pod);
  const known = [...init, ...main, ...ephemeral];
  if (all) return known.map((name) => ({ pod, container: name }));
  const wanted = container === "" ? (defaultOf(pod, known, printError) ?? firstOf(pod, quiet, printError)) : container;
  if (!known.includes(wanted)) throw new KubectlError(`container ${wanted} is not valid for pod ${pod.metadata.name} out of: ${containerNames(pod)}`);
  return [{ pod, container: wanted }];
}

function defaultOf({ metadata }: Pod, known: readonly string[], printError: (text: string) => void): string | undefined {
  const name = metadata.annotations?.[defaultContainer] ?? "";
  if (name === "") return undefined;
  if (known.includes(name)) return name;
  printError(`Default container name "${name}" not found in pod ${metadata.name}\n`);
  return undefined;
}

function firstOf(pod: Pod, quiet: boolean, printError: (text: string) => void): string {
  const { init, main, ephemeral } = namesOf(pod);
  const [first = ""] = main;
  if (!quiet && init.length + main.length + ephemeral.length > 1) printError(`Defaulted container "${first}" out of: ${containerNames(pod)}\n`);
  return first;
}

/** Where a container stands in its pod: `spec.containers{web}`. */
export function fieldPathOf({ pod, container }: LogTarget): string {
  const { init, ephemeral } = namesOf(pod);
  return `spec.${init.includes(container) ? "initContainers" : ephemeral.includes(container) ? "ephemeralContainers" : "containers"}{${container}}`;
}
