import type { JsonObject } from "../apimachinery/json-value.ts";
import type { KubernetesObject } from "../apimachinery/object.ts";
import type { CommandContext } from "./command.ts";
import { dryRunOf, dryRunSuffix } from "./dry-run.ts";
import { objectName, printerFor } from "./printers/object-printer.ts";

export type ResultPrinter = (object: KubernetesObject, operation: string) => void;

/** Prints what became of an object: `deployment.apps/web scaled`, or the object itself in the format of -o. */
export function resultPrinter({ arguments: given, environment, print }: CommandContext, { tellDryRun = true }: { readonly tellDryRun?: boolean } = {}): ResultPrinter {
  const printer = printerFor({ arguments: given, readFile: environment.readFile });
  const suffix = tellDryRun ? dryRunSuffix(dryRunOf(given)) : "";
  return (object, operation) => {
    const json = object as unknown as JsonObject;
    print(printer === undefined ? `${objectName(json)} ${operation}${suffix}\n` : printer(json));
  };
}
