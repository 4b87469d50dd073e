import type { Command } from "../command.ts";
import { KubectlError } from "../kubectl-error.ts";
import { createGenerated, generatorFlags, nameOf } from "../generate/create-generated.ts";
import { dataFlags, readData } from "../generate/key-values.ts";

export const createConfigMapCommand: Command = {
  name: "create configmap",
  aliases: ["create cm"],
  summary: "Create a config map from a local file, directory or literal value",
  usage: "create configmap NAME [--from-file=[key=]source] [--from-literal=key1=value1] [--dry-run=server|client|none]",
  examples: `# From values
kubectl create configmap settings --from-literal=color=blue --from-literal=size=large

# From a file
kubectl create configmap pages --from-file=index.html`,
  writes: true,
  flags: [...generatorFlags, ...dataFlags, { name: "append-hash", type: "boolean", help: "Append a hash of the content to the name. Not supported here." }],

  async run(context) {
    const name = nameOf(context, "create configmap");
    if (context.arguments.flag("append-hash")) throw new KubectlError("--append-hash is not supported by this kubectl");
    const data = readData(context, `ConfigMap ${JSON.stringify(name)}`);
    return createGenerated(context, { apiVersion: "v1", ...(Object.keys(data).length > 0 && { data }), kind: "ConfigMap", metadata: { name } }, { failure: "configmap" });
  },
};
