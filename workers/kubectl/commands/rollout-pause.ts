import type { KubernetesObject } from "../../apimachinery/object.ts";
import type { Deployment } from "../../api/generated/apps/v1.ts";
import type { Command } from "../command.ts";
import { ObjectRefused } from "../object-change.ts";
import { rolloutFlags, rolloutOnObjects } from "../rollout-flags.ts";

export const rolloutPauseCommand: Command = {
  name: "rollout pause",
  summary: "Mark the provided resource as paused",
  usage: "rollout pause RESOURCE",
  examples: `  # Updates of the deployment have no effect until it is resumed
  kubectl rollout pause deployment/nginx`,
  flags: rolloutFlags,
  writes: true,
  run: (context) => rolloutOnObjects(context, { changed: paused, operation: "paused", failure: "failed to patch" }),
};

function paused(object: KubernetesObject): KubernetesObject {
  if (object.kind !== "Deployment") throw new ObjectRefused("pausing is not supported", true);
  const { spec, ...rest } = object as unknown as Deployment;
  if (spec.paused === true) throw new ObjectRefused("is already paused", true);
  return { ...rest, spec: { ...spec, paused: true } } as unknown as KubernetesObject;
}
