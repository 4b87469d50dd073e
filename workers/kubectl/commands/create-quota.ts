import type { Command, CommandContext } from "../command.ts";
import { KubectlError } from "../kubectl-error.ts";
import { createGenerated, generatorFlags, nameOf } from "../generate/create-generated.ts";

export const createQuotaCommand: Command = {
  name: "create quota",
  aliases: ["create resourcequota"],
  summary: "Create a quota with the specified name",
  usage: "create quota NAME [--hard=key1=value1,key2=value2] [--scopes=Scope1,Scope2] [--dry-run=server|client|none]",
  examples: "kubectl create quota team --hard=cpu=1,memory=1G,pods=2",
  writes: true,
  flags: [
    ...generatorFlags,
    { name: "hard", type: "string", help: "Pairs of a resource and its limit." },
    { name: "scopes", type: "string", help: "Which objects are counted." },
  ],

  async run(context) {
    const name = nameOf(context, "create quota");
    const scopes = context.arguments.text("scopes");
    const hard = hardLimits(context);
    const spec = { ...(Object.keys(hard).length > 0 && { hard }), ...(scopes !== "" && { scopes: scopes.split(",") }) };
    return createGenerated(context, { apiVersion: "v1", kind: "ResourceQuota", metadata: { name }, spec, status: {} }, { failure: "quota" });
  },
};

function hardLimits({ arguments: given }: CommandContext): Readonly<Record<string, string>> {
  const text = given.text("hard");
  const pairs = text === "" ? [] : text.split(",").map((pair) => pair.split("="));
  for (const pair of pairs) if (pair.length !== 2) throw new KubectlError(`Invalid argument syntax ${pair.join("=")}, expected <resource>=<value>`);
  return Object.fromEntries(pairs) as Readonly<Record<string, string>>;
}
