import type { KubernetesObject } from "../../apimachinery/object.ts";
import { ApiError } from "../../apimachinery/status.ts";
import type { DeleteOptions } from "../../client/client.ts";
import { qualifiedKind } from "../api-resource.ts";
import type { Command, CommandContext } from "../command.ts";
import { KubectlError } from "../kubectl-error.ts";
import { dryRunFlag, dryRunOf, dryRunSuffix } from "../dry-run.ts";
import { errorText } from "../error-text.ts";
import { throwCollected } from "../errors.ts";
import { allNamespacesFlag, type FoundObject, referenceOf, selectorFlag } from "../found-objects.ts";
import { filenameFlags, namesFiles } from "../manifest/read-files.ts";
import { selectObjects } from "../selected-objects.ts";
import { waitUntilGone } from "../wait/wait-until-gone.ts";

export const deleteCommand: Command = {
  name: "delete",
  summary: "Delete resources by file names, stdin, resources and names, or by resources and label selector",
  usage: "delete ([-f FILENAME] | [-k DIRECTORY] | TYPE [(NAME | -l label | --all)])",
  examples: `# Delete what a file describes
kubectl delete -f web.yaml

# Delete a pod at once
kubectl delete pod web --now

# Delete by label
kubectl delete pods,services -l app=web`,
  writes: true,
  flags: [
    ...filenameFlags,
    dryRunFlag,
    selectorFlag,
    allNamespacesFlag,
    { name: "field-selector", type: "string", help: "Field query, such as status.phase=Succeeded." },
    { name: "all", type: "boolean", help: "Delete all objects of the named types in the namespace." },
    { name: "cascade", type: "string", default: "background", alone: "background", help: 'Must be "background", "orphan", or "foreground". What happens to dependents, such as the pods of a replica set.' },
    { name: "force", type: "boolean", help: "Delete at once, without waiting for a confirmation that pods have ended." },
    { name: "grace-period", type: "integer", default: "-1", help: "Seconds to end in good order; negative for the object's own. 0 needs --force." },
    { name: "ignore-not-found", type: "boolean", help: "What is not there counts as deleted. Default with --all." },
    { name: "now", type: "boolean", help: "End soon: the same as --grace-period=1." },
    { name: "output", short: "o", type: "string", help: 'Output mode. "name" prints resource/name only.' },
    { name: "timeout", type: "duration", default: "0s", help: "How long to wait for the end; 0 takes it from the object." },
    { name: "wait", type: "boolean", default: "true", help: "Wait until finalizers are done and the object is gone." },
  ],

  async run(context) {
    const plan = deletionPlan(context);
    const { objects, errors } = await selectObjects(context, { path: "kubectl delete", live: false, all: context.arguments.flag("all") });
    const failed: unknown[] = errors.filter((error) => !(plan.ignoreNotFound && error instanceof ApiError && error.reason === "NotFound"));
    if (objects.length === 0 && failed.length === 0) context.print("No resources found\n");
    const deleted = await deleteEach(context, objects, { plan, failed });
    if (plan.wait) await waitUntilGone(context, deleted);
    throwCollected(failed);
    return 0;
  },
};

interface Plan {
  readonly options: DeleteOptions;
  readonly ignoreNotFound: boolean;
  readonly wait: boolean;
  readonly verb: string;
}

function deletionPlan(context: CommandContext): Plan {
  const { arguments: given, printError } = context;
  const dryRun = dryRunOf(given);
  const period = gracePeriod(context);
  if (given.flag("all") && given.text("selector") !== "") throw new KubectlError("setting 'all' parameter but found a non empty selector. ");
  if (given.flag("all") && given.text("field-selector") !== "") throw new KubectlError("cannot set --all and --field-selector at the same time");
  if (!["", "name"].includes(given.text("output"))) throw new KubectlError(`unexpected -o output mode: ${given.text("output")}. We only support '-o name'`);
  if (given.flag("force") && period === 0) printError("Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may continue to run on the cluster indefinitely.\n");
  const gracePeriodSeconds = period < 0 ? undefined : period;
  return {
    options: { propagationPolicy: propagation(given.text("cascade")), gracePeriodSeconds, dryRun: dryRun === "server" },
    ignoreNotFound: given.flag("ignore-not-found") || (!given.given("ignore-not-found") && given.flag("all") && !namesFiles(context)),
    wait: given.flag("wait") && dryRun === "none",
    verb: period === 0 ? "force deleted" : "deleted",
  };
}

function gracePeriod({ arguments: given }: CommandContext): number {
  const stated = given.number("grace-period");
  if (given.flag("now")) {
    if (stated !== -1) throw new KubectlError("--now and --grace-period cannot be specified together");
    return 1;
  }
  if (given.flag("force")) {
    if (stated > 0) throw new KubectlError("--force and --grace-period greater than 0 cannot be specified together");
    return 0;
  }
  // Without --force the server does not promise an immediate end, so the shortest possible one is asked for.
  return stated === 0 ? 1 : stated;
}

function propagation(cascade: string): "Background" | "Foreground" | "Orphan" {
  switch (cascade) {
    case "background":
    case "true":
      return "Background";
    case "orphan":
    case "false":
      return "Orphan";
    case "foreground":
      return "Foreground";
    default:
      throw new KubectlError(`invalid cascade value (${cascade}). Must be "background", "foreground", or "orphan"`);
  }
}

async function deleteEach(context: CommandContext, objects: readonly FoundObject[], { plan, failed }: { readonly plan: Plan; readonly failed: unknown[] }): Promise<readonly FoundObject[]> {
  const deleted: FoundObject[] = [];
  for (const found of objects) {
    try {
      if (dryRunOf(context.arguments) !== "client") deleted.push(withAnswer(found, await context.api.delete(found.resource, referenceOf(found), plan.options)));
      tell(context, found, plan);
    } catch (error) {
      if (errorText(error) === undefined) throw error;
      if (!(plan.ignoreNotFound && error instanceof ApiError && error.reason === "NotFound")) failed.push(error);
    }
  }
  return deleted;
}

/** The server answers with the object that is being deleted, or with a Status that names its UID: what is waited for is that one. */
function withAnswer(found: FoundObject, answer: unknown): FoundObject {
  const { metadata, details } = answer as { readonly metadata?: { readonly uid?: string }; readonly details?: { readonly uid?: string } };
  const uid = details?.uid ?? metadata?.uid ?? "";
  return { ...found, object: { ...found.object, metadata: { ...found.object.metadata, uid } } satisfies KubernetesObject };
}

/** `pod "web" deleted from default namespace` */
function tell({ arguments: given, print }: CommandContext, { resource, object: { metadata } }: FoundObject, { verb }: Plan): void {
  if (given.text("output") === "name") return print(`${qualifiedKind(resource)}/${metadata.name}\n`);
  const from = resource.scope === "Namespaced" && metadata.namespace !== undefined ? ` from ${metadata.namespace} namespace` : "";
  print(`${qualifiedKind(resource)} ${JSON.stringify(metadata.name)} ${verb}${from}${dryRunSuffix(dryRunOf(given))}\n`);
}
