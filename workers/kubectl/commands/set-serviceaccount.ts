import type { Command } from "../command.ts";
import { KubectlError } from "../kubectl-error.ts";
import { changePodSpec } from "../pod-spec-change.ts";
import { setFlags, setOnObjects } from "../set-flags.ts";

export const setServiceAccountCommand: Command = {
  name: "set serviceaccount",
  aliases: ["set sa"],
  summary: "Update the service account of a resource",
  usage: "set serviceaccount (TYPE NAME | TYPE/NAME) SERVICE_ACCOUNT",
  examples: `  # Let the pods of a deployment run as serviceaccount1
  kubectl set serviceaccount deployment nginx serviceaccount1`,
  flags: setFlags,
  writes: true,

  async run(context) {
    const words = context.arguments.words;
    const account = words.at(-1);
    if (account === undefined) throw new KubectlError("serviceaccount is required");
    return setOnObjects(context, words.slice(0, -1), {
      changed: (object) => changePodSpec(object, (spec) => ({ ...spec, serviceAccountName: account, ...(spec.serviceAccount !== undefined && { serviceAccount: account }) })),
      operation: "serviceaccount updated",
      failure: "failed to patch ServiceAccountName",
    });
  },
};
