import { badRequest, notFound } from "../../apimachinery/status.ts";
import type { ContainerStatus, Pod, PodStatus } from "../../api/generated/core/v1.ts";
import type { Connection } from "../../network/connection.ts";
import type { ExecOptions, ExecOutput, ExecSession, LogOptions, LogSink, Runtime } from "../../cri/runtime.ts";
import { findContainer } from "../pods/pod-containers.ts";
import type { NetworkProber } from "../probes/network-prober.ts";
import { newestContainer } from "../runtime/pod-runtime-status.ts";
import type { RuntimeCache } from "../runtime/runtime-cache.ts";
import { runtimeIdOf } from "../status/container-state.ts";

/** Which container of which pod; the pod's first one when no container is named. */
export interface ContainerReference {
  readonly namespace: string;
  readonly pod: string;
  readonly container?: string;
}

export interface PodLogOptions extends LogOptions {
  /** The instance before the one that runs now. */
  readonly previous: boolean;
}

/** What the API server asks of a kubelet on behalf of people (port 10250). Everything rejects or throws with ApiError. */
export interface KubeletServer {
  logs(reference: ContainerReference, options: PodLogOptions, sink: LogSink): { close(): void };
  exec(reference: ContainerReference, options: ExecOptions, output: ExecOutput): ExecSession;
  attach(reference: ContainerReference, options: ExecOptions, output: ExecOutput): ExecSession;
  /** A connection to a port inside the pod. */
  portForward(reference: Pick<ContainerReference, "namespace" | "pod">, port: number): Promise<Connection>;
}

export interface KubeletServerOptions {
  readonly runtime: Runtime;
  readonly cache: RuntimeCache;
  readonly network: NetworkProber;
  readonly pod: (namespace: string, name: string) => Pod | undefined;
  status(pod: Pod): PodStatus;
}

/** The kubelet's own server. */
export function createKubeletServer(options: KubeletServerOptions): KubeletServer {
  const { runtime } = options;
  return {
    logs(reference, { previous, ...logOptions }, sink) {
      const { pod, name } = findPodAndContainer(options, reference);
      return runtime.logs(containerForLogs(pod.metadata.name, options.status(pod), name, previous), logOptions, sink);
    },
    exec: (reference, execOptions, output) => runtime.exec(runningContainer(options, reference), execOptions, output),
    attach: (reference, execOptions, output) => runtime.attach(runningContainer(options, reference), execOptions, output),
    portForward: (reference, port) => connect(options, reference, port),
  };
}

function findPod({ pod: find }: KubeletServerOptions, { namespace, pod: name }: Pick<ContainerReference, "namespace" | "pod">): Pod {
  const pod = find(namespace, name);
  if (pod === undefined) throw notFound({ group: "", resource: "pods" }, name);
  return pod;
}

function findPodAndContainer(options: KubeletServerOptions, reference: ContainerReference): { readonly pod: Pod; readonly name: string } {
  const pod = findPod(options, reference);
  const name = reference.container || (pod.spec.containers[0]?.name ?? "");
  if (findContainer(pod, name) === undefined) throw badRequest(`container ${JSON.stringify(name)} in pod ${JSON.stringify(pod.metadata.name)} is not found`);
  return { pod, name };
}

function runningContainer(options: KubeletServerOptions, reference: ContainerReference): string {
  const { pod, name } = findPodAndContainer(options, reference);
  const container = newestContainer(options.cache.get(pod.metadata.uid), name);
  if (container === undefined) throw badRequest(`unable to upgrade connection: container not found (${JSON.stringify(name)})`);
  if (container.state !== "Running") throw badRequest(`unable to upgrade connection: container not found (${JSON.stringify(name)})`);
  return container.id;
}

/** The instance whose log is wanted, by what the pod's status says; throws when there is none yet. */
export function containerForLogs(pod: string, status: PodStatus, name: string, previous: boolean): string {
  const all = [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? []), ...(status.ephemeralContainerStatuses ?? [])];
  const found = all.find((each) => each.name === name);
  const subject = `container ${JSON.stringify(name)} in pod ${JSON.stringify(pod)}`;
  if (found === undefined) throw badRequest(`${subject} is not available`);
  if (previous) {
    const id = found.lastState?.terminated?.containerID;
    if (id === undefined || id === "") throw badRequest(`previous terminated ${subject} not found`);
    return runtimeIdOf(id);
  }
  return currentContainer(found, subject);
}

function currentContainer({ state, lastState, containerID }: ContainerStatus, subject: string): string {
  if (state?.running !== undefined) return runtimeIdOf(containerID);
  const terminated = state?.terminated ?? lastState?.terminated;
  if (terminated !== undefined) {
    if (terminated.containerID === undefined || terminated.containerID === "") throw badRequest(`${subject} is terminated`);
    return runtimeIdOf(terminated.containerID);
  }
  const { reason = "", message = "" } = state?.waiting ?? {};
  switch (reason) {
    case "ErrImagePull":
      throw badRequest(`${subject} is waiting to start: image can't be pulled`);
    case "ImagePullBackOff":
      throw badRequest(`${subject} is waiting to start: trying and failing to pull image`);
    default:
      throw badRequest(`${subject} is waiting to start: ${reason === "" ? message : reason}`);
  }
}

async function connect(options: KubeletServerOptions, reference: Pick<ContainerReference, "namespace" | "pod">, port: number): Promise<Connection> {
  const pod = findPod(options, reference);
  const { phase = "Pending", podIP: ip } = options.status(pod);
  if (ip === undefined || phase !== "Running") throw badRequest(`unable to forward port because pod is not running. Current status=${phase}`);
  return options.network.connect({ ip, port }, {});
}
