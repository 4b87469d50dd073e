import { formatQuantity } from "../../apimachinery/quantity.ts";
import type { LimitRange, LimitRangeItem } from "../../api/generated/core/v1.ts";
import { defineDescriber } from "./describer.ts";
import type { Description } from "./description.ts";

const titles = ["Resource", "Min", "Max", "Default Request", "Default Limit", "Max Limit/Request Ratio"];

export const limitRangeDescriber = defineDescriber<LimitRange>({
  group: "",
  kind: "LimitRange",
  async describe(range, _context, into) {
    into.field("Name", range.metadata.name).field("Namespace", range.metadata.namespace ?? "");
    into.titles(["Type", ...titles], 0);
    for (const item of range.spec.limits) writeItem(into, item, "");
  },
});

/** All limits of a namespace in one table. */
export function writeLimitRanges(into: Description, ranges: readonly LimitRange[]): void {
  if (ranges.length === 0) {
    into.line("No LimitRange resource.");
    return;
  }
  into.line("Resource Limits").row([" Type", ...titles]).row([" ----", ...titles.map((title) => "-".repeat(title.length))]);
  for (const { spec } of ranges) for (const item of spec.limits) writeItem(into, item, " ");
}

function writeItem(into: Description, { type, min, max, default: limit, defaultRequest, maxLimitRequestRatio: ratio }: LimitRangeItem, indent: string): void {
  const columns = [min, max, defaultRequest, limit, ratio];
  const names = new Set(columns.flatMap((amounts) => Object.keys(amounts ?? {})));
  for (const name of [...names].sort()) {
    const amounts = columns.map((column) => (column?.[name] === undefined ? "-" : formatQuantity(column[name])));
    into.row([`${indent}${type}`, name, ...amounts]);
  }
}
