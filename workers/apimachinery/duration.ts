import type { Milliseconds } from "../base/units.ts";
import { FormatError } from "./format-error.ts";
import { goQuote } from "./go-quote.ts";

const unitNanoseconds: Readonly<Record<string, number>> = {
  ns: 1, us: 1e3, "µs": 1e3, "μs": 1e3, ms: 1e6, s: 1e9, m: 60e9, h: 3600e9,
};
const largest = 2 ** 63;

/** Reads a duration such as `1h30m`, `1.5s` or `-300ms`; throws a FormatError for anything else. */
export function parseDuration(text: string): Milliseconds {
  const negative = text.startsWith("-");
  const body = negative || text.startsWith("+") ? text.slice(1) : text;
  if (body === "0") return 0;
  if (body === "") throw invalid(text);

  let total = 0;
  for (let rest = body; rest !== "";) {
    const term = readTerm(rest, text);
    total += term.nanoseconds;
    if (total >= largest) throw invalid(text);
    rest = rest.slice(term.length);
  }
  return (negative ? -total : total) / 1e6;
}

/** Writes a duration the way Go does: `1h0m0s`, `1m30s`, `1.5s`, `300ms`. */
export function formatDuration(duration: Milliseconds): string {
  const nanoseconds = Math.round(Math.abs(duration) * 1e6);
  if (nanoseconds === 0) return "0s";
  return (duration < 0 ? "-" : "") + (nanoseconds < 1e9 ? formatSubsecond(nanoseconds) : formatSeconds(nanoseconds));
}

function readTerm(rest: string, whole: string) {
  const [, integer = "", dot, fraction = ""] = /^(\d*)(\.)?(\d*)/.exec(rest) ?? [];
  if (integer === "" && fraction === "") throw invalid(whole);
  const number = integer.length + (dot === undefined ? 0 : 1) + fraction.length;
  const unit = /^[^.\d]*/.exec(rest.slice(number))?.[0] ?? "";
  if (unit === "") throw new FormatError(`time: missing unit in duration ${goQuote(whole)}`);
  const scale = Object.hasOwn(unitNanoseconds, unit) ? unitNanoseconds[unit] : undefined;
  if (scale === undefined) throw new FormatError(`time: unknown unit ${goQuote(unit)} in duration ${goQuote(whole)}`);
  const nanoseconds = Number(integer || "0") * scale + Math.trunc(Number(`0.${fraction || "0"}`) * scale);
  return { nanoseconds, length: number + unit.length };
}

const invalid = (text: string) => new FormatError(`time: invalid duration ${goQuote(text)}`);

function formatSubsecond(nanoseconds: number): string {
  if (nanoseconds < 1e3) return `${nanoseconds}ns`;
  if (nanoseconds < 1e6) return `${withFraction(nanoseconds, 1e3, 3)}µs`;
  return `${withFraction(nanoseconds, 1e6, 6)}ms`;
}

function formatSeconds(nanoseconds: number): string {
  const minutes = Math.floor(nanoseconds / 60e9);
  const seconds = `${withFraction(nanoseconds - minutes * 60e9, 1e9, 9)}s`;
  if (minutes === 0) return seconds;
  return minutes < 60 ? `${minutes}m${seconds}` : `${Math.floor(minutes / 60)}h${minutes % 60}m${seconds}`;
}

function withFraction(amount: number, unit: number, places: number): string {
  const fraction = String(amount % unit).padStart(places, "0").replace(/0+$/, "");
  const whole = String(Math.floor(amount / unit));
  return fraction === "" ? whole : `${whole}.${fraction}`;
}
