import { deepEqual } from "../base/deep-equal.ts";

export type ConditionStatus = "True" | "False" | "Unknown";

/** What every kind of condition has in common. */
export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: string;
}

/** The condition of a type. */
export const findCondition = <C extends { readonly type: string }>(conditions: readonly C[] | undefined, type: string): C | undefined =>
  conditions?.find((condition) => condition.type === type);

/** Is the condition there and True? */
export const isConditionTrue = (conditions: readonly { readonly type: string; readonly status: string }[] | undefined, type: string) =>
  findCondition(conditions, type)?.status === "True";

/**
 * Puts a condition in place of the one with its type, or at the end. `lastTransitionTime` moves to `now` only
 * when the status changes. Nothing changed means that the same list comes back.
 */
export function setCondition<C extends Condition>(conditions: readonly C[] | undefined, next: C, now: string): readonly C[] {
  const list = conditions ?? [];
  const index = list.findIndex((condition) => condition.type === next.type);
  const previous = list[index];
  if (previous === undefined) return [...list, { ...next, lastTransitionTime: next.lastTransitionTime ?? now }];

  const lastTransitionTime = previous.status === next.status ? previous.lastTransitionTime : (next.lastTransitionTime ?? now);
  const changed = { ...previous, ...next, lastTransitionTime };
  return deepEqual(previous, changed) ? list : list.with(index, changed);
}

/** The conditions without the one of a type; the same list if there is none. */
export function removeCondition<C extends { readonly type: string }>(conditions: readonly C[] | undefined, type: string): readonly C[] {
  const list = conditions ?? [];
  return list.some((condition) => condition.type === type) ? list.filter((condition) => condition.type !== type) : list;
}
