import type { Milliseconds } from "../../base/units.ts";
import { setCondition } from "../../apimachinery/conditions.ts";
import { formatTime } from "../../apimachinery/timestamp.ts";
import type { NamespaceCondition } from "../../api/generated/core/v1.ts";
import type { Outcome, Remaining } from "./delete-content.ts";

type Conditions = readonly NamespaceCondition[];
type Facts = Pick<NamespaceCondition, "type" | "status" | "reason" | "message">;

/** The namespace's conditions after an attempt to empty it. The same list when nothing changed. */
export function withConditions(conditions: Conditions | undefined, outcome: Outcome, now: Milliseconds): Conditions {
  const time = formatTime(now);
  return conditionsOf(outcome).reduce((list, condition) => setCondition(list, condition, time), conditions ?? []);
}

/** The kinds are compiled in, so that their discovery cannot fail. */
function conditionsOf({ errors, remaining }: Outcome): readonly Facts[] {
  return [
    fine("NamespaceDeletionDiscoveryFailure", "ResourcesDiscovered", "All resources successfully discovered"),
    fine("NamespaceDeletionGroupVersionParsingFailure", "ParsedGroupVersions", "All legacy kube types successfully parsed"),
    errors.length === 0
      ? fine("NamespaceDeletionContentFailure", "ContentDeleted", "All content successfully deleted, may be waiting on finalization")
      : wrong("NamespaceDeletionContentFailure", "ContentDeletionFailed", `Failed to delete all resource types, ${errors.length} remaining: ${errors.join(", ")}`),
    remaining.length === 0
      ? fine("NamespaceContentRemaining", "ContentRemoved", "All content successfully removed")
      : wrong("NamespaceContentRemaining", "SomeResourcesRemain", `Some resources are remaining: ${resourcesText(remaining)}`),
    finalizersCondition(remaining),
  ];
}

const fine = (type: string, reason: string, message: string): Facts => ({ type, status: "False", reason, message });

const wrong = (type: string, reason: string, message: string): Facts => ({ type, status: "True", reason, message });

const resourcesText = (remaining: readonly Remaining[]) =>
  remaining
    .map(({ resource: { plural, group }, count }) => `${plural}.${group} has ${count} resource instances`)
    .sort()
    .join(", ");

function finalizersCondition(remaining: readonly Remaining[]): Facts {
  const counts = new Map<string, number>();
  for (const { finalizers } of remaining) for (const [finalizer, count] of finalizers) counts.set(finalizer, (counts.get(finalizer) ?? 0) + count);
  if (counts.size === 0) return fine("NamespaceFinalizersRemaining", "ContentHasNoFinalizers", "All content-preserving finalizers finished");
  const texts = [...counts].map(([finalizer, count]) => `${finalizer} in ${count} resource instances`).sort();
  return wrong("NamespaceFinalizersRemaining", "SomeFinalizersRemain", `Some content in the namespace has finalizers remaining: ${texts.join(", ")}`);
}
