import type { Milliseconds } from "../base/units.ts";

const day = 86_400_000;

export interface CivilTime {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  /** 1 to 31. */
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  /** 1 to 366. */
  readonly dayOfYear: number;
}

/** The parts of an instant in UTC, by counting days (proleptic Gregorian calendar). */
export function civilTime(at: Milliseconds): CivilTime {
  const days = Math.floor(at / day);
  const rest = at - days * day;
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365);
  const dayOfShiftedYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfShiftedYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  const dayOfMonth = dayOfShiftedYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  return {
    year,
    month,
    day: dayOfMonth,
    hour: Math.floor(rest / 3_600_000),
    minute: Math.floor(rest / 60_000) % 60,
    second: Math.floor(rest / 1000) % 60,
    millisecond: rest % 1000,
    weekday: (((days + 4) % 7) + 7) % 7,
    dayOfYear: dayOfYear(year, month, dayOfMonth),
  };
}

/** 2026-01-31T10:00:00.123000000Z: how the kubelet stamps log lines. */
export function logTimestamp(at: Milliseconds): string {
  const { year, month, day: date, hour, minute, second, millisecond } = civilTime(at);
  return `${year}-${two(month)}-${two(date)}T${two(hour)}:${two(minute)}:${two(second)}.${three(millisecond)}000000Z`;
}

export const weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"] as const;
export const months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"] as const;

/** Formats like strftime, in UTC. Unknown letters stay as they are. */
export function formatTime(at: Milliseconds, format: string): string {
  const time = civilTime(at);
  return format.replace(/%-?([a-zA-Z%])/g, (whole, letter: string) => {
    const text = field(time, letter, at);
    if (text === undefined) return whole;
    return whole.startsWith("%-") ? text.replace(/^[0 ]+(?=\d)/, "") : text;
  });
}

/** 10/Oct/2026:13:55:36 +0000: the stamp of web servers' access logs. */
export function accessLogTime(at: Milliseconds): string {
  return formatTime(at, "%d/%b/%Y:%H:%M:%S +0000");
}

/** Tue, 10 Oct 2026 13:55:36 GMT: the stamp of HTTP headers. */
export function httpDate(at: Milliseconds): string {
  return formatTime(at, "%a, %d %b %Y %H:%M:%S GMT");
}

function field(time: CivilTime, letter: string, at: Milliseconds): string | undefined {
  switch (letter) {
    case "Y": return `${time.year}`;
    case "y": return two(time.year % 100);
    case "m": return two(time.month);
    case "d": return two(time.day);
    case "e": return `${time.day}`.padStart(2, " ");
    case "H": return two(time.hour);
    case "I": return two(time.hour % 12 === 0 ? 12 : time.hour % 12);
    case "M": return two(time.minute);
    case "S": return two(time.second);
    case "N": return `${three(time.millisecond)}000000`;
    case "j": return `${time.dayOfYear}`.padStart(3, "0");
    case "p": return time.hour < 12 ? "AM" : "PM";
    case "a": return weekdays[time.weekday]!.slice(0, 3);
    case "A": return weekdays[time.weekday];
    case "b":
    case "h": return months[time.month - 1]!.slice(0, 3);
    case "B": return months[time.month - 1];
    case "F": return `${time.year}-${two(time.month)}-${two(time.day)}`;
    case "T": return `${two(time.hour)}:${two(time.minute)}:${two(time.second)}`;
    case "R": return `${two(time.hour)}:${two(time.minute)}`;
    case "D": return `${two(time.month)}/${two(time.day)}/${two(time.year % 100)}`;
    case "u": return `${time.weekday === 0 ? 7 : time.weekday}`;
    case "w": return `${time.weekday}`;
    case "s": return `${Math.floor(at / 1000)}`;
    case "Z": return "UTC";
    case "z": return "+0000";
    case "n": return "\n";
    case "t": return "\t";
    case "%": return "%";
    default: return undefined;
  }
}

const daysBefore = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334] as const;

function dayOfYear(year: number, month: number, date: number): number {
  const leap = month > 2 && ((year % 4 === 0 && year % 100 !== 0) || year % 400 === 0);
  return daysBefore[month - 1]! + date + (leap ? 1 : 0);
}

function two(value: number): string {
  return `${value}`.padStart(2, "0");
}

function three(value: number): string {
  return `${value}`.padStart(3, "0");
}
