import { hour, minute, second, type Milliseconds } from "../base/units.ts";

/** An age as kubectl prints it: two or three significant figures, such as `5m30s`, `3d4h` or `2y45d`. */
export function humanDuration(duration: Milliseconds): string {
  const seconds = Math.trunc(duration / second);
  if (seconds < -1) return "<invalid>";
  if (seconds < 0) return "0s";
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.trunc(duration / minute);
  if (minutes < 10) return pair(minutes, "m", seconds % 60, "s");
  if (minutes < 180) return `${minutes}m`;
  return humanHours(Math.trunc(duration / hour), minutes % 60);
}

/** An age with one unit only, such as `5m` or `3d`. */
export function shortHumanDuration(duration: Milliseconds): string {
  const seconds = Math.trunc(duration / second);
  if (seconds < -1) return "<invalid>";
  if (seconds < 0) return "0s";
  if (seconds < 60) return `${seconds}s`;
  if (duration < hour) return `${Math.trunc(duration / minute)}m`;
  const hours = Math.trunc(duration / hour);
  if (hours < 24) return `${hours}h`;
  return hours < 24 * 365 ? `${Math.trunc(hours / 24)}d` : `${Math.trunc(hours / 24 / 365)}y`;
}

function humanHours(hours: number, minutes: number): string {
  const days = Math.trunc(hours / 24);
  const years = Math.trunc(days / 365);
  if (hours < 8) return pair(hours, "h", minutes, "m");
  if (hours < 48) return `${hours}h`;
  if (days < 8) return pair(days, "d", hours % 24, "h");
  if (years < 2) return `${days}d`;
  return years < 8 ? pair(years, "y", days % 365, "d") : `${years}y`;
}

const pair = (large: number, largeUnit: string, small: number, smallUnit: string) =>
  small === 0 ? `${large}${largeUnit}` : `${large}${largeUnit}${small}${smallUnit}`;
