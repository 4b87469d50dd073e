import { parseToLabelSelector } from "../../apimachinery/labels.ts";
import type { Command } from "../command.ts";
import { KubectlError } from "../kubectl-error.ts";
import { createGenerated, generatorFlags, nameOf, requireFlags } from "../generate/create-generated.ts";

export const createPodDisruptionBudgetCommand: Command = {
  name: "create poddisruptionbudget",
  aliases: ["create pdb"],
  summary: "Create a pod disruption budget with the specified name",
  usage: "create poddisruptionbudget NAME --selector=SELECTOR --min-available=N [--dry-run=server|client|none]",
  examples: "kubectl create pdb web --selector=app=web --min-available=1",
  writes: true,
  flags: [
    ...generatorFlags,
    { name: "selector", type: "string", help: "Which pods are protected." },
    { name: "min-available", type: "string", help: "How many of them must stay, as a number or a percentage." },
    { name: "max-unavailable", type: "string", help: "How many of them may go, as a number or a percentage." },
  ],

  async run(context) {
    requireFlags(context, "selector");
    const { arguments: given } = context;
    const name = nameOf(context, "create poddisruptionbudget");
    const [minimum, maximum] = [given.text("min-available"), given.text("max-unavailable")];
    if (minimum === "" && maximum === "") throw new KubectlError("one of min-available or max-unavailable must be specified");
    if (minimum !== "" && maximum !== "") throw new KubectlError("min-available and max-unavailable cannot be both specified");
    const limit = minimum === "" ? { maxUnavailable: intOrString(maximum) } : { minAvailable: intOrString(minimum) };
    const status = { currentHealthy: 0, desiredHealthy: 0, disruptionsAllowed: 0, expectedPods: 0 };
    return createGenerated(context, { apiVersion: "policy/v1", kind: "PodDisruptionBudget", metadata: { name }, spec: { ...limit, selector: parseToLabelSelector(given.text("selector")) }, status }, { failure: "poddisruptionbudget" });
  },
};

const intOrString = (text: string) => (/^\d+$/.test(text) ? Number(text) : text);
