/**
 * Freezes a JSON value all the way down and returns it. What is frozen already is taken to be frozen
 * below too, so a changed copy that shares structure costs only what changed.
 */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  if (Array.isArray(value)) for (const item of value) deepFreeze(item);
  else for (const key in value) deepFreeze(value[key]);
  return value;
}
