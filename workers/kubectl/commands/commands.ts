import type { Command } from "../command.ts";
import { applyCommand } from "./apply.ts";
import { deleteCommand } from "./delete.ts";
import { describeCommand } from "./describe.ts";
import { getCommand } from "./get.ts";
import { rolloutStatusCommand } from "./rollout-status.ts";
import { scaleCommand } from "./scale.ts";

/** Every verb of kubectl. */
export const commands: readonly Command[] = [
  applyCommand,
  deleteCommand,
  describeCommand,
  getCommand,
  rolloutStatusCommand,
  scaleCommand,
];
