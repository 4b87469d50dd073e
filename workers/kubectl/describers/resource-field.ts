import { milliValue, value } from "../../apimachinery/quantity.ts";
import type { Container, ResourceFieldSelector } from "../../api/generated/core/v1.ts";

/** The amount that a resource field of the downward API stands for, in units of its divisor, rounded up. */
export function resourceFieldText({ resource, divisor }: ResourceFieldSelector, { resources }: Container): string {
  const [kind = "", name = ""] = splitOnce(resource);
  const amount = (kind === "limits" ? resources?.limits : kind === "requests" ? resources?.requests : undefined)?.[name] ?? "0";
  const unit = divisor === undefined || value(divisor) === 0 ? "1" : divisor;
  const count = name === "cpu" ? Math.ceil(milliValue(amount) / milliValue(unit)) : Math.ceil(value(amount) / value(unit));
  return count === 0 && (resource === "limits.cpu" || resource === "limits.memory") ? "node allocatable" : String(count);
}

function splitOnce(text: string): readonly string[] {
  const dot = text.indexOf(".");
  return dot < 0 ? [text] : [text.slice(0, dot), text.slice(dot + 1)];
}
