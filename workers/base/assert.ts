/** A broken invariant: the simulation stops, in production too. */
export class AssertionError extends Error {
  override readonly name = "AssertionError";
}

/** Stops the simulation when something that must hold does not. Never use it for a user's mistake. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new AssertionError(message);
}

/** Returns the value, or stops the simulation when it is missing. */
export function present<T>(value: T | undefined | null, message: string): T {
  assert(value !== undefined && value !== null, message);
  return value;
}

/** Closes a switch over a union: a new member that nobody handles fails to compile. */
export function unreachable(value: never): never {
  throw new AssertionError(`unhandled case: ${JSON.stringify(value)}`);
}
