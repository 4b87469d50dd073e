import type { Command } from "../command.ts";
import { annotateCommand } from "./annotate.ts";
import { applyCommand } from "./apply.ts";
import { autoscaleCommand } from "./autoscale.ts";
import { cordonCommand } from "./cordon.ts";
import { deleteCommand } from "./delete.ts";
import { describeCommand } from "./describe.ts";
import { drainCommand } from "./drain.ts";
import { explainCommand } from "./explain.ts";
import { getCommand } from "./get.ts";
import { labelCommand } from "./label.ts";
import { logsCommand } from "./logs.ts";
import { rolloutHistoryCommand } from "./rollout-history.ts";
import { rolloutPauseCommand } from "./rollout-pause.ts";
import { rolloutRestartCommand } from "./rollout-restart.ts";
import { rolloutResumeCommand } from "./rollout-resume.ts";
import { rolloutStatusCommand } from "./rollout-status.ts";
import { rolloutUndoCommand } from "./rollout-undo.ts";
import { scaleCommand } from "./scale.ts";
import { setEnvCommand } from "./set-env.ts";
import { setImageCommand } from "./set-image.ts";
import { setResourcesCommand } from "./set-resources.ts";
import { setSelectorCommand } from "./set-selector.ts";
import { setServiceAccountCommand } from "./set-serviceaccount.ts";
import { taintCommand } from "./taint.ts";
import { topNodeCommand, topPodCommand } from "./top.ts";
import { uncordonCommand } from "./uncordon.ts";

/** Every verb of kubectl. */
export const commands: readonly Command[] = [
  annotateCommand,
  applyCommand,
  autoscaleCommand,
  cordonCommand,
  deleteCommand,
  describeCommand,
  drainCommand,
  explainCommand,
  getCommand,
  labelCommand,
  logsCommand,
  rolloutHistoryCommand,
  rolloutPauseCommand,
  rolloutRestartCommand,
  rolloutResumeCommand,
  rolloutStatusCommand,
  rolloutUndoCommand,
  scaleCommand,
  setEnvCommand,
  setImageCommand,
  setResourcesCommand,
  setSelectorCommand,
  setServiceAccountCommand,
  taintCommand,
  topNodeCommand,
  topPodCommand,
  uncordonCommand,
];
