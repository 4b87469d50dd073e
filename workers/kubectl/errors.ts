/** A mistake in how a command was called: printed with the way to its help. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** The command has said what there is to say; only its exit code is left. */
export class SilentExit extends Error {
  override readonly name = "SilentExit";
  readonly exitCode: number;

  constructor(exitCode: number) {
    super(`exit ${exitCode}`);
    this.exitCode = exitCode;
  }
}

/** Several things went wrong, each on its own. */
export class ManyErrors extends Error {
  override readonly name = "ManyErrors";
  readonly errors: readonly unknown[];

  constructor(errors: readonly unknown[]) {
    super(`${errors.length} errors`);
    this.errors = errors;
  }
}

/** Throws what was collected, always as several errors: even a single one is then printed without `error: ` in front. */
export function throwTogether(errors: readonly unknown[]): void {
  const all = errors.flatMap((error) => (error instanceof ManyErrors ? error.errors : [error]));
  if (all.length > 0) throw new ManyErrors(all);
}

/** Throws what was collected: nothing, the one error, or all of them together. */
export function throwCollected(errors: readonly unknown[]): void {
  const all = errors.flatMap((error) => (error instanceof ManyErrors ? error.errors : [error]));
  if (all.length === 1) throw all[0];
  if (all.length > 1) throw new ManyErrors(all);
}
