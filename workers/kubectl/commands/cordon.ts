import type { Command } from "../command.ts";
import { cordonFlags, nodesFor, setSchedulable } from "../node-scheduling.ts";

export const cordonCommand: Command = {
  name: "cordon",
  summary: "Mark node as unschedulable",
  usage: "cordon NODE",
  examples: `  # Mark node "foo" as unschedulable
  kubectl cordon foo`,
  flags: cordonFlags,
  writes: true,
  async run(context) {
    await setSchedulable(context, await nodesFor(context, "cordon NODE"), false);
    return 0;
  },
};
