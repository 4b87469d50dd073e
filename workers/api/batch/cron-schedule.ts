import { goQuote } from "../../apimachinery/go-quote.ts";

interface Field {
  readonly least: number;
  readonly most: number;
  readonly names?: readonly string[];
}

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

const fields: readonly Field[] = [
  { least: 0, most: 59 },
  { least: 0, most: 23 },
  { least: 1, most: 31 },
  { least: 1, most: 12, names: months },
  { least: 0, most: 6, names: weekdays },
];

const macros = ["@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"];

/** Why a schedule cannot be read, if it cannot: five fields, a macro or `@every` with a duration. */
export function cronScheduleProblem(schedule: string): string | undefined {
  if (schedule.startsWith("@")) return macroProblem(schedule);
  const parts = schedule.split(/\s+/).filter((part) => part !== "");
  if (parts.length !== fields.length) return `expected exactly 5 fields, found ${parts.length}: [${parts.join(" ")}]`;
  for (const [index, part] of parts.entries()) {
    for (const range of part.split(",")) {
      const problem = rangeProblem(range, fields[index]!);
      if (problem !== undefined) return problem;
    }
  }
  return undefined;
}

function macroProblem(schedule: string): string | undefined {
  if (macros.includes(schedule)) return undefined;
  if (!schedule.startsWith("@every ")) return `unrecognized descriptor: ${schedule}`;
  const duration = schedule.slice("@every ".length);
  return /^(\d+(\.\d*)?(ns|us|µs|ms|s|m|h))+$/.test(duration) ? undefined : `failed to parse duration ${schedule}: time: invalid duration ${goQuote(duration)}`;
}

function rangeProblem(range: string, field: Field): string | undefined {
  const [span = "", step, ...more] = range.split("/");
  if (more.length > 0) return `too many slashes: ${range}`;
  const problem = span === "*" || span === "?" ? undefined : spanProblem(span, step !== undefined, field, range);
  if (problem !== undefined || step === undefined) return problem;
  const size = numberOf(step, field);
  if (typeof size === "string") return size;
  return size === 0 ? `step of range should be a positive number: ${range}` : undefined;
}

function spanProblem(span: string, stepped: boolean, field: Field, range: string): string | undefined {
  const ends = span.split("-");
  if (ends.length > 2) return `too many hyphens: ${range}`;
  const first = numberOf(ends[0] ?? "", field);
  if (typeof first === "string") return first;
  const last = ends.length === 2 ? numberOf(ends[1] ?? "", field) : stepped ? field.most : first;
  if (typeof last === "string") return last;
  if (first < field.least) return `beginning of range (${first}) below minimum (${field.least}): ${range}`;
  if (last > field.most) return `end of range (${last}) above maximum (${field.most}): ${range}`;
  return first > last ? `beginning of range (${first}) beyond end of range (${last}): ${range}` : undefined;
}

/** The number, or why there is none. */
function numberOf(text: string, { names, least }: Field): number | string {
  const named = names?.indexOf(text.toLowerCase()) ?? -1;
  if (named >= 0) return named + least;
  if (/^\d+$/.test(text)) return Number(text);
  return /^-\d+$/.test(text)
    ? `negative number (${text}) not allowed: ${text}`
    : `failed to parse int from ${text}: strconv.Atoi: parsing ${goQuote(text)}: invalid syntax`;
}
