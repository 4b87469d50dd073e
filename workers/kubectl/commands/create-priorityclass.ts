import type { Command } from "../command.ts";
import { createGenerated, generatorFlags, nameOf } from "../generate/create-generated.ts";

export const createPriorityClassCommand: Command = {
  name: "create priorityclass",
  aliases: ["create pc"],
  summary: "Create a priority class with the specified name",
  usage: "create priorityclass NAME --value=VALUE --global-default=BOOL [--dry-run=server|client|none]",
  examples: 'kubectl create priorityclass high --value=1000 --description="for what must run"',
  writes: true,
  flags: [
    ...generatorFlags,
    { name: "value", type: "integer", default: "0", help: "The priority of its pods." },
    { name: "global-default", type: "boolean", help: "Pods without a class get this one." },
    { name: "description", type: "string", help: "When this class should be used." },
    { name: "preemption-policy", type: "string", default: "PreemptLowerPriority", help: "Never, or PreemptLowerPriority." },
  ],

  async run(context) {
    const { arguments: given } = context;
    const name = nameOf(context, "create priorityclass");
    const description = given.text("description");
    const draft = {
      apiVersion: "scheduling.k8s.io/v1",
      ...(description !== "" && { description }),
      ...(given.flag("global-default") && { globalDefault: true }),
      kind: "PriorityClass",
      metadata: { name },
      preemptionPolicy: given.text("preemption-policy"),
      value: given.number("value"),
    };
    return createGenerated(context, draft, { namespaced: false, failure: "priorityclass" });
  },
};
