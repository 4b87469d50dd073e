import { second, type Milliseconds } from "../../base/units.ts";
import type { KubernetesObject } from "../../apimachinery/object.ts";
import { ApiError } from "../../apimachinery/status.ts";
import { parseTime } from "../../apimachinery/timestamp.ts";
import type { Namespace } from "../../api/core/namespace.ts";
import { type Pod, Pods } from "../../api/core/pod.ts";
import type { AnyResource } from "../../api/resource.ts";
import type { Client } from "../../client/client.ts";
import { isPodTerminal } from "../framework/pod-state.ts";

/** What an attempt to empty a namespace came to. */
export interface Outcome {
  readonly errors: readonly string[];
  /** How long what remains may need to go; 0 when nothing remains. */
  readonly estimateSeconds: number;
  /** What is still there. */
  readonly remaining: readonly Remaining[];
}

export interface Remaining {
  readonly resource: AnyResource;
  readonly count: number;
  /** How many of the objects wait for each finalizer. */
  readonly finalizers: ReadonlyMap<string, number>;
}

export interface ContentToDelete {
  readonly client: Client;
  readonly namespace: Namespace;
  readonly resources: readonly AnyResource[];
  readonly now: Milliseconds;
}

/** Long enough for the controllers that own the finalizers, usually. */
const finalizerEstimateSeconds = 15;

/** Deletes all objects of the namespace: pods first, so that no policy or secret vanishes under what still runs. */
export async function deleteAllContent(content: ContentToDelete): Promise<Outcome> {
  const pods = await outcomeOf(content, Pods as unknown as AnyResource);
  if (pods.remaining.length > 0) return pods;
  const others = content.resources.filter(({ scope, plural, group }) => scope === "Namespaced" && !(plural === "pods" && group === ""));
  const outcomes = [pods];
  for (const resource of others) outcomes.push(await outcomeOf(content, resource));
  return {
    errors: outcomes.flatMap(({ errors }) => errors),
    estimateSeconds: Math.max(...outcomes.map(({ estimateSeconds }) => estimateSeconds)),
    remaining: outcomes.flatMap(({ remaining }) => remaining),
  };
}

async function outcomeOf(content: ContentToDelete, resource: AnyResource): Promise<Outcome> {
  try {
    return await deleteKind(content, resource);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { errors: [error.message], estimateSeconds: 0, remaining: [] };
  }
}

async function deleteKind({ client, namespace, now }: ContentToDelete, resource: AnyResource): Promise<Outcome> {
  const scope = { namespace: namespace.metadata.name };
  const before = (await client.list(resource, scope)).items;
  if (before.length === 0) return { errors: [], estimateSeconds: 0, remaining: [] };

  const grace = isPods(resource) ? graceLeft(before as readonly Pod[], namespace, now) : 0;
  await client.deleteCollection(resource, scope, { propagationPolicy: "Background" });
  const after = (await client.list(resource, scope)).items;
  const remaining = after.length === 0 ? [] : [{ resource, count: after.length, finalizers: countFinalizers(after) }];
  if (grace > 0 || after.length === 0) return { errors: [], estimateSeconds: grace, remaining };
  if (after.some(({ metadata }) => (metadata.finalizers ?? []).length > 0)) return { errors: [], estimateSeconds: finalizerEstimateSeconds, remaining };
  const { group, version, plural } = resource;
  const error = `unexpected items still remain in namespace: ${scope.namespace} for gvr: ${group}/${version}, Resource=${plural}`;
  return { errors: [error], estimateSeconds: 0, remaining };
}

const isPods = ({ group, plural }: AnyResource) => group === "" && plural === "pods";

/** The longest time that a pod may still take to end. */
function graceLeft(pods: readonly Pod[], { metadata }: Namespace, now: Milliseconds): number {
  const elapsed = Math.floor((now - parseTime(metadata.deletionTimestamp ?? "")) / second);
  const running = pods.filter((pod) => !isPodTerminal(pod));
  return running.reduce((most, { spec }) => Math.max(most, (spec.terminationGracePeriodSeconds ?? 30) - elapsed), 0);
}

function countFinalizers(objects: readonly KubernetesObject[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { metadata } of objects) for (const finalizer of metadata.finalizers ?? []) counts.set(finalizer, (counts.get(finalizer) ?? 0) + 1);
  return counts;
}
