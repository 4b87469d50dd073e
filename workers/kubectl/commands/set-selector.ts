import { FormatError } from "../../apimachinery/format-error.ts";
import { type LabelSelector, parseToLabelSelector } from "../../apimachinery/labels.ts";
import type { Service } from "../../api/generated/core/v1.ts";
import type { KubernetesObject } from "../../apimachinery/object.ts";
import type { Command } from "../command.ts";
import { KubectlError } from "../kubectl-error.ts";
import { setFlags, setOnObjects } from "../set-flags.ts";

export const setSelectorCommand: Command = {
  name: "set selector",
  summary: "Set the selector on a resource",
  usage: "set selector (TYPE NAME | TYPE/NAME) EXPRESSIONS",
  examples: `  # Let a service select other pods
  kubectl set selector service web 'app=web,track=stable'`,
  flags: setFlags,
  writes: true,

  async run(context) {
    const words = context.arguments.words;
    const last = words.at(-1);
    if (last === undefined) throw new KubectlError("one selector is required");
    const selector = readSelector(last);
    return setOnObjects(context, words.slice(0, -1), { changed: (object) => withSelector(object, selector), operation: "selector updated", unchanged: "selector updated", failure: "failed to patch selector" });
  },
};

function readSelector(text: string): LabelSelector {
  try {
    return parseToLabelSelector(text);
  } catch (error) {
    if (error instanceof FormatError) throw new KubectlError(error.message);
    throw error;
  }
}

function withSelector(object: KubernetesObject, { matchLabels = {}, matchExpressions = [] }: LabelSelector): KubernetesObject {
  if (object.kind !== "Service") throw new KubectlError("setting a selector is only supported for Services");
  if (matchExpressions.length > 0) throw new KubectlError(`match expression ${JSON.stringify(matchExpressions)} not supported on this object`);
  const service = object as unknown as Service;
  return { ...service, spec: { ...service.spec, selector: matchLabels } } as unknown as KubernetesObject;
}
