import { deepEqual } from "../../base/deep-equal.ts";
import type { Pod, PodCondition, PodStatus } from "../../api/generated/core/v1.ts";

/**
 * The strategic merge patch that turns the status `from` into `to`. Conditions are merged by type, so that
 * what others have written meanwhile stays; addresses are replaced as a whole. Undefined when nothing differs.
 */
export function statusPatch({ metadata: { uid } }: Pod, from: PodStatus, to: PodStatus): unknown {
  const changes: Record<string, unknown> = {};
  const fields = new Set([...Object.keys(from), ...Object.keys(to)]) as ReadonlySet<keyof PodStatus>;
  for (const field of fields) {
    if (field === "conditions" || deepEqual(from[field], to[field])) continue;
    changes[field] = field === "podIPs" || field === "hostIPs" ? [{ $patch: "replace" }, ...(to[field] ?? [])] : (to[field] ?? null);
  }
  const conditions = conditionChanges(from.conditions ?? [], to.conditions ?? []);
  if (conditions.length > 0) changes["conditions"] = conditions;
  if (Object.keys(changes).length === 0) return undefined;
  return { metadata: { uid }, status: changes };
}

function conditionChanges(from: readonly PodCondition[], to: readonly PodCondition[]): readonly unknown[] {
  const before = new Map(from.map((condition) => [condition.type, condition]));
  const after = new Set(to.map(({ type }) => type));
  const changed = to.filter((condition) => !deepEqual(before.get(condition.type), condition));
  const removed = from.filter(({ type }) => !after.has(type));
  return [...changed.map((condition) => withRemovals(before.get(condition.type), condition)), ...removed.map(({ type }) => ({ $patch: "delete", type }))];
}

/** A merge keeps what the new condition leaves out, so fields that are gone have to be named. */
function withRemovals(from: PodCondition | undefined, to: PodCondition): Record<string, unknown> {
  const patch: Record<string, unknown> = { ...to };
  for (const field of Object.keys(from ?? {}) as (keyof PodCondition)[]) if (to[field] === undefined) patch[field] = null;
  return patch;
}
