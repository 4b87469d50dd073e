import { createdAtColumn, nameColumn } from "../columns.ts";
import { changeField, mapShared, type Part, withDefaults } from "../defaulting.ts";
import { defineResource } from "../define-resource.ts";
import type { LimitRange, LimitRangeItem } from "../generated/core/v1.ts";
import { validateLimitRange } from "./limit-range-validation.ts";

export type { LimitRange } from "../generated/core/v1.ts";

/** Bounds and defaults for what pods, containers and claims of a namespace may ask for. */
export const LimitRanges = defineResource<LimitRange>({
  group: "",
  version: "v1",
  kind: "LimitRange",
  plural: "limitranges",
  shortNames: ["limits"],
  scope: "Namespaced",

  defaults: (draft) => changeField(withDefaults(draft, { spec: {} }), "spec", (spec) => changeField(spec, "limits", (limits) => mapShared(limits, defaultLimit))),
  validate: validateLimitRange,

  columns: [nameColumn, createdAtColumn],
});

/** For containers: who states a most limits to it, who states a limit asks for it, and else for the least. */
function defaultLimit(limit: Part<LimitRangeItem>): Part<LimitRangeItem> {
  if (limit.type !== "Container") return limit;
  const defaults = withDefaults(limit.default ?? {}, limit.max ?? {});
  const requests = withDefaults(withDefaults(limit.defaultRequest ?? {}, defaults), limit.min ?? {});
  return {
    ...limit,
    ...(Object.keys(defaults).length > 0 && { default: defaults }),
    ...(Object.keys(requests).length > 0 && { defaultRequest: requests }),
  };
}
