import type { Command } from "../command.ts";
import { createGenerated, generatorFlags, nameOf } from "../generate/create-generated.ts";

export const createServiceAccountCommand: Command = {
  name: "create serviceaccount",
  aliases: ["create sa"],
  summary: "Create a service account with the specified name",
  usage: "create serviceaccount NAME [--dry-run=server|client|none]",
  examples: "kubectl create serviceaccount builder",
  writes: true,
  flags: generatorFlags,

  async run(context) {
    return createGenerated(context, { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: nameOf(context, "create serviceaccount") } }, { failure: "serviceaccount" });
  },
};
