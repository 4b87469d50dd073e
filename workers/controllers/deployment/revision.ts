import type { KubernetesObject } from "../../apimachinery/object.ts";
import type { Deployment } from "../../api/apps/deployment.ts";
import type { ReplicaSet } from "../../api/apps/replica-set.ts";
import { maxSurge } from "./limits.ts";

export const revisionAnnotation = "deployment.kubernetes.io/revision";
const revisionHistoryAnnotation = "deployment.kubernetes.io/revision-history";
export const desiredReplicasAnnotation = "deployment.kubernetes.io/desired-replicas";
export const maxReplicasAnnotation = "deployment.kubernetes.io/max-replicas";

type Annotations = Readonly<Record<string, string>>;

/** Annotations of a Deployment that say nothing about its ReplicaSets. */
const ownAnnotations = new Set([
  "kubectl.kubernetes.io/last-applied-configuration",
  "deprecated.deployment.rollback.to",
  revisionAnnotation,
  revisionHistoryAnnotation,
  desiredReplicasAnnotation,
  maxReplicasAnnotation,
]);

const longestHistory = 2000;

/** Which rollout brought it into being; 0 when nobody knows. */
export const revisionNumber = ({ metadata }: KubernetesObject): number => Number(metadata.annotations?.[revisionAnnotation] ?? 0) || 0;

/** The number that the next rollout gets. */
export const nextRevision = (old: readonly ReplicaSet[]) => old.reduce((most, replicaSet) => Math.max(most, revisionNumber(replicaSet)), 0) + 1;

/** The annotations that the Deployment's current ReplicaSet should have. The same record when it has them. */
export function currentAnnotations(deployment: Deployment, have: Annotations, revision: number): Annotations {
  return advanceRevision(copied(deployment.metadata.annotations ?? {}, have), revision);
}

function copied(from: Annotations, have: Annotations): Annotations {
  const missing = Object.entries(from).filter(([key, value]) => !ownAnnotations.has(key) && have[key] !== value);
  return missing.length === 0 ? have : { ...have, ...Object.fromEntries(missing) };
}

/** A template that comes back takes the newest revision and remembers those it had. */
function advanceRevision(have: Annotations, revision: number): Annotations {
  const text = have[revisionAnnotation];
  const old = text === undefined || text === "" ? 0 : Number(text);
  if (!Number.isInteger(old) || old >= revision) return have;
  const next = { ...have, [revisionAnnotation]: String(revision) };
  return text === undefined ? next : { ...next, ...history(have[revisionHistoryAnnotation] ?? "", text) };
}

function history(known: string, old: string): Annotations {
  if (known === "") return { [revisionHistoryAnnotation]: old };
  const revisions = [...known.split(","), old];
  while (revisions.length > 1 && revisions.join(",").length > longestHistory) revisions.shift();
  return { [revisionHistoryAnnotation]: revisions.join(",") };
}

/** How large the Deployment was when the ReplicaSet was last scaled: proportional scaling reckons with it. */
export function replicasAnnotations(deployment: Deployment): Annotations {
  const desired = deployment.spec.replicas ?? 1;
  return { [desiredReplicasAnnotation]: String(desired), [maxReplicasAnnotation]: String(desired + maxSurge(deployment)) };
}

/** The number in an annotation, if there is one. */
export function numberIn({ metadata }: ReplicaSet, annotation: string): number | undefined {
  const text = metadata.annotations?.[annotation];
  return text !== undefined && /^-?\d+$/.test(text) ? Number(text) : undefined;
}
