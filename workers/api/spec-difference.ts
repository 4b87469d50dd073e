import { deepEqual } from "../base/deep-equal.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Shows how two versions of an immutable part differ, field by field: what was under `-`, what should be under `+`. */
export function specDifference(previous: object, object: object): string {
  const before = previous as Fields;
  const after = object as Fields;
  const changed = Object.keys({ ...before, ...after }).filter((field) => !deepEqual(before[field], after[field]));
  return changed.flatMap((field) => [...fieldLines("-", field, before[field]), ...fieldLines("+", field, after[field])]).join("\n");
}

function fieldLines(sign: string, field: string, value: unknown): readonly string[] {
  const text = value === undefined ? "null" : (JSON.stringify(value, null, 1) ?? "null");
  const name = field.charAt(0).toUpperCase() + field.slice(1);
  return `"${name}": ${text}`.split("\n").map((line) => `${sign} ${line}`);
}
