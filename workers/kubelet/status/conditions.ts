import type { ContainerStatus, Pod, PodCondition } from "../../api/generated/core/v1.ts";
import { isSidecar } from "../pods/pod-containers.ts";
import { addressesOf, type PodRuntimeStatus } from "../runtime/pod-runtime-status.ts";

/** A condition before it is known since when it holds. */
export type NewCondition = Omit<PodCondition, "lastTransitionTime" | "lastProbeTime">;

const owned: ReadonlySet<string> = new Set(["PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled", "DisruptionTarget", "PodResizePending", "PodResizeInProgress"]);

/** Conditions that the kubelet speaks for; it leaves all others as they are. */
export const isOwnedByKubelet = (type: string) => owned.has(type);

export interface ConditionInput {
  readonly phase: string;
  readonly init: readonly ContainerStatus[];
  readonly regular: readonly ContainerStatus[];
  readonly runtime: PodRuntimeStatus;
}

/** All conditions that follow from the state of the containers, in their usual order. */
export function podConditions(pod: Pod, input: ConditionInput): readonly NewCondition[] {
  const containersReady = containersReadyCondition(pod, input);
  return [
    { type: "PodReadyToStartContainers", status: hasSandbox(pod, input.runtime) ? "True" : "False" },
    initializedCondition(pod, input),
    readyCondition(pod, containersReady),
    containersReady,
    { type: "PodScheduled", status: "True" },
  ];
}

function hasSandbox(pod: Pod, runtime: PodRuntimeStatus): boolean {
  const [newest] = runtime.sandboxes;
  return newest?.state === "Ready" && (pod.spec.hostNetwork === true || addressesOf(runtime).length > 0);
}

function initializedCondition(pod: Pod, { phase, init, regular }: ConditionInput): NewCondition {
  const type = "Initialized";
  const containers = pod.spec.initContainers ?? [];
  const statusOf = (name: string) => init.find((status) => status.name === name);
  const unknown = containers.filter(({ name }) => statusOf(name) === undefined).map(({ name }) => name);
  const incomplete = containers.filter((container) => {
    const status = statusOf(container.name);
    return status !== undefined && !(isSidecar(container) ? status.started === true : status.ready);
  });
  if (phase === "Succeeded" && unknown.length === 0) return { type, status: "True", reason: "PodCompleted" };
  // Once a regular container has run, initialisation is over, whatever became of the init containers since.
  const started = regular.some(({ state, lastState }) => state?.running !== undefined || state?.terminated !== undefined || lastState?.terminated !== undefined);
  if (started && unknown.length === 0) return { type, status: "True" };
  return complaint(type, "ContainersNotInitialized", { unknown, "incomplete": incomplete.map(({ name }) => name) }) ?? { type, status: "True" };
}

function containersReadyCondition(pod: Pod, { phase, init, regular }: ConditionInput): NewCondition {
  const type = "ContainersReady";
  const sidecars = (pod.spec.initContainers ?? []).filter(isSidecar);
  const expected = [...sidecars, ...pod.spec.containers];
  const statuses = new Map([...init, ...regular].map((status) => [status.name, status]));
  const unknown = expected.filter(({ name }) => !statuses.has(name)).map(({ name }) => name);
  const unready = expected.filter(({ name }) => statuses.get(name)?.ready === false).map(({ name }) => name);
  if (phase === "Succeeded" && unknown.length === 0) return { type, status: "False", reason: "PodCompleted" };
  if (phase === "Failed") return { type, status: "False", reason: "PodFailed" };
  return complaint(type, "ContainersNotReady", { unknown, unready }) ?? { type, status: "True" };
}

/** "containers with unknown status: [a]", "containers with unready status: [b c]". */
function complaint(type: string, reason: string, groups: Readonly<Record<string, readonly string[]>>): NewCondition | undefined {
  const words = Object.entries(groups)
    .filter(([, names]) => names.length > 0)
    .map(([state, names]) => `containers with ${state} status: [${names.join(" ")}]`);
  return words.length === 0 ? undefined : { type, status: "False", reason, message: words.join(", ") };
}

/** Ready when all containers are, and when whoever was named in a readiness gate has agreed. */
function readyCondition(pod: Pod, containersReady: NewCondition): NewCondition {
  const type = "Ready";
  if (containersReady.status !== "True") return { ...containersReady, type };
  const open = (pod.spec.readinessGates ?? []).flatMap(({ conditionType }) => {
    const condition = pod.status.conditions?.find((each) => each.type === conditionType);
    if (condition === undefined) return [`corresponding condition of pod readiness gate ${JSON.stringify(conditionType)} does not exist.`];
    return condition.status === "True" ? [] : [`the status of pod readiness gate ${JSON.stringify(conditionType)} is not "True", but ${condition.status}`];
  });
  return open.length === 0 ? { type, status: "True" } : { type, status: "False", reason: "ReadinessGatesNotReady", message: open.join(", ") };
}
