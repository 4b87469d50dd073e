import type { Command } from "../command.ts";
import { cordonFlags, nodesFor, setSchedulable } from "../node-scheduling.ts";

export const uncordonCommand: Command = {
  name: "uncordon",
  summary: "Mark node as schedulable",
  usage: "uncordon NODE",
  examples: `  # Mark node "foo" as schedulable
  kubectl uncordon foo`,
  flags: cordonFlags,
  writes: true,
  async run(context) {
    await setSchedulable(context, await nodesFor(context, "uncordon NODE"), true);
    return 0;
  },
};
