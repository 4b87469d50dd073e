import { ApiError } from "../../apimachinery/status.ts";

/** Waits for a write and puts up with a refusal for one of the reasons: undefined then. */
export async function ignoring<T>(reasons: readonly string[], write: Promise<T>): Promise<T | undefined> {
  try {
    return await write;
  } catch (error) {
    if (error instanceof ApiError && reasons.includes(error.reason)) return undefined;
    throw error;
  }
}

/** Deleting what is gone, or reading it: undefined. */
export const ignoringNotFound = <T>(request: Promise<T>) => ignoring(["NotFound"], request);
