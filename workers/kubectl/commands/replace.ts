import type { KubernetesObject } from "../../apimachinery/object.ts";
import { ApiError } from "../../apimachinery/status.ts";
import { lastApplied, withLastApplied } from "../apply/last-applied.ts";
import { withSource } from "../apply/source-error.ts";
import type { Command, CommandContext } from "../command.ts";
import { KubectlError } from "../kubectl-error.ts";
import { dryRunFlag, dryRunOf } from "../dry-run.ts";
import { errorText } from "../error-text.ts";
import { throwCollected } from "../errors.ts";
import { fieldValidationOf, validateFlag } from "../field-validation.ts";
import { type ManifestObject, objectsOf } from "../manifest/manifest-object.ts";
import { filenameFlags, namesFiles, readFiles } from "../manifest/read-files.ts";
import { printFlags } from "../printers/print-flags.ts";
import { resultPrinter } from "../result-printer.ts";
import { waitUntilGone } from "../wait/wait-until-gone.ts";

export const replaceCommand: Command = {
  name: "replace",
  summary: "Replace a resource by file name or stdin",
  usage: "replace -f FILENAME",
  examples: `# Replace a pod by what a file says
kubectl replace -f pod.yaml

# Delete it and create it anew
kubectl replace --force -f pod.yaml`,
  writes: true,
  flags: [
    ...filenameFlags,
    ...printFlags,
    dryRunFlag,
    validateFlag,
    { name: "field-manager", type: "string", default: "kubectl-replace", help: "Name under which the server notes who set a field." },
    { name: "save-config", type: "boolean", help: "Keep the configuration in an annotation, for kubectl apply later." },
    { name: "force", type: "boolean", help: "Delete the object and create it anew." },
    { name: "grace-period", type: "integer", default: "-1", help: "With --force: seconds to end in good order." },
    { name: "timeout", type: "duration", default: "0s", help: "With --force: how long to wait for the end." },
    { name: "subresource", type: "string", help: "Replace this subresource. Not supported here." },
  ],

  async run(context) {
    const { arguments: given } = context;
    if (!namesFiles(context)) throw new KubectlError("must specify one of -f and -k");
    if (given.given("subresource")) throw new KubectlError("--subresource is not supported by this kubectl's replace; use kubectl patch --subresource");
    dryRunOf(given);
    fieldValidationOf(given);
    const errors: unknown[] = [];
    for (const part of await objectsOf(await readFiles(context), context)) {
      if (part.error !== undefined) errors.push(part.error);
      else await replaceOne(context, part).catch((error: unknown) => keep(errors, error));
    }
    throwCollected(errors);
    return 0;
  },
};

function keep(errors: unknown[], error: unknown): void {
  if (errorText(error) === undefined) throw error;
  errors.push(error);
}

async function replaceOne(context: CommandContext, part: ManifestObject): Promise<void> {
  const { arguments: given } = context;
  const dryRun = dryRunOf(given);
  try {
    if (dryRun === "client") return resultPrinter(context)(part.object, "replaced");
    const replaced = given.flag("force") ? await recreate(context, part) : await put(context, part);
    resultPrinter(context)(replaced, "replaced");
  } catch (error) {
    throw withSource(error, "replacing", part.document.source);
  }
}

const optionsOf = ({ arguments: given }: CommandContext) => ({
  fieldManager: given.text("field-manager"),
  fieldValidation: fieldValidationOf(given),
  dryRun: dryRunOf(given) === "server",
});

/** Without a version of its own the object replaces whatever is there. */
async function put(context: CommandContext, { resource, object }: ManifestObject): Promise<KubernetesObject> {
  const live = await liveObject(context, { resource, object });
  const kept = context.arguments.flag("save-config") || (live !== undefined && lastApplied(live) !== undefined) ? withLastApplied(object) : object;
  const resourceVersion = object.metadata.resourceVersion ?? live?.metadata.resourceVersion;
  const versioned = resourceVersion === undefined ? kept : { ...kept, metadata: { ...kept.metadata, resourceVersion } };
  return context.api.update(resource, versioned, optionsOf(context));
}

function liveObject({ api }: CommandContext, { resource, object }: Pick<ManifestObject, "resource" | "object">): Promise<KubernetesObject | undefined> {
  return api.get(resource, object.metadata).catch((error: unknown) => {
    if (error instanceof ApiError && error.reason === "NotFound") return undefined;
    throw error;
  });
}

async function recreate(context: CommandContext, { resource, object }: ManifestObject): Promise<KubernetesObject> {
  const { api, arguments: given } = context;
  const period = given.number("grace-period");
  const reference = { name: object.metadata.name, ...(object.metadata.namespace !== undefined && { namespace: object.metadata.namespace }) };
  const live = await liveObject(context, { resource, object });
  if (live !== undefined) {
    await api.delete(resource, reference, { gracePeriodSeconds: period < 0 ? undefined : period, propagationPolicy: "Background" });
    await waitUntilGone(context, [{ resource, object: live }]);
  }
  return api.create(resource, object, { namespace: reference.namespace, ...optionsOf(context) });
}
