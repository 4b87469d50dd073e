import { labelValueErrors } from "../../apimachinery/names.ts";
import type { Command } from "../command.ts";
import { KubectlError } from "../kubectl-error.ts";
import { goQuote } from "../../apimachinery/go-quote.ts";
import { changeMetadata, metadataFlags } from "../metadata-change.ts";
import { type KeyChanges, splitPairs } from "../resource-pairs.ts";

export const labelCommand: Command = {
  name: "label",
  summary: "Update the labels on a resource",
  usage: "label [--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N [--resource-version=version]",
  examples: `  # Give a pod the label 'unhealthy' with the value 'true'
  kubectl label pods foo unhealthy=true

  # Change a label that the pod has already
  kubectl label --overwrite pods foo status=unhealthy

  # Take the label 'bar' away
  kubectl label pods foo bar-`,
  flags: metadataFlags("label", "labels"),
  writes: true,

  async run(context) {
    const { resources, pairs } = splitPairs(context.arguments.words, "label");
    return changeMetadata(context, { field: "labels", what: "label", resources, changes: readLabels(pairs), operation: labelOperation });
  },
};

function readLabels(pairs: readonly string[]): KeyChanges {
  const set: Record<string, string> = {};
  const remove: string[] = [];
  for (const pair of pairs) {
    const parts = pair.split("=");
    if (parts.length > 2) throw new KubectlError(`invalid label spec: ${pair}`);
    const [key = "", value] = parts;
    if (value === undefined) {
      remove.push(pair.slice(0, -1));
      continue;
    }
    const errors = labelValueErrors(value);
    if (errors.length > 0) throw new KubectlError(`invalid label value: ${goQuote(pair)}: ${errors.join(";")}`);
    set[key] = value;
  }
  if (remove.some((key) => Object.hasOwn(set, key))) throw new KubectlError("can not both modify and remove a label in the same command");
  return { set, remove };
}

function labelOperation(added: number, removed: number): string {
  if (added > 0 && removed > 0) return "modified";
  if (added > 0) return "labeled";
  return removed > 0 ? "unlabeled" : "not labeled";
}
