import type { CommandContext } from "./command.ts";
import type { Flag } from "./flag.ts";
import { KubectlError } from "./kubectl-error.ts";
import { dryRunFlag } from "./dry-run.ts";
import { throwCollected } from "./errors.ts";
import { selectorFlag } from "./found-objects.ts";
import { filenameFlags } from "./manifest/read-files.ts";
import { changeObjects, type ObjectChange } from "./object-change.ts";
import { printFlags } from "./printers/print-flags.ts";
import { selectObjects } from "./selected-objects.ts";

/** The flags of every `kubectl set`. */
export const setFlags: readonly Flag[] = [
  ...printFlags,
  ...filenameFlags,
  dryRunFlag,
  selectorFlag,
  { name: "all", type: "boolean", help: "Select all resources of the given types in the namespace." },
  { name: "field-manager", type: "string", default: "kubectl-set", help: "Name of the manager that the fields are put down to." },
];

export const containersFlag: Flag = { name: "containers", short: "c", type: "string", default: "*", help: "Names of the containers to change; may have wildcards." };

/** Changes the objects that a `kubectl set` names. */
export async function setOnObjects(context: CommandContext, resources: readonly string[], change: Omit<ObjectChange, "fieldManager">): Promise<number> {
  const { arguments: given } = context;
  if (given.flag("all") && given.text("selector") !== "") throw new KubectlError("cannot set --all and --selector at the same time");
  const { objects, errors } = await selectObjects(context, { path: "kubectl set", words: resources, all: given.flag("all") });
  throwCollected(errors);
  throwCollected(await changeObjects(context, objects, { ...change, fieldManager: given.text("field-manager") }));
  return 0;
}

/** Does a name fit a pattern in which a star stands for anything? */
export function fitsPattern(name: string, pattern: string): boolean {
  if (pattern === "*" || pattern === "") return true;
  const source = pattern.split("*").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join(".*");
  return new RegExp(`^${source}$`).test(name);
}
