import { AssertionError } from "../base/assert.ts";

/** Is it a mistake in this program, rather than something that went wrong in the cluster? Then nothing may go on. */
export const isDefect = (error: unknown): boolean =>
  !(error instanceof Error) || error instanceof AssertionError || error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError;

/** The error, unless it is a defect: that is thrown on. */
export function expected(error: unknown): Error {
  if (isDefect(error)) throw error;
  return error as Error;
}
