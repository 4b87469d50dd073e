import type { JsonObject } from "../../apimachinery/json-value.ts";
import { applyStrategicMergePatch } from "../../apimachinery/patch/strategic-merge-patch.ts";
import { ApiError } from "../../apimachinery/status.ts";
import type { ControllerRevision, Deployment, ReplicaSet } from "../../api/generated/apps/v1.ts";
import type { PodTemplateSpec } from "../../api/generated/core/v1.ts";
import { definitionName } from "../../api/schema.ts";
import { typeSchema } from "../../api/type-schema.ts";
import { deepEqual } from "../../base/deep-equal.ts";
import type { Command, CommandContext } from "../command.ts";
import { KubectlError } from "../kubectl-error.ts";
import { withoutHash } from "../deployment-replica-sets.ts";
import { Description } from "../describers/description.ts";
import { writePodTemplate } from "../describers/pod-template-section.ts";
import { dryRunFlag, dryRunOf } from "../dry-run.ts";
import { throwCollected } from "../errors.ts";
import { findObjects, type FoundObject, referenceOf, requireResource, selectorFlag, tryEach } from "../found-objects.ts";
import { printFlags } from "../printers/print-flags.ts";
import { resultPrinter } from "../result-printer.ts";
import { type Revision, revisionsOf } from "../rollout-history.ts";
import { noHistory, revisionAnnotation } from "../rollout-status.ts";

export const rolloutUndoCommand: Command = {
  name: "rollout undo",
  summary: "Undo a previous rollout",
  usage: "rollout undo (TYPE NAME | TYPE/NAME) [flags]",
  examples: `  # Roll back to the previous revision
  kubectl rollout undo deployment/abc

  # Roll back to revision 3
  kubectl rollout undo daemonset/abc --to-revision=3`,
  flags: [...printFlags, dryRunFlag, selectorFlag, { name: "to-revision", type: "integer", default: "0", help: "The revision to roll back to; 0 is the one before the last." }],
  writes: true,

  async run(context) {
    requireResource(context.arguments.words);
    const { objects, errors } = await findObjects(context, { path: "kubectl rollout undo" });
    throwCollected([...errors, ...(await tryEach(objects, (found) => undo(context, found)))]);
    return 0;
  },
};

const lastApplied = "kubectl.kubernetes.io/last-applied-configuration";

async function undo(context: CommandContext, found: FoundObject): Promise<void> {
  const { object, resource } = found;
  if (object.metadata.annotations?.[lastApplied] !== undefined) {
    context.printError(
      `Warning: resource ${resource.plural}${resource.group === "" ? "" : `.${resource.group}`}/${object.metadata.name} was previously managed with 'kubectl apply'. ` +
        `Rolling back will not update the ${lastApplied} annotation, which may cause unexpected behavior on future 'kubectl apply' operations. ` +
        "Consider using 'kubectl apply' with your previous configuration file instead.\n",
    );
  }
  if (!undoable.includes(`${resource.group}/${resource.kind}`)) throw noHistory(object, "rollbacker");
  const target = await targetRevision(context, found);
  resultPrinter(context)(object, await rollBack(context, found, target));
}

const undoable = ["apps/Deployment", "apps/DaemonSet", "apps/StatefulSet"];

async function targetRevision({ arguments: given, api }: CommandContext, found: FoundObject): Promise<Revision> {
  const wanted = given.number("to-revision");
  const revisions = await revisionsOf(found, api.client);
  if (wanted !== 0) {
    const target = wanted < 0 ? undefined : revisions.find(({ number }) => number === wanted);
    if (target === undefined) throw new KubectlError(`unable to find specified revision ${wanted} in history`);
    return target;
  }
  const previous = revisions.at(-2);
  if (previous !== undefined) return previous;
  throw new KubectlError(found.object.kind === "Deployment" ? `no rollout history found for deployment "${found.object.metadata.name}"` : "no last revision to roll back to");
}

/** Returns what is said of the object. */
async function rollBack(context: CommandContext, found: FoundObject, target: Revision): Promise<string> {
  const dryRun = dryRunOf(context.arguments);
  if (dryRun === "client") return templateText(target.template);
  const isDeployment = found.object.kind === "Deployment";
  if (isDeployment && (found.object as unknown as Deployment).spec.paused === true) {
    throw new KubectlError("you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again");
  }
  const wanted = context.arguments.number("to-revision");
  if (isDeployment ? isCurrentTemplate(found, target) : isCurrentRevision(found, target)) return `skipped rollback (current template already matches revision ${wanted})`;
  const patch = isDeployment ? deploymentPatch(found, target.keeper as ReplicaSet) : { type: "strategic" as const, body: (target.keeper as ControllerRevision).data };
  try {
    await context.api.patch(found.resource, referenceOf(found), patch, { ...(dryRun === "server" && { dryRun: true }) });
  } catch (error) {
    if (error instanceof ApiError) throw new KubectlError(`failed restoring revision ${wanted}: ${error.message}`);
    throw error;
  }
  return "rolled back";
}

const templateOf = ({ object }: FoundObject) => (object as unknown as Deployment).spec.template;

const isCurrentTemplate = (found: FoundObject, { keeper }: Revision) => deepEqual(withoutHash((keeper as ReplicaSet).spec.template), withoutHash(templateOf(found)));

function isCurrentRevision({ object, resource }: FoundObject, { keeper }: Revision): boolean {
  const name = definitionName(resource);
  return name !== undefined && deepEqual(applyStrategicMergePatch(object as unknown as JsonObject, (keeper as ControllerRevision).data, typeSchema(name)), object);
}

/** What belongs to the deployment itself, not to one of its revisions. */
const ownAnnotations = [lastApplied, revisionAnnotation, "deployment.kubernetes.io/revision-history", "deployment.kubernetes.io/desired-replicas", "deployment.kubernetes.io/max-replicas", "deprecated.deployment.rollback.to"];

/** Template and annotations as they were. */
function deploymentPatch({ object }: FoundObject, set: ReplicaSet) {
  const ofDeployment = Object.entries(object.metadata.annotations ?? {}).filter(([key]) => ownAnnotations.includes(key));
  const ofRevision = Object.entries(set.metadata.annotations ?? {}).filter(([key]) => !ownAnnotations.includes(key));
  const body = [
    { op: "replace", path: "/spec/template", value: withoutHash(set.spec.template) },
    { op: "replace", path: "/metadata/annotations", value: Object.fromEntries([...ofDeployment, ...ofRevision]) },
  ];
  return { type: "json" as const, body };
}

function templateText(template: PodTemplateSpec | undefined): string {
  const into = new Description();
  writePodTemplate(into, template);
  return into.toRawText();
}
