import type { CommandContext } from "../command.ts";
import { KubectlError } from "../kubectl-error.ts";
import { objectsOf } from "../manifest/manifest-object.ts";
import { namesFiles, readFiles } from "../manifest/read-files.ts";
import { readResourceArguments, type ResourceArgument } from "../resource-arguments.ts";
import type { ListRequest } from "./fetch-table.ts";

/** What one call of get asks for. */
export interface GetRequest {
  readonly items: readonly GetItem[];
  /** One object, named: it is printed as itself, not in a list. */
  readonly single: boolean;
  readonly list: ListRequest;
}

/** A resource, or one object of it. */
export interface GetItem extends ResourceArgument {
  /** Where the object is; for lists, where they are taken from. */
  readonly namespace: string | undefined;
}

/** Reads the words, files and selectors of get. */
export async function getRequest(context: CommandContext): Promise<GetRequest> {
  const { arguments: given, namespace } = context;
  const allNamespaces = given.flag("all-namespaces");
  const selector = given.text("selector");
  const list: ListRequest = {
    namespace: allNamespaces ? undefined : namespace,
    labelSelector: selector,
    fieldSelector: given.text("field-selector"),
    chunkSize: given.number("chunk-size"),
    withObjects: given.text("sort-by") !== "",
  };
  if (namesFiles(context)) return { ...(await fromFiles(context)), list };
  const { words } = given;
  if (words.length === 0) throw nothingNamed(context);
  const options = { path: "kubectl get", selector, fieldSelector: list.fieldSelector, allNamespaces, all: true, warn: context.printError };
  const { items, single } = readResourceArguments(words, await context.api.discovery(), options);
  return { items: items.map((item) => ({ ...item, namespace: list.namespace })), single, list };
}

async function fromFiles(context: CommandContext): Promise<Pick<GetRequest, "items" | "single">> {
  const items: GetItem[] = [];
  for (const found of await objectsOf(await readFiles(context), context)) {
    if (found.error !== undefined) throw found.error;
    const { resource, object } = found;
    items.push({ resource, name: object.metadata.name, namespace: object.metadata.namespace });
  }
  return { items, single: items.length === 1 };
}

function nothingNamed({ printError }: CommandContext): KubectlError {
  printError('You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of supported resources.\n\n');
  return new KubectlError(
    'Required resource not specified.\nUse "kubectl explain <resource>" for a detailed description of that resource (e.g. kubectl explain pods).\nSee \'kubectl get -h\' for help and examples',
  );
}
