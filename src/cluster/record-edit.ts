import type { SessionRecord, SessionSettings } from "../../workers/protocol/session.ts";

/** The same session up to an earlier moment: later inputs have not happened. */
export function rewoundTo(record: SessionRecord, at: number): SessionRecord {
  return { ...record, inputs: record.inputs.filter((input) => input.at <= at), until: Math.min(record.until, at) };
}

/** The session just before its last input, or undefined when nobody did anything yet. */
export function withoutLastInput(record: SessionRecord): SessionRecord | undefined {
  const last = record.inputs.at(-1);
  return last === undefined ? undefined : { ...record, inputs: record.inputs.slice(0, -1), until: last.at };
}

export const isRecord = (value: SessionRecord | SessionSettings): value is SessionRecord => "settings" in value;
