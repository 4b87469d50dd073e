import type { KubernetesObject } from "../apimachinery/object.ts";
import { ApiError } from "../apimachinery/status.ts";
import { collectionPathOf, type ServedResource } from "./api-resource.ts";
import { type CommandContext, type Flag, KubectlError } from "./command.ts";
import { throwCollected } from "./errors.ts";
import { objectsOf } from "./manifest/manifest-object.ts";
import { namesFiles, readFiles } from "./manifest/read-files.ts";
import { readResourceArguments } from "./resource-arguments.ts";

export const selectorFlag: Flag = {
  name: "selector",
  short: "l",
  type: "string",
  help: "Label query: equal ('=', '==', '!='), set-based ('in', 'notin'), and present or not ('key', '!key').",
};

/** An object that a command works on, with the resource it belongs to. */
export interface Selected<T extends KubernetesObject = KubernetesObject> {
  readonly resource: ServedResource;
  readonly object: T;
}

export interface SelectionRequest {
  /** `TYPE NAME…`, `TYPE/NAME…` or TYPE; the command's positional words when missing. */
  readonly words?: readonly string[];
  /** Objects from files are asked of the server too, instead of being taken as they are written. */
  readonly live?: boolean;
}

/** What is missing when neither files nor words say what to work on. */
export const nothingNamed = () =>
  new KubectlError(`You must provide one or more resources by argument or filename.
Example resource specifications include:
   '-f rsrc.yaml'
   '--filename=rsrc.json'
   '<resource> <name>'
   '<resource>'`);

/** The objects that a command's words, files, selectors and --all name, and what was wrong with the others. */
export async function selectObjects(context: CommandContext, request: SelectionRequest = {}): Promise<{ readonly selected: readonly Selected[]; readonly errors: readonly unknown[] }> {
  const { arguments: given } = context;
  const words = request.words ?? given.words;
  if (namesFiles(context)) return fromFiles(context, { live: request.live ?? true });
  if (words.length === 0) throw nothingNamed();
  return fromWords(context, words);
}

/** The same; what is wrong with one of them is wrong with all. */
export async function selectAll(context: CommandContext, request: SelectionRequest = {}): Promise<readonly Selected[]> {
  const { selected, errors } = await selectObjects(context, request);
  throwCollected(errors);
  return selected;
}

async function fromFiles(context: CommandContext, { live }: { readonly live: boolean }) {
  const selected: Selected[] = [];
  const errors: unknown[] = [];
  for (const found of await objectsOf(await readFiles(context), context)) {
    if (found.error !== undefined) errors.push(found.error);
    else if (!live) selected.push({ resource: found.resource, object: found.object });
    else await keepErrors(errors, async () => void selected.push({ resource: found.resource, object: await context.api.get(found.resource, found.object.metadata) }));
  }
  return { selected, errors };
}

async function fromWords(context: CommandContext, words: readonly string[]) {
  const { api, arguments: given, namespace } = context;
  const selector = given.text("selector");
  const fieldSelector = given.text("field-selector");
  const allNamespaces = given.flag("all-namespaces");
  const { items } = readResourceArguments(words, await api.discovery(), { selector, fieldSelector, allNamespaces, all: given.flag("all") });
  const selected: Selected[] = [];
  const errors: unknown[] = [];
  for (const { resource, name } of items) {
    await keepErrors(errors, async () => {
      if (name !== undefined) selected.push({ resource, object: await api.get(resource, { namespace, name }) });
      else for (const object of await listAll(context, resource, allNamespaces ? undefined : namespace)) selected.push({ resource, object });
    });
  }
  return { selected, errors };
}

/** Every object of a resource that the command's selectors fit, as the server sends them: page by page. */
async function listAll({ api, arguments: given }: CommandContext, resource: ServedResource, namespace: string | undefined): Promise<readonly KubernetesObject[]> {
  const { items, apiVersion, kind } = await api.list(resource, { namespace, labelSelector: given.text("selector"), fieldSelector: given.text("field-selector") });
  if (!Array.isArray(items)) throw new KubectlError(`the server does not list ${collectionPathOf(resource, namespace)}: it answered with ${apiVersion} ${kind}`);
  return items.map((item) => (item.kind === undefined ? { ...item, apiVersion, kind: kind.replace(/List$/, "") } : item));
}

async function keepErrors(errors: unknown[], work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof ApiError || error instanceof KubectlError)) throw error;
    errors.push(error);
  }
}
