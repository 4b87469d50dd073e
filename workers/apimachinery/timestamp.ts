import type { Milliseconds } from "../base/units.ts";
import { FormatError } from "./format-error.ts";
import { goQuote } from "./go-quote.ts";

const dayLength = 86_400_000;
const shape = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:[.,](\d+))?(Z|[+-]\d{2}:\d{2})$/;

/** Writes a `Time`: seconds only, as in `2026-04-22T10:00:00Z`. */
export function formatTime(time: Milliseconds): string {
  return `${formatSeconds(time)}Z`;
}

/** Writes a `MicroTime`: always six digits, as in `2026-04-22T10:00:00.123456Z`. */
export function formatMicroTime(time: Milliseconds): string {
  const microseconds = Math.floor((time - Math.floor(time / 1000) * 1000) * 1000);
  return `${formatSeconds(time)}.${pad(microseconds, 6)}Z`;
}

/** Reads an RFC 3339 time of either kind, in any zone; throws a FormatError for anything else. */
export function parseTime(text: string): Milliseconds {
  if (text !== lastRead.text) lastRead = { text, time: parseAnew(text) };
  return lastRead.time;
}

/** The times in one object are mostly the same, so the last reading is kept. */
let lastRead: { readonly text: string | undefined; readonly time: Milliseconds } = { text: undefined, time: Number.NaN };

function parseAnew(text: string): Milliseconds {
  const parts = shape.exec(text);
  if (parts === null) throw new FormatError(unreadable(text));
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1, 7).map(Number);
  const outOfRange = rangeError([year, month, day, hour, minute, second]);
  if (outOfRange !== undefined) throw new FormatError(`parsing time ${goQuote(text)}: ${outOfRange} out of range`);

  const fraction = parts[7] === undefined ? 0 : Number(`0.${parts[7]}`) * 1000;
  const seconds = (hour * 60 + minute) * 60 + second;
  return daysFromCivil(year, month, day) * dayLength + seconds * 1000 + fraction - zoneOffset(parts[8] ?? "Z");
}

/** The reading of `parseTime`, or undefined where there is none. */
export function tryParseTime(text: string | undefined): Milliseconds | undefined {
  return text !== undefined && shape.test(text) ? parseTime(text) : undefined;
}

/** The calendar in UTC, for schedules and log lines. */
export function civilTime(time: Milliseconds) {
  const days = Math.floor(time / dayLength);
  const seconds = Math.floor((time - days * dayLength) / 1000);
  return {
    ...civilFromDays(days),
    hour: Math.floor(seconds / 3600),
    minute: Math.floor(seconds / 60) % 60,
    second: seconds % 60,
    /** 0 is Sunday. */
    weekday: (((days + 4) % 7) + 7) % 7,
  };
}

/** Days since 1970-01-01 of a date in the Gregorian calendar. */
export function daysFromCivil(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468;
}

/** Years are counted from March, so that the leap day comes last and needs no special case. */
function civilFromDays(days: number) {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day: dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1 };
}

/** Most writes of one instant fall into the same second, so the last text is kept. */
let lastSecond = Number.NaN;
let lastText = "";

function formatSeconds(time: Milliseconds): string {
  const second = Math.floor(time / 1000);
  if (second === lastSecond) return lastText;
  const at = civilTime(second * 1000);
  lastText = `${pad(at.year, 4)}-${pad(at.month, 2)}-${pad(at.day, 2)}T${pad(at.hour, 2)}:${pad(at.minute, 2)}:${pad(at.second, 2)}`;
  lastSecond = second;
  return lastText;
}

const pad = (number: number, digits: number) => String(number).padStart(digits, "0");

function zoneOffset(zone: string): number {
  if (zone === "Z") return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6));
  return (zone.startsWith("-") ? -minutes : minutes) * 60_000;
}

function rangeError([year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0]: readonly number[]): string | undefined {
  if (month < 1 || month > 12) return "month";
  if (day < 1 || day > daysIn(year, month)) return "day";
  if (hour > 23) return "hour";
  if (minute > 59) return "minute";
  return second > 59 ? "second" : undefined;
}

function daysIn(year: number, month: number): number {
  if (month !== 2) return [4, 6, 9, 11].includes(month) ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}

const layout = [
  ["2006", /^\d{4}/], ["-", /^-/], ["01", /^\d{2}/], ["-", /^-/], ["02", /^\d{2}/], ["T", /^T/], ["15", /^\d{2}/],
  [":", /^:/], ["04", /^\d{2}/], [":", /^:/], ["05", /^\d{2}(?:[.,]\d+)?/], ["Z07:00", /^(?:Z|[+-]\d{2}:\d{2})/],
] as const;

/** Says, as Go does, which part of the layout the text fails at. */
function unreadable(text: string): string {
  let rest = text;
  for (const [element, pattern] of layout) {
    const match = pattern.exec(rest);
    if (match === null) return `parsing time ${goQuote(text)} as "2006-01-02T15:04:05Z07:00": cannot parse ${goQuote(rest)} as ${goQuote(element)}`;
    rest = rest.slice(match[0].length);
  }
  return `parsing time ${goQuote(text)}: extra text: ${goQuote(rest)}`;
}
