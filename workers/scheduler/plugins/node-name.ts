import type { FilterPlugin } from "../framework/plugin.ts";
import { fits, skip, unresolvable } from "../framework/status.ts";

const refusal = unresolvable("node(s) didn't match the requested node name");

/** Keeps a pod that names its node off all others. */
export const nodeName: FilterPlugin = {
  name: "NodeName",
  wakesUpOn: [{ on: ["Node/Add"], node: ({ pod: { spec } }, { after }) => spec.nodeName === undefined || spec.nodeName === after?.metadata.name }],

  preFilter({ pod: { spec } }) {
    return (spec.nodeName ?? "") === "" ? skip : { state: undefined };
  },

  filter({ pod: { spec } }, { name }) {
    return spec.nodeName === name ? fits : refusal;
  },
};
