import { FormatError } from "../../apimachinery/format-error.ts";
import { applyJsonMergePatch } from "../../apimachinery/patch/json-merge-patch.ts";
import { applyJsonPatch } from "../../apimachinery/patch/json-patch.ts";
import { applyStrategicMergePatch } from "../../apimachinery/patch/strategic-merge-patch.ts";
import type { JsonObject } from "../../apimachinery/json-value.ts";
import { isJsonObject } from "../../apimachinery/json-value.ts";
import type { KubernetesObject } from "../../apimachinery/object.ts";
import type { PatchType } from "../../apimachinery/wire.ts";
import { resourceForKind } from "../../api/kinds.ts";
import { typeSchema } from "../../api/type-schema.ts";
import { deepEqual } from "../../base/deep-equal.ts";
import type { Command, CommandContext } from "../command.ts";
import { KubectlError } from "../kubectl-error.ts";
import { dryRunFlag, dryRunOf } from "../dry-run.ts";
import { errorText } from "../error-text.ts";
import { throwCollected } from "../errors.ts";
import { type FoundObject, referenceOf } from "../found-objects.ts";
import { filenameFlags } from "../manifest/read-files.ts";
import { yamlValue } from "../manifest/manifest-document.ts";
import { printFlags } from "../printers/print-flags.ts";
import { resultPrinter } from "../result-printer.ts";
import { selectObjects } from "../selected-objects.ts";

export const patchCommand: Command = {
  name: "patch",
  summary: "Update fields of a resource",
  usage: "patch (-f FILENAME | TYPE NAME) [-p PATCH|--patch-file FILE]",
  examples: `# Change some fields with a strategic merge patch
kubectl patch deployment web -p '{"spec":{"replicas":3}}'

# With a JSON patch
kubectl patch pod web --type=json -p='[{"op": "replace", "path": "/spec/containers/0/image", "value": "nginx:1.28"}]'`,
  writes: true,
  flags: [
    ...filenameFlags,
    ...printFlags,
    dryRunFlag,
    { name: "patch", short: "p", type: "string", help: "The patch, as JSON or YAML." },
    { name: "patch-file", type: "string", help: "A file that holds the patch." },
    { name: "type", type: "string", default: "strategic", help: "The type of the patch: json, merge or strategic." },
    { name: "subresource", type: "string", help: "Patch this subresource, such as status or scale." },
    { name: "local", type: "boolean", help: "Patch what the file says instead of what the server has." },
    { name: "field-manager", type: "string", default: "kubectl-patch", help: "Name under which the server notes who set a field." },
  ],

  async run(context) {
    const patch = readPatch(context);
    if (context.arguments.flag("local")) throw new KubectlError("--local is not supported by this kubectl; use --dry-run=client");
    const { objects, errors } = await selectObjects(context, { path: "kubectl patch" });
    const failed: unknown[] = [...errors];
    for (const found of objects) {
      try {
        await patchOne(context, found, patch);
      } catch (error) {
        if (errorText(error) === undefined) throw error;
        failed.push(error);
      }
    }
    if (objects.length === 0 && failed.length === 0) throw new KubectlError("no objects passed to patch");
    throwCollected(failed);
    return 0;
  },
};

interface Patch {
  readonly type: Exclude<PatchType, "apply">;
  readonly body: unknown;
}

function readPatch({ arguments: given, environment }: CommandContext): Patch {
  if (given.given("patch") && given.given("patch-file")) throw new KubectlError("cannot specify --patch and --patch-file together");
  const text = given.given("patch-file") ? environment.readFile(given.text("patch-file")) : given.text("patch");
  if (text === undefined) throw new KubectlError(`unable to read patch file: open ${given.text("patch-file")}: no such file or directory`);
  if (text === "") throw new KubectlError("must specify --patch or --patch-file containing the contents of the patch");
  const type = given.text("type").toLowerCase();
  if (type !== "json" && type !== "merge" && type !== "strategic") throw new KubectlError(`--type must be one of [json merge strategic], not ${JSON.stringify(given.text("type"))}`);
  try {
    return { type, body: yamlValue(text) };
  } catch (error) {
    if (error instanceof FormatError) throw new KubectlError(`unable to parse ${JSON.stringify(text)}: ${error.message}`);
    throw error;
  }
}

async function patchOne(context: CommandContext, found: FoundObject, { type, body }: Patch): Promise<void> {
  const { arguments: given, api } = context;
  const dryRun = dryRunOf(given);
  const subresource = given.text("subresource");
  const options = { fieldManager: given.text("field-manager"), dryRun: dryRun === "server" };
  const before = subresource === "" ? found.object : await api.get(found.resource, referenceOf(found), subresource);
  const after = dryRun === "client" ? locally(found, { type, body }) : await api.patch(found.resource, referenceOf(found), { type, body, subresource }, options);
  const changed = !deepEqual(before, after);
  // The real one does not tell a dry run here.
  resultPrinter(context, { tellDryRun: false })(after, changed ? "patched" : "patched (no change)");
}

function locally({ resource, object }: FoundObject, { type, body }: Patch): KubernetesObject {
  const json = object as unknown as JsonObject;
  if (type === "merge") return applyJsonMergePatch(json, body) as KubernetesObject;
  if (type === "json") return applyJsonPatch(json, body) as KubernetesObject;
  const known = resourceForKind(resource);
  if (known === undefined) throw new KubectlError(`cannot apply strategic merge patch for ${resource.group}/${resource.version}, Kind=${resource.kind} locally, try --type merge`);
  if (!isJsonObject(body)) throw new KubectlError("a strategic merge patch must be an object");
  return applyStrategicMergePatch(json, body, typeSchema(known.definition)) as unknown as KubernetesObject;
}
