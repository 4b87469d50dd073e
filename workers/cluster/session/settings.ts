import type { SessionRecord, SessionSettings } from "../../protocol/session.ts";

export const isRecord = (source: SessionSettings | SessionRecord): source is SessionRecord => "inputs" in source;

export const settingsOf = (source: SessionSettings | SessionRecord): SessionSettings => (isRecord(source) ? source.settings : source);
