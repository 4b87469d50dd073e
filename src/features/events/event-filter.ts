import type { EventLine } from "../../cluster/events.ts";

export interface EventFilter {
  readonly words: string;
  readonly warningsOnly: boolean;
}

/** Every word must occur somewhere in the line, in any order and case. */
export function shownEvents(lines: readonly EventLine[], { words, warningsOnly }: EventFilter): readonly EventLine[] {
  const wanted = words.toLowerCase().split(/\s+/).filter((word) => word !== "");
  if (wanted.length === 0 && !warningsOnly) return lines;
  return lines.filter((line) => (!warningsOnly || line.warning) && wanted.every((word) => textOf(line).includes(word)));
}

const textOf = ({ reason, kind, name, message, from }: EventLine) => `${reason} ${kind}/${name} ${message} ${from}`.toLowerCase();
