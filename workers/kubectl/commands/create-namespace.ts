import type { Command } from "../command.ts";
import { createGenerated, generatorFlags, nameOf } from "../generate/create-generated.ts";

export const createNamespaceCommand: Command = {
  name: "create namespace",
  aliases: ["create ns"],
  summary: "Create a namespace with the specified name",
  usage: "create namespace NAME [--dry-run=server|client|none]",
  examples: "kubectl create namespace team-a",
  writes: true,
  flags: generatorFlags,

  async run(context) {
    const name = nameOf(context, "create namespace");
    return createGenerated(context, { apiVersion: "v1", kind: "Namespace", metadata: { name }, spec: {}, status: {} }, { namespaced: false });
  },
};
