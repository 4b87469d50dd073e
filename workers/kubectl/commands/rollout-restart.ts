import type { KubernetesObject } from "../../apimachinery/object.ts";
import { formatTime } from "../../apimachinery/timestamp.ts";
import type { Deployment } from "../../api/generated/apps/v1.ts";
import type { Command } from "../command.ts";
import { ObjectRefused } from "../object-change.ts";
import { rolloutFlags, rolloutOnObjects } from "../rollout-flags.ts";

const annotation = "kubectl.kubernetes.io/restartedAt";
const restartable = ["Deployment", "DaemonSet", "StatefulSet"];

export const rolloutRestartCommand: Command = {
  name: "rollout restart",
  summary: "Restart a resource",
  usage: "rollout restart RESOURCE",
  examples: `  # Restart a deployment
  kubectl rollout restart deployment/nginx

  # Restart the deployments of a label
  kubectl rollout restart deployment --selector=app=nginx`,
  flags: rolloutFlags,
  writes: true,
  run: (context) => rolloutOnObjects(context, { changed: (object) => restarted(object, formatTime(context.environment.clock.now())), operation: "restarted", failure: "failed to patch" }),
};

/** A note in the template makes it differ, and so all pods are replaced. */
function restarted(object: KubernetesObject, now: string): KubernetesObject {
  if (!restartable.includes(object.kind)) throw new ObjectRefused("restarting is not supported", true);
  const { spec, ...rest } = object as unknown as Deployment;
  if (spec.paused === true) throw new ObjectRefused("can't restart paused deployment (run rollout resume first)", true);
  const { metadata } = spec.template;
  const template = { ...spec.template, metadata: { ...metadata, annotations: { ...metadata?.annotations, [annotation]: now } } };
  return { ...rest, spec: { ...spec, template } } as unknown as KubernetesObject;
}
