import { createTwoFilesPatch } from "diff";
import type { JsonObject } from "../../apimachinery/json-value.ts";
import type { KubernetesObject } from "../../apimachinery/object.ts";
import { ApiError } from "../../apimachinery/status.ts";
import { formatTime } from "../../apimachinery/timestamp.ts";
import { applyPatch } from "../apply/apply-object.ts";
import { withLastApplied } from "../apply/last-applied.ts";
import type { Command, CommandContext } from "../command.ts";
import { KubectlError } from "../kubectl-error.ts";
import { errorText } from "../error-text.ts";
import { selectorFlag } from "../found-objects.ts";
import { type ManifestObject, objectsOf } from "../manifest/manifest-object.ts";
import { filenameFlags, namesFiles, readFiles } from "../manifest/read-files.ts";
import { matches, parseSelector } from "../../apimachinery/labels.ts";
import { withoutManagedFields } from "../printers/object-printer.ts";
import { toYaml } from "../printers/yaml.ts";

export const diffCommand: Command = {
  name: "diff",
  summary: "Diff the live version against a would-be applied version",
  usage: "diff -f FILENAME",
  examples: "kubectl diff -f web.yaml",
  writes: false,
  flags: [
    ...filenameFlags,
    selectorFlag,
    { name: "server-side", type: "boolean", help: "Let the server merge instead of the client." },
    { name: "force-conflicts", type: "boolean", help: "With --server-side, take over fields that other managers own." },
    { name: "field-manager", type: "string", default: "kubectl-client-side-apply", help: "Name under which the server would note who set a field." },
    { name: "show-managed-fields", type: "boolean", help: "Keep metadata.managedFields." },
    { name: "prune", type: "boolean", help: "Not supported here." },
  ],

  /** 1 means that there are differences, so errors have a number of their own. */
  async run(context) {
    try {
      return await diffAll(context);
    } catch (error) {
      const said = errorText(error);
      if (said === undefined) throw error;
      context.printError(`${said.text}\n`);
      return 2;
    }
  },
};

async function diffAll(context: CommandContext): Promise<number> {
  const { arguments: given, environment } = context;
  if (given.words.length > 0) throw new KubectlError(`Unexpected args: [${given.words.join(" ")}]\nSee 'kubectl diff -h' for help and examples`);
  if (given.given("prune")) throw new KubectlError("--prune is not supported by this kubectl");
  if (!namesFiles(context)) throw new KubectlError("must specify one of -f and -k");
  const selector = parseSelector(given.text("selector"));
  const folders = { live: `/tmp/LIVE-${environment.random.integer(1e8, 1e9 - 1)}`, merged: `/tmp/MERGED-${environment.random.integer(1e8, 1e9 - 1)}` };
  let differ = false;
  for (const part of await objectsOf(await readFiles(context), context)) {
    if (part.error !== undefined) throw part.error;
    if (matches(selector, part.object.metadata.labels) && (await diffOne(context, part, folders))) differ = true;
  }
  return differ ? 1 : 0;
}

async function diffOne(context: CommandContext, part: ManifestObject, { live: liveFolder, merged: mergedFolder }: { readonly live: string; readonly merged: string }): Promise<boolean> {
  const live = await liveObject(context, part);
  const merged = await mergedObject(context, part, live);
  const [before, after] = [text(context, live), text(context, merged)];
  if (before === after) return false;
  const { group, version, kind } = part.resource;
  const file = [...(group === "" ? [] : [group]), version, kind, part.object.metadata.namespace ?? "", part.object.metadata.name].join(".");
  const [from, to] = [`${liveFolder}/${file}`, `${mergedFolder}/${file}`];
  const time = formatTime(context.environment.clock.now()).replace("T", " ").replace("Z", ".000000000 +0000");
  const patch = createTwoFilesPatch(from, to, before, after, time, time, { context: 3 }).replace(/^=+\n/, "");
  context.print(`diff -u -N ${from} ${to}\n${patch}`);
  return true;
}

async function liveObject({ api }: CommandContext, { resource, object }: ManifestObject): Promise<KubernetesObject | undefined> {
  try {
    return await api.get(resource, object.metadata);
  } catch (error) {
    if (error instanceof ApiError && error.reason === "NotFound") return undefined;
    throw error;
  }
}

/** What the server would keep: it does everything but that. */
function mergedObject({ api, arguments: given }: CommandContext, { resource, object }: ManifestObject, live: KubernetesObject | undefined): Promise<KubernetesObject> {
  const serverSide = given.flag("server-side");
  const fieldManager = serverSide && !given.given("field-manager") ? "kubectl" : given.text("field-manager");
  const options = { fieldManager, dryRun: true };
  if (serverSide) return api.patch(resource, object.metadata, { type: "apply", body: object }, { ...options, force: given.flag("force-conflicts") });
  const modified = withLastApplied(object);
  if (live === undefined) return api.create(resource, modified, { namespace: object.metadata.namespace, ...options });
  return api.patch(resource, object.metadata, applyPatch(modified, live, resource), options);
}

function text({ arguments: given }: CommandContext, object: KubernetesObject | undefined): string {
  if (object === undefined) return "";
  const json = object as unknown as JsonObject;
  return toYaml(given.flag("show-managed-fields") ? json : withoutManagedFields(json));
}
