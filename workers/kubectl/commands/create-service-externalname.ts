import type { Command } from "../command.ts";
import { requireFlags } from "../generate/create-generated.ts";
import { createService, serviceFlags } from "../generate/service-generator.ts";

export const createServiceExternalNameCommand: Command = {
  name: "create service externalname",
  aliases: ["create svc externalname"],
  summary: "Create an ExternalName service",
  usage: "create service externalname NAME --external-name external.name [--dry-run=server|client|none]",
  examples: "kubectl create service externalname search --external-name search.example.com",
  writes: true,
  flags: [...serviceFlags, { name: "external-name", type: "string", help: "The name outside of the cluster." }],

  async run(context) {
    requireFlags(context, "external-name");
    return createService(context, "ExternalName", { externalName: context.arguments.text("external-name") });
  },
};
