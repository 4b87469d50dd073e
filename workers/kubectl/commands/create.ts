import { withLastApplied } from "../apply/last-applied.ts";
import { withSource } from "../apply/source-error.ts";
import type { Command, CommandContext } from "../command.ts";
import { KubectlError } from "../kubectl-error.ts";
import { dryRunFlag, dryRunOf } from "../dry-run.ts";
import { throwCollected } from "../errors.ts";
import { errorText } from "../error-text.ts";
import { fieldValidationOf, validateFlag } from "../field-validation.ts";
import { selectorFlag } from "../found-objects.ts";
import { type ManifestObject, objectsOf } from "../manifest/manifest-object.ts";
import { filenameFlags, namesFiles, readFiles } from "../manifest/read-files.ts";
import { matches, parseSelector } from "../../apimachinery/labels.ts";
import { printFlags } from "../printers/print-flags.ts";
import { resultPrinter } from "../result-printer.ts";

export const createCommand: Command = {
  name: "create",
  summary: "Create a resource from a file or from stdin",
  usage: "create -f FILENAME",
  examples: `# Create what a file describes
kubectl create -f web.yaml

# Create a deployment from flags
kubectl create deployment web --image=nginx`,
  writes: true,
  flags: [
    ...filenameFlags,
    ...printFlags,
    dryRunFlag,
    selectorFlag,
    validateFlag,
    { name: "edit", type: "boolean", help: "Edit before creating. Not supported here." },
    { name: "field-manager", type: "string", default: "kubectl-create", help: "Name under which the server notes who set a field." },
    { name: "save-config", type: "boolean", help: "Keep the configuration in an annotation, for kubectl apply later." },
    { name: "raw", type: "string", help: "Post the file to this path of the server. Not supported here." },
    { name: "windows-line-endings", type: "boolean", help: "Only for --edit." },
  ],

  async run(context) {
    const { arguments: given } = context;
    if (given.words.length > 0) throw new KubectlError(`Unexpected args: [${given.words.join(" ")}]\nSee 'kubectl create -h' for help and examples`);
    for (const flag of ["edit", "raw"]) if (given.given(flag)) throw new KubectlError(`--${flag} is not supported by this kubectl`);
    if (!namesFiles(context)) throw new KubectlError("must specify one of -f and -k");
    dryRunOf(given);
    fieldValidationOf(given);
    const errors: unknown[] = [];
    const selector = parseSelector(given.text("selector"));
    for (const part of await objectsOf(await readFiles(context), context)) {
      if (part.error !== undefined) errors.push(part.error);
      else if (matches(selector, part.object.metadata.labels)) await createOne(context, part).catch((error: unknown) => keep(errors, error));
    }
    throwCollected(errors);
    return 0;
  },
};

async function createOne(context: CommandContext, { resource, object, document }: ManifestObject): Promise<void> {
  const { arguments: given, api } = context;
  const dryRun = dryRunOf(given);
  const draft = given.flag("save-config") ? withLastApplied(object) : object;
  const options = { fieldManager: given.text("field-manager"), fieldValidation: fieldValidationOf(given), dryRun: dryRun === "server" };
  try {
    const created = dryRun === "client" ? draft : await api.create(resource, draft, { namespace: object.metadata.namespace, ...options });
    resultPrinter(context)(created, "created");
  } catch (error) {
    throw withSource(error, "creating", document.source);
  }
}

function keep(errors: unknown[], error: unknown): void {
  if (errorText(error) === undefined) throw error;
  errors.push(error);
}
