import { matches, parseSelector } from "../../apimachinery/labels.ts";
import type { KubernetesObject } from "../../apimachinery/object.ts";
import { applyObject, type ApplySettings } from "../apply/apply-object.ts";
import { serverSideApply } from "../apply/server-side-apply.ts";
import type { Command, CommandContext } from "../command.ts";
import { KubectlError } from "../kubectl-error.ts";
import { dryRunFlag, dryRunOf } from "../dry-run.ts";
import { errorText } from "../error-text.ts";
import { throwCollected, UsageError } from "../errors.ts";
import { selectorFlag } from "../found-objects.ts";
import { objectsOf, type ManifestObject } from "../manifest/manifest-object.ts";
import { filenameFlags, namesFiles, readFiles } from "../manifest/read-files.ts";
import { printFlags } from "../printers/print-flags.ts";
import { printerFor } from "../printers/object-printer.ts";
import type { JsonObject } from "../../apimachinery/json-value.ts";
import { resultPrinter } from "../result-printer.ts";
import { fieldValidationOf, validateFlag } from "../field-validation.ts";


export const applyCommand: Command = {
  name: "apply",
  summary: "Apply a configuration to a resource by file name or stdin",
  usage: "apply (-f FILENAME | -k DIRECTORY)",
  examples: `# Apply the configuration in web.yaml
kubectl apply -f web.yaml

# Let the server merge, and take over fields that others own
kubectl apply -f web.yaml --server-side --force-conflicts

# Show what would happen
kubectl apply -f web.yaml --dry-run=server`,
  writes: true,
  flags: [
    ...filenameFlags,
    ...printFlags,
    dryRunFlag,
    selectorFlag,
    validateFlag,
    { name: "server-side", type: "boolean", help: "Let the server merge instead of the client." },
    { name: "force-conflicts", type: "boolean", help: "With --server-side, take over fields that other managers own." },
    { name: "field-manager", type: "string", default: "kubectl-client-side-apply", help: "Name under which the server notes who set a field." },
    { name: "overwrite", type: "boolean", default: "true", help: "Put the manifest's values over those that others have set since." },
    { name: "force", type: "boolean", help: "Delete and create anew what cannot be patched." },
    { name: "grace-period", type: "integer", default: "-1", help: "With --force: seconds that a resource has to end." },
    { name: "prune", type: "boolean", help: "Delete what is no longer in the manifests. Not supported here." },
    { name: "all", type: "boolean", help: "With --prune: consider all resources." },
  ],

  async run(context) {
    const { arguments: given } = context;
    refuse(context);
    const errors: unknown[] = [];
    const done: KubernetesObject[] = [];
    const parts = await objectsOf(await readFiles(context), context);
    for (const { error } of parts) if (error !== undefined) errors.push(error);
    for (const part of parts) {
      if (part.error === undefined && matches(parseSelector(given.text("selector")), part.object.metadata.labels)) await attempt(errors, async () => void done.push(await applyOne(part, context)));
    }
    printWhole(context, done);
    throwCollected(errors);
    return 0;
  },
};

function refuse(context: CommandContext): void {
  const { arguments: given } = context;
  if (given.words.length > 0) throw new KubectlError(`Unexpected args: [${given.words.join(" ")}]\nSee 'kubectl apply -h' for help and examples`);
  if (given.given("prune")) throw new KubectlError("--prune is not supported by this kubectl; delete what is no longer wanted with kubectl delete");
  if (given.flag("force")) throw new KubectlError("--force is not supported by this kubectl's apply; use kubectl replace --force");
  dryRunOf(given);
  fieldValidationOf(given);
  if (!namesFiles(context)) throw new KubectlError("must specify one of -f and -k");
  if (given.flag("force-conflicts") && !given.flag("server-side")) throw new KubectlError("--force-conflicts only works with --server-side");
  if (given.flag("server-side") && given.text("dry-run") === "client") throw new KubectlError("--dry-run=client doesn't work with --server-side (did you mean --dry-run=server instead?)");
}

async function applyOne(part: ManifestObject, context: CommandContext): Promise<KubernetesObject> {
  const { arguments: given, api, printError } = context;
  const serverSide = given.flag("server-side");
  const settings: ApplySettings = {
    api,
    dryRun: dryRunOf(given),
    fieldManager: serverSide && !given.given("field-manager") ? "kubectl" : given.text("field-manager"),
    fieldValidation: fieldValidationOf(given),
    overwrite: given.flag("overwrite"),
    warn: printError,
  };
  const { outcome, object } = serverSide ? await serverSideApply(part, { ...settings, force: given.flag("force-conflicts") }) : await applyObject(part, settings);
  if (!printsWhole(context)) resultPrinter(context)(object, outcome);
  return object;
}

const printsWhole = ({ arguments: given }: CommandContext) => given.given("output") && given.text("output") !== "name";

/** With -o, what was applied is printed at the end: one object as itself, several as a list. */
function printWhole(context: CommandContext, done: readonly KubernetesObject[]): void {
  const printer = printerFor({ arguments: context.arguments, readFile: context.environment.readFile });
  if (!printsWhole(context) || printer === undefined || done.length === 0) return;
  const [only] = done;
  context.print(printer((done.length === 1 ? only : { apiVersion: "v1", items: done, kind: "List", metadata: {} }) as unknown as JsonObject));
}

async function attempt(errors: unknown[], work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof UsageError || errorText(error) === undefined) throw error;
    errors.push(error);
  }
}
