/** Reads a preference; a page without storage (a sandboxed frame) simply has none. */
export function readPreference(name: string): string | undefined {
  try {
    return globalThis.localStorage?.getItem(`kubarium.${name}`) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a preference where the browser lets us. */
export function writePreference(name: string, value: string): void {
  try {
    globalThis.localStorage?.setItem(`kubarium.${name}`, value);
  } catch {
    // A sandboxed frame has no storage, and a preference is not worth an error.
  }
}
