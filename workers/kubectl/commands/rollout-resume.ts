import type { KubernetesObject } from "../../apimachinery/object.ts";
import type { Deployment } from "../../api/generated/apps/v1.ts";
import type { Command } from "../command.ts";
import { ObjectRefused } from "../object-change.ts";
import { rolloutFlags, rolloutOnObjects } from "../rollout-flags.ts";

export const rolloutResumeCommand: Command = {
  name: "rollout resume",
  summary: "Resume a paused resource",
  usage: "rollout resume RESOURCE",
  examples: `  # Resume an already paused deployment
  kubectl rollout resume deployment/nginx`,
  flags: rolloutFlags,
  writes: true,
  run: (context) => rolloutOnObjects(context, { changed: resumed, operation: "resumed", failure: "failed to patch" }),
};

function resumed(object: KubernetesObject): KubernetesObject {
  if (object.kind !== "Deployment") throw new ObjectRefused("resuming is not supported", true);
  const { spec, ...rest } = object as unknown as Deployment;
  if (spec.paused !== true) throw new ObjectRefused("is not paused", true);
  const { paused: _paused, ...others } = spec;
  return { ...rest, spec: others } as unknown as KubernetesObject;
}
