const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** An age in at most two units, as kubectl writes it: "45s", "5m30s", "3d4h". */
export function age(milliseconds: number): string {
  const time = Math.max(0, milliseconds);
  if (time < 2 * minute) return `${Math.trunc(time / second)}s`;
  if (time < 10 * minute) return pair([Math.trunc(time / minute), "m"], [Math.trunc((time % minute) / second), "s"]);
  if (time < 3 * hour) return `${Math.trunc(time / minute)}m`;
  if (time < 8 * hour) return pair([Math.trunc(time / hour), "h"], [Math.trunc((time % hour) / minute), "m"]);
  if (time < 2 * day) return `${Math.trunc(time / hour)}h`;
  if (time < 8 * day) return pair([Math.trunc(time / day), "d"], [Math.trunc((time % day) / hour), "h"]);
  return `${Math.trunc(time / day)}d`;
}

const pair = ([large, largeUnit]: [number, string], [small, smallUnit]: [number, string]) =>
  small === 0 ? `${large}${largeUnit}` : `${large}${largeUnit}${small}${smallUnit}`;

/** Time since the session began, for a clock face: "0:07.3", "12:40.0", "1:02:03.4". */
export function clockFace(milliseconds: number): string {
  const time = Math.max(0, milliseconds);
  const hours = Math.trunc(time / hour);
  const minutes = Math.trunc((time % hour) / minute);
  const seconds = Math.trunc((time % minute) / second);
  const tenths = Math.trunc((time % second) / 100);
  const tail = `${two(seconds)}.${tenths}`;
  return hours === 0 ? `${minutes}:${tail}` : `${hours}:${two(minutes)}:${tail}`;
}

/** A short span with one decimal where it matters: "240 ms", "2.3 s", "1 min 12 s". */
export function span(milliseconds: number): string {
  if (milliseconds < second) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 10 * second) return `${(milliseconds / second).toFixed(1)} s`;
  if (milliseconds < minute) return `${Math.round(milliseconds / second)} s`;
  const rest = Math.round((milliseconds % minute) / second);
  return rest === 0 ? `${Math.trunc(milliseconds / minute)} min` : `${Math.trunc(milliseconds / minute)} min ${rest} s`;
}

const two = (value: number) => String(value).padStart(2, "0");
