import type { JsonObject } from "../../apimachinery/json-value.ts";
import { isJsonObject } from "../../apimachinery/json-value.ts";
import { FormatError } from "../../apimachinery/format-error.ts";
import { createJsonMergePatch } from "../../apimachinery/patch/json-merge-patch.ts";
import { createTwoWayMergePatch } from "../../apimachinery/patch/strategic-merge-patch.ts";
import { resourceForKind } from "../../api/kinds.ts";
import { typeSchema } from "../../api/type-schema.ts";
import type { Patch } from "../../client/client.ts";
import type { ServedResource } from "../api-resource.ts";
import type { Command, CommandContext } from "../command.ts";
import { KubectlError } from "../kubectl-error.ts";
import { throwCollected } from "../errors.ts";
import { type FoundObject, referenceOf, selectorFlag } from "../found-objects.ts";
import { yamlValue } from "../manifest/manifest-document.ts";
import { filenameFlags } from "../manifest/read-files.ts";
import { withoutManagedFields } from "../printers/object-printer.ts";
import { toYaml } from "../printers/yaml.ts";
import { resultPrinter } from "../result-printer.ts";
import { selectObjects } from "../selected-objects.ts";

export const editCommand: Command = {
  name: "edit",
  summary: "Edit a resource on the server",
  usage: "edit (RESOURCE/NAME | -f FILENAME)",
  examples: "kubectl edit deployment/web",
  writes: true,
  flags: [
    ...filenameFlags,
    selectorFlag,
    { name: "field-manager", type: "string", default: "kubectl-edit", help: "Name under which the server notes who set a field." },
    { name: "output", short: "o", type: "string", help: "Output format: name." },
  ],

  async run(context) {
    const { edit } = context.environment;
    if (edit === undefined) throw new KubectlError("edit needs an editor, and this terminal has none: open the object in the page's editor, or use kubectl patch, kubectl set or kubectl apply");
    const { objects, errors } = await selectObjects(context, { path: "kubectl edit", all: true });
    throwCollected(errors);
    for (const found of objects) await editOne(context, found, edit);
    return 0;
  },
};

const header = `# Please edit the object below. Lines beginning with a '#' will be ignored,
# and an empty file will abort the edit. If an error occurs while saving this file will be
# reopened with the relevant failures.
#
`;

async function editOne(context: CommandContext, found: FoundObject, edit: (name: string, text: string) => Promise<string | undefined>): Promise<void> {
  const { api, arguments: given, printError } = context;
  const original = withoutManagedFields(found.object as unknown as JsonObject);
  const text = `${header}${toYaml(original)}`;
  const edited = await edit(`${found.resource.singular}-${found.object.metadata.name}.yaml`, text);
  const modified = edited === undefined || edited === text ? undefined : parse(edited);
  const patch = modified === undefined ? undefined : patchBetween(original, modified, found.resource);
  if (patch === undefined || Object.keys(patch.body as JsonObject).length === 0) return printError("Edit cancelled, no changes made.\n");
  resultPrinter(context)(await api.patch(found.resource, referenceOf(found), patch, { fieldManager: given.text("field-manager"), fieldValidation: "Strict" }), "edited");
}

function parse(text: string): JsonObject | undefined {
  if (text.split("\n").every((line) => /^\s*(#|$)/.test(line))) return undefined;
  try {
    const value = yamlValue(text);
    if (isJsonObject(value)) return value;
  } catch (error) {
    if (error instanceof FormatError) throw new KubectlError(`The edited file had a syntax error: ${error.message}`);
    throw error;
  }
  throw new KubectlError("The edited file is not an object");
}

function patchBetween(original: JsonObject, modified: JsonObject, resource: ServedResource): Patch {
  const known = resourceForKind(resource);
  if (known === undefined) return { type: "merge", body: createJsonMergePatch(original, modified) };
  return { type: "strategic", body: createTwoWayMergePatch(original, modified, typeSchema(known.definition)) };
}
