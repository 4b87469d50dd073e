import type { JsonObject } from "../../apimachinery/json-value.ts";
import type { KubernetesList, KubernetesObject } from "../../apimachinery/object.ts";
import { ApiError } from "../../apimachinery/status.ts";
import { apiVersionOf, collectionPathOf, objectPathOf } from "../api-resource.ts";
import type { CommandContext } from "../command.ts";
import { throwCollected } from "../errors.ts";
import type { ObjectPrinter } from "../printers/object-printer.ts";
import { listError } from "./list-error.ts";
import type { GetItem, GetRequest } from "./get-request.ts";
import { queryOf } from "./fetch-table.ts";
import { sortByPath } from "./sort-by.ts";

/** Prints whole objects: a single one as itself, anything else as one list. */
export async function printObjects(context: CommandContext, request: GetRequest, printer: ObjectPrinter): Promise<void> {
  const { arguments: given } = context;
  const objects: KubernetesObject[] = [];
  const errors: unknown[] = [];
  for (const item of request.items) {
    try {
      objects.push(...(await objectsOf(context, item, request)));
    } catch (caught) {
      const error = item.name === undefined ? listError(caught, item.resource, request.list) : caught;
      if (!(error instanceof ApiError)) throw error;
      if (!(given.flag("ignore-not-found") && error.reason === "NotFound")) errors.push(error);
    }
  }
  printThem(context, { objects, errors, single: request.single, printer });
  throwCollected(errors);
}

interface Objects {
  readonly objects: readonly KubernetesObject[];
  readonly errors: readonly unknown[];
  readonly single: boolean;
  readonly printer: ObjectPrinter;
}

function printThem({ arguments: given, print }: CommandContext, { objects, errors, single, printer }: Objects): void {
  if (objects.length === 0 && (given.flag("ignore-not-found") || errors.length > 0 || single)) return;
  const sortBy = given.text("sort-by");
  const sorted = sortBy === "" ? objects : sortByPath(objects, (object) => object, sortBy);
  const shown = single && sorted.length === 1 ? sorted[0] : { apiVersion: "v1", items: sorted, kind: "List", metadata: { resourceVersion: "" } };
  print(printer(shown as unknown as JsonObject));
}

async function objectsOf({ api, arguments: given }: CommandContext, { resource, name, namespace }: GetItem, { list }: GetRequest): Promise<readonly KubernetesObject[]> {
  if (name !== undefined) return [await api.request<KubernetesObject>({ method: "GET", path: objectPathOf(resource, { name, namespace }, given.text("subresource")) })];
  const path = collectionPathOf(resource, namespace);
  const objects: KubernetesObject[] = [];
  let token = "";
  do {
    const page = await api.request<KubernetesList>({ method: "GET", path, query: queryOf({ ...list, withObjects: false }, token) });
    for (const item of page.items) objects.push(item.kind === undefined ? { ...(item as KubernetesObject), apiVersion: apiVersionOf(resource), kind: resource.kind } : item);
    token = page.metadata.continue ?? "";
  } while (token !== "");
  return objects;
}
