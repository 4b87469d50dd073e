/** POSIX signals that programs here send and catch, with Linux' numbers. */
const signalNumbers = {
  HUP: 1,
  INT: 2,
  QUIT: 3,
  ABRT: 6,
  KILL: 9,
  USR1: 10,
  SEGV: 11,
  USR2: 12,
  PIPE: 13,
  ALRM: 14,
  TERM: 15,
  CHLD: 17,
  CONT: 18,
  STOP: 19,
  WINCH: 28,
} as const;

export type Signal = keyof typeof signalNumbers;

/** Signals whose default is to do nothing. */
const ignoredByDefault: ReadonlySet<Signal> = new Set<Signal>(["CHLD", "CONT", "WINCH"]);

/** Does the signal end a process that has no handler for it? */
export function terminatesByDefault(signal: Signal): boolean {
  return !ignoredByDefault.has(signal);
}

/** What a shell reports of a process that a signal ended. */
export function exitCodeOf(signal: Signal): number {
  return 128 + signalNumbers[signal];
}

/** Reads "SIGTERM", "TERM", "term" or "15". */
export function parseSignal(text: string): Signal | undefined {
  const name = text.toUpperCase().replace(/^SIG/, "");
  if (name in signalNumbers) return name as Signal;
  const number = Number(text);
  return (Object.keys(signalNumbers) as Signal[]).find((signal) => signalNumbers[signal] === number);
}
