import type { Command } from "../command.ts";
import { KubectlError } from "../kubectl-error.ts";
import { changeMetadata, metadataFlags } from "../metadata-change.ts";
import { readPairs, splitPairs } from "../resource-pairs.ts";

export const annotateCommand: Command = {
  name: "annotate",
  summary: "Update the annotations on a resource",
  usage: "annotate [--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N [--resource-version=version]",
  examples: `  # Give a pod the annotation 'description'
  kubectl annotate pods foo description='my frontend'

  # Change an annotation that the pod has already
  kubectl annotate --overwrite pods foo description='my frontend running nginx'

  # Take an annotation away
  kubectl annotate pods foo description-`,
  flags: metadataFlags("annotate", "annotations"),
  writes: true,

  async run(context) {
    const { resources, pairs } = splitPairs(context.arguments.words, "annotation");
    const changes = readPairs(pairs, "annotation", true);
    const both = changes.remove.filter((key) => Object.hasOwn(changes.set, key));
    if (both.length > 0) throw new KubectlError(`can not both modify and remove the following annotation(s) in the same command: ${both.join(", ")}`);
    return changeMetadata(context, { field: "annotations", what: "annotation", resources, changes, operation: () => "annotated" });
  },
};
