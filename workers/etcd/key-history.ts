import type { KeyValue } from "./key-value.ts";

/** A version that is no longer current; `value` is undefined where the key was deleted. */
interface PastVersion {
  readonly revision: number;
  readonly value: KeyValue | undefined;
}

/** What one key was, at every revision that is still remembered. */
export class KeyHistory {
  current: KeyValue | undefined;
  /** The revision of `current`, or of the deletion. */
  revision = 0;
  #past: PastVersion[] | undefined;

  write(revision: number, value: KeyValue | undefined): void {
    if (this.revision > 0) (this.#past ??= []).push({ revision: this.revision, value: this.current });
    this.revision = revision;
    this.current = value;
  }

  at(revision: number): KeyValue | undefined {
    if (this.revision <= revision) return this.current;
    return this.#past?.findLast((version) => version.revision <= revision)?.value;
  }

  /** Every remembered version, oldest first. */
  versions(): readonly KeyValue[] {
    const past = (this.#past ?? []).flatMap(({ value }) => (value === undefined ? [] : [value]));
    return this.current === undefined ? past : [...past, this.current];
  }

  /** Forgets what cannot be seen at `revision` or later. Says whether nothing is left. */
  compact(revision: number): boolean {
    if (this.revision <= revision) {
      this.#past = undefined;
      return this.current === undefined;
    }
    const past = this.#past;
    if (past === undefined) return false;
    const oldest = past.findLastIndex((version) => version.revision <= revision);
    if (oldest < 0) return false;
    const kept = past.slice(past[oldest]!.value === undefined ? oldest + 1 : oldest);
    this.#past = kept.length === 0 ? undefined : kept;
    return false;
  }
}
