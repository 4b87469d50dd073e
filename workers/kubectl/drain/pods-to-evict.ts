import { controllerOf } from "../../apimachinery/owner-references.ts";
import { ApiError } from "../../apimachinery/status.ts";
import { tryParseTime } from "../../apimachinery/timestamp.ts";
import { DaemonSets } from "../../api/apps/daemon-set.ts";
import { Pods } from "../../api/core/pod.ts";
import type { Pod } from "../../api/generated/core/v1.ts";
import { type Milliseconds, second } from "../../base/units.ts";
import type { CommandContext } from "../command.ts";
import { KubectlError } from "../kubectl-error.ts";

/** What becomes of one pod when its node is drained. */
type Verdict =
  | { readonly type: "leave" }
  | { readonly type: "evict" }
  | { readonly type: "warn"; readonly evict: boolean; readonly message: string }
  | { readonly type: "refuse"; readonly message: string };

/** The pods that have to leave a node, and what a person should know about the others. */
export interface PodsToEvict {
  readonly pods: readonly Pod[];
  /** `ignoring DaemonSet-managed Pods: kube-system/kube-proxy-x`; empty when there is nothing to say. */
  readonly warning: string;
}

/** Decides about all pods of a node; throws when a pod must not be evicted without a flag. */
export async function podsToEvict(context: CommandContext, nodeName: string): Promise<PodsToEvict> {
  const { api, arguments: given } = context;
  const labelSelector = given.text("pod-selector");
  const { items } = await api.client.list(Pods, { fieldSelector: `spec.nodeName=${nodeName}`, ...(labelSelector !== "" && { labelSelector }) });
  const judged: (readonly [Pod, Verdict])[] = [];
  for (const pod of items) judged.push([pod, await judge(pod, context)]);
  const refused = grouped(judged.flatMap(([pod, verdict]) => (verdict.type === "refuse" ? [[pod, verdict.message] as const] : [])));
  if (refused.length === 1) throw new KubectlError(`cannot delete ${refused[0]}`);
  if (refused.length > 1) throw new KubectlError(`[${refused.map((text) => `cannot delete ${text}`).join(", ")}]`);
  return {
    pods: judged.filter(([, verdict]) => verdict.type === "evict" || (verdict.type === "warn" && verdict.evict)).map(([pod]) => pod),
    warning: grouped(judged.flatMap(([pod, verdict]) => (verdict.type === "warn" ? [[pod, verdict.message] as const] : []))).join("; "),
  };
}

/** `message: a/b, c/d` for each message. */
function grouped(judged: readonly (readonly [Pod, string])[]): readonly string[] {
  const byMessage = new Map<string, string[]>();
  for (const [{ metadata }, message] of judged) byMessage.set(message, [...(byMessage.get(message) ?? []), `${metadata.namespace}/${metadata.name}`]);
  return [...byMessage].map(([message, names]) => `${message}: ${names.join(", ")}`);
}

const mirrorAnnotation = "kubernetes.io/config.mirror";

async function judge(pod: Pod, context: CommandContext): Promise<Verdict> {
  const { arguments: given, environment } = context;
  if (isSkipped(pod, given.number("skip-wait-for-delete-timeout"), environment.clock.now())) return { type: "leave" };
  const isOver = pod.status.phase === "Succeeded" || pod.status.phase === "Failed";
  const controller = controllerOf(pod);
  const daemon = !isOver && controller?.kind === "DaemonSet" && controller.apiVersion === "apps/v1" ? await judgeDaemonPod(pod, controller.name, context) : undefined;
  if (daemon !== undefined && !(daemon.type === "warn" && daemon.evict)) return daemon;
  if (pod.metadata.annotations?.[mirrorAnnotation] !== undefined) return { type: "leave" };
  const hasLocalStorage = !isOver && (pod.spec.volumes ?? []).some(({ emptyDir }) => emptyDir !== undefined);
  if (hasLocalStorage && !given.flag("delete-emptydir-data")) return { type: "refuse", message: "Pods with local storage (use --delete-emptydir-data to override)" };
  if (isOver || controller !== undefined) return { type: "evict" };
  if (given.flag("force")) return { type: "warn", evict: true, message: "deleting Pods that declare no controller" };
  return { type: "refuse", message: "Pods that declare no controller (use --force to override)" };
}

/** Pods of a daemon set would be back at once. */
async function judgeDaemonPod({ metadata }: Pod, name: string, { api, arguments: given }: CommandContext): Promise<Verdict> {
  try {
    await api.client.get(DaemonSets, { name, namespace: metadata.namespace ?? "" });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return error.reason === "NotFound" && given.flag("force") ? { type: "warn", evict: true, message: error.message } : { type: "refuse", message: error.message };
  }
  if (given.flag("ignore-daemonsets")) return { type: "warn", evict: false, message: "ignoring DaemonSet-managed Pods" };
  return { type: "refuse", message: "DaemonSet-managed Pods (use --ignore-daemonsets to ignore)" };
}

/** Has the pod been going for so long that nobody waits for it any more? */
export function isSkipped({ metadata }: Pod, seconds: number, now: Milliseconds): boolean {
  const deleted = tryParseTime(metadata.deletionTimestamp);
  return seconds > 0 && deleted !== undefined && Math.trunc((now - deleted) / second) > seconds;
}
