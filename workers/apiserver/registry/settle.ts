/**
 * Makes a JSON value final, all the way down: fields that are undefined go, as they would on the wire, and
 * everything is frozen. What is frozen already is final already, so a changed copy costs only what changed.
 */
export function settle<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  return Object.freeze(Array.isArray(value) ? settleItems(value as unknown[]) : settleFields(value as Record<string, unknown>)) as T;
}

function settleItems(items: unknown[]): unknown[] {
  for (let index = 0; index < items.length; index++) {
    const item = items[index];
    const settled = settle(item);
    if (settled !== item) items[index] = settled;
  }
  return items;
}

function settleFields(fields: Record<string, unknown>): Record<string, unknown> {
  let complete = true;
  for (const key in fields) {
    const field = fields[key];
    if (field === undefined) complete = false;
    const settled = settle(field);
    if (settled !== field) fields[key] = settled;
  }
  return complete ? fields : withoutUndefined(fields);
}

/** Deleting from an object makes reading it slow, so the fields that stay are copied. */
function withoutUndefined(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const key in fields) if (fields[key] !== undefined) kept[key] = fields[key];
  return kept;
}
