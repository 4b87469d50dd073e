import type { CommandContext } from "./command.ts";
import type { Flag } from "./flag.ts";
import { throwCollected } from "./errors.ts";
import { findObjects, requireResource, selectorFlag } from "./found-objects.ts";
import { changeObjects, type ObjectChange } from "./object-change.ts";
import { printFlags } from "./printers/print-flags.ts";

/** The flags of the `kubectl rollout` commands that change something. */
export const rolloutFlags: readonly Flag[] = [
  ...printFlags,
  selectorFlag,
  { name: "field-manager", type: "string", default: "kubectl-rollout", help: "Name of the manager that the fields are put down to." },
];

/** Changes all objects that the words name. */
export async function rolloutOnObjects(context: CommandContext, change: Omit<ObjectChange, "fieldManager">): Promise<number> {
  requireResource(context.arguments.words);
  const { objects, errors } = await findObjects(context, { path: "kubectl rollout" });
  if (objects.length === 0 && errors.length === 0) {
    context.printError(`No resources found in ${context.namespace} namespace.\n`);
    return 0;
  }
  const failures = await changeObjects(context, objects, { ...change, fieldManager: context.arguments.text("field-manager") });
  throwCollected([...errors, ...failures]);
  return 0;
}
