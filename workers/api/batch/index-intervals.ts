import { goQuote } from "../../apimachinery/go-quote.ts";

export interface IndexIntervals {
  readonly intervals: readonly (readonly [first: number, last: number])[];
  /** How many indices they hold together. */
  readonly count: number;
  /** Why the text cannot be read, if it cannot. */
  readonly problem?: string;
}

/** Reads indices as a Job writes them: `1,3-5,7`. */
export function indexIntervals(text: string, completions: number): IndexIntervals {
  const intervals: (readonly [number, number])[] = [];
  let count = 0;
  if (text === "") return { intervals, count };
  for (const part of text.split(",")) {
    const ends = part.split("-");
    const problem = problemOf(part, ends, completions, intervals.at(-1)?.[1]);
    if (problem !== undefined) return { intervals: [], count: 0, problem };
    const interval = [Number(ends[0]), Number(ends.at(-1))] as const;
    intervals.push(interval);
    count += interval[1] - interval[0] + 1;
  }
  return { intervals, count };
}

function problemOf(part: string, ends: readonly string[], completions: number, last: number | undefined): string | undefined {
  if (ends.length > 2) return `the fragment ${goQuote(part)} violates the requirement that an index interval can have at most two parts separated by '-'`;
  const unreadable = ends.find((end) => !/^\d+$/.test(end));
  if (unreadable !== undefined) return `cannot convert string to integer for index: ${goQuote(unreadable)}`;
  const [first, end] = [Number(ends[0]), Number(ends.at(-1))];
  if (end >= completions || first >= completions) return `too large index: ${goQuote(String(Math.max(first, end)))}`;
  if (last !== undefined && first <= last) return `non-increasing order, previous: ${last}, current: ${first}`;
  return ends.length === 2 && first >= end ? `non-increasing order, previous: ${first}, current: ${end}` : undefined;
}
