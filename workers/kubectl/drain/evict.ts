import { formatDuration } from "../../apimachinery/duration.ts";
import { ApiError } from "../../apimachinery/status.ts";
import { Pods } from "../../api/core/pod.ts";
import type { Pod } from "../../api/generated/core/v1.ts";
import { type Milliseconds, second } from "../../base/units.ts";
import { objectPathOf } from "../api-resource.ts";
import type { CommandContext } from "../command.ts";
import { KubectlError } from "../kubectl-error.ts";
import { dryRunOf } from "../dry-run.ts";
import { resultPrinter } from "../result-printer.ts";
import { isSkipped } from "./pods-to-evict.ts";

const retryDelay = 5 * second;
const pollInterval = second;

/** Evicts pods, all at once, and waits until they are gone. Rejects with what went wrong, when all have been tried. */
export async function evictPods(context: CommandContext, pods: readonly Pod[]): Promise<void> {
  const timeout = context.arguments.duration("timeout");
  const deadline = timeout === 0 ? Number.POSITIVE_INFINITY : context.environment.clock.now() + timeout;
  const errors = await Promise.all(pods.map((pod) => evictOne(context, pod, { deadline, timeout })));
  const messages = errors.flatMap((error) => (error === undefined ? [] : [error]));
  if (messages.length === 1) throw new KubectlError(messages[0]);
  if (messages.length > 1) throw new KubectlError(`[${messages.join(", ")}]`);
}

interface Patience {
  readonly deadline: Milliseconds;
  readonly timeout: Milliseconds;
}

/** Returns what went wrong. A budget that forbids the eviction is asked again every five seconds. */
async function evictOne(context: CommandContext, first: Pod, patience: Patience): Promise<string | undefined> {
  const { clock } = context.environment;
  const serverDryRun = dryRunOf(context.arguments) === "server";
  const about = `pods/"${first.metadata.name}" -n "${first.metadata.namespace}"`;
  let pod = first;
  for (;;) {
    context.print(`evicting pod ${pod.metadata.namespace}/${pod.metadata.name}${serverDryRun ? " (server dry run)" : ""}\n`);
    if (clock.now() >= patience.deadline) return `error when evicting ${about}: global timeout reached: ${formatDuration(patience.timeout)}`;
    try {
      await requestEviction(context, pod);
      break;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.reason === "NotFound") return undefined;
      if (isEnding(error) && pod.metadata.deletionTimestamp !== undefined) break;
      if (error.reason !== "TooManyRequests" && !isEnding(error)) return `error when evicting ${about}: ${error.message}`;
      const what = isEnding(error) ? `pod "${pod.metadata.name}" from terminating namespace "${pod.metadata.namespace}"` : about;
      context.printError(`error when evicting ${what} (will retry after ${formatDuration(retryDelay)}): ${error.message}\n`);
      await clock.sleep(retryDelay);
    }
    pod = (await current(context, pod)) ?? pod;
  }
  return serverDryRun ? undefined : waitUntilGone(context, pod, { patience, operation: "evicted" });
}

/** In a namespace that is being deleted every write is forbidden. */
const isEnding = ({ reason, status }: ApiError) => reason === "Forbidden" && (status.details?.causes ?? []).some((cause) => cause.reason === "NamespaceTerminating");

function requestEviction(context: CommandContext, { metadata: { name, namespace = "" } }: Pod): Promise<unknown> {
  const body = { apiVersion: "policy/v1", kind: "Eviction", metadata: { name, namespace }, deleteOptions: deleteOptions(context) };
  return context.api.request({ method: "POST", path: objectPathOf(Pods, { name, namespace }, "eviction"), body });
}

function deleteOptions({ arguments: given }: CommandContext) {
  const gracePeriodSeconds = given.number("grace-period");
  return { ...(gracePeriodSeconds >= 0 && { gracePeriodSeconds }), ...(dryRunOf(given) === "server" && { dryRun: ["All"] }) };
}

/** The pod as it is now; undefined when it is gone. */
async function current({ api }: CommandContext, { metadata: { name, namespace = "" } }: Pod): Promise<Pod | undefined> {
  try {
    return await api.client.get(Pods, { name, namespace });
  } catch (error) {
    if (error instanceof ApiError) return undefined;
    throw error;
  }
}

interface Waiting {
  readonly patience: Patience;
  /** What is said when the pod is gone. */
  readonly operation: string;
}

async function waitUntilGone(context: CommandContext, pod: Pod, { patience, operation }: Waiting): Promise<string | undefined> {
  const { clock } = context.environment;
  const seconds = context.arguments.number("skip-wait-for-delete-timeout");
  for (;;) {
    const now = await current(context, pod);
    if (now === undefined || now.metadata.uid !== pod.metadata.uid) {
      resultPrinter(context)(pod, operation);
      return undefined;
    }
    if (isSkipped(now, seconds, clock.now())) {
      context.print(`pod "${pod.metadata.name}" has DeletionTimestamp older than ${seconds} seconds, skipping\n`);
      return undefined;
    }
    if (clock.now() >= patience.deadline) return `error when waiting for pod "${pod.metadata.name}" in namespace "${pod.metadata.namespace}" to terminate: global timeout reached: ${formatDuration(patience.timeout)}`;
    await clock.sleep(pollInterval);
  }
}

/** Deletes pods without asking their budgets, and waits until they are gone. */
export async function deletePods(context: CommandContext, pods: readonly Pod[]): Promise<void> {
  const { gracePeriodSeconds } = deleteOptions(context);
  const timeout = context.arguments.duration("timeout");
  const patience = { timeout, deadline: timeout === 0 ? Number.POSITIVE_INFINITY : context.environment.clock.now() + timeout };
  const dryRun = dryRunOf(context.arguments) === "server";
  for (const { metadata: { name, namespace = "" } } of pods) {
    try {
      await context.api.delete(Pods, { name, namespace }, { ...(gracePeriodSeconds !== undefined && { gracePeriodSeconds }), dryRun });
    } catch (error) {
      if (!(error instanceof ApiError) || error.reason !== "NotFound") throw error;
    }
  }
  if (dryRun) return;
  const failures = await Promise.all(pods.map((pod) => waitUntilGone(context, pod, { patience, operation: "deleted" })));
  const failure = failures.find((each) => each !== undefined);
  if (failure !== undefined) throw new KubectlError(failure);
}
