import { encodeBase64 } from "../../api/base64.ts";
import type { Command } from "../command.ts";
import { KubectlError } from "../kubectl-error.ts";
import { createGenerated, generatorFlags, nameOf } from "../generate/create-generated.ts";
import { dataFlags, readData } from "../generate/key-values.ts";

export const createSecretGenericCommand: Command = {
  name: "create secret generic",
  summary: "Create a secret from a local file, directory, or literal value",
  usage: "create secret generic NAME [--type=string] [--from-file=[key=]source] [--from-literal=key1=value1] [--dry-run=server|client|none]",
  examples: "kubectl create secret generic database --from-literal=user=admin --from-literal=password=secret",
  writes: true,
  flags: [
    ...generatorFlags,
    ...dataFlags,
    { name: "type", type: "string", help: "The type of the secret." },
    { name: "append-hash", type: "boolean", help: "Append a hash of the content to the name. Not supported here." },
  ],

  async run(context) {
    const { arguments: given } = context;
    const name = nameOf(context, "create secret generic");
    if (given.flag("append-hash")) throw new KubectlError("--append-hash is not supported by this kubectl");
    const texts = Object.entries(readData(context, `Secret ${JSON.stringify(name)}`));
    const data = Object.fromEntries(texts.map(([key, value]) => [key, encodeBase64(value)]));
    return createGenerated(context, {
      apiVersion: "v1",
      ...(texts.length > 0 && { data }),
      kind: "Secret",
      metadata: { name },
      ...(given.text("type") !== "" && { type: given.text("type") }),
    }, { failure: "secret" });
  },
};
