import type { Milliseconds } from "../base/units.ts";

export type Severity = "info" | "warning" | "error";

export interface LogLine {
  readonly at: Milliseconds;
  readonly component: string;
  readonly severity: Severity;
  readonly message: string;
}

/** Where a component writes what it does. Its lines become the log of its container. */
export interface Log {
  info(message: string): void;
  warning(message: string): void;
  error(message: string): void;
}

/** A log that hands each line to `write`. */
export function createLog(component: string, now: () => Milliseconds, write: (line: LogLine) => void): Log {
  const line = (severity: Severity) => (message: string) => write({ at: now(), component, severity, message });
  return { info: line("info"), warning: line("warning"), error: line("error") };
}

/** For places that nobody reads. */
export const silentLog: Log = { info() {}, warning() {}, error() {} };
