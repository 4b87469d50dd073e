import type { PreFilterPlugin } from "../framework/plugin.ts";
import { skip, unresolvable } from "../framework/status.ts";

/** Refuses pods that claim devices: the API serves no resource claims, and to ignore a claim would be a lie. */
export const dynamicResources: PreFilterPlugin = {
  name: "DynamicResources",

  preFilter({ pod: { spec } }) {
    const [first] = spec.resourceClaims ?? [];
    if (first === undefined) return skip;
    const claim = first.resourceClaimName ?? first.resourceClaimTemplateName ?? first.name;
    return { refusal: unresolvable(`resourceclaim "${claim}" cannot be allocated: dynamic resource allocation is not supported here`) };
  },
};
