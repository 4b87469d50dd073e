import type { PreEnqueuePlugin } from "../framework/plugin.ts";
import { fits, unresolvable } from "../framework/status.ts";

/** Keeps pods out of the queue until all their scheduling gates are gone. */
export const schedulingGates: PreEnqueuePlugin = {
  name: "SchedulingGates",
  wakesUpOn: [{ on: ["TargetPod/UpdateSchedulingGatesEliminated"], pod: (waiting, { after }) => waiting.uid === after?.uid }],

  preEnqueue({ pod: { spec } }) {
    const gates = spec.schedulingGates ?? [];
    return gates.length === 0 ? fits : unresolvable(`waiting for scheduling gates: [${gates.map(({ name }) => name).join(" ")}]`);
  },
};
