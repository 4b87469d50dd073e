import { civilTime, tryParseTime } from "../../apimachinery/timestamp.ts";
import { humanDuration } from "../../apimachinery/human-duration.ts";
import type { Milliseconds } from "../../base/units.ts";

const weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** A time as RFC 1123 writes it, in UTC: `Wed, 22 Apr 2026 10:00:00 +0000`. A time that is not set is Go's zero time. */
export function timeText(time: string | undefined): string {
  const instant = tryParseTime(time);
  if (instant === undefined) return "Mon, 01 Jan 0001 00:00:00 +0000";
  const { year, month, day, hour, minute, second, weekday } = civilTime(instant);
  return `${weekdays[weekday]}, ${two(day)} ${months[month - 1]} ${String(year).padStart(4, "0")} ${two(hour)}:${two(minute)}:${two(second)} +0000`;
}

const two = (number: number) => String(number).padStart(2, "0");

/** How long ago it was. */
export function sinceText(time: string | undefined, now: Milliseconds): string {
  const instant = tryParseTime(time);
  return instant === undefined ? "<unknown>" : humanDuration(now - instant);
}
