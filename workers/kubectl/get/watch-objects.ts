import type { JsonObject } from "../../apimachinery/json-value.ts";
import type { KubernetesObject } from "../../apimachinery/object.ts";
import { collectionPathOf } from "../api-resource.ts";
import type { CommandContext } from "../command.ts";
import { KubectlError } from "../kubectl-error.ts";
import type { ObjectPrinter } from "../printers/object-printer.ts";
import type { Table } from "../printers/table.ts";
import { fetchRow, fetchTable, queryOf, tableAccept } from "./fetch-table.ts";
import type { GetItem, GetRequest } from "./get-request.ts";
import { TableOutput } from "./print-tables.ts";

/** `get --watch`: prints what there is, then every change, until Ctrl-C. */
export async function watchObjects(context: CommandContext, request: GetRequest, printer: ObjectPrinter | undefined): Promise<void> {
  const [item, more] = request.items;
  if (item === undefined || more !== undefined) throw new KubectlError("watch is only supported on individual resources and resource collections - more than 1 resource was found");
  const shows = printer === undefined ? new TableShow(context, item) : new ObjectShow(context, printer);
  const start = await firstLook(context, { item, request, shows });
  const path = collectionPathOf(item.resource, item.namespace);
  const accept = printer === undefined ? tableAccept : "application/json";
  const named: Readonly<Record<string, string>> = item.name === undefined ? {} : { fieldSelector: `metadata.name=${item.name}` };
  const query = { ...queryOf({ ...request.list, chunkSize: 0 }), ...named, watch: "true", resourceVersion: start };
  await context.api.watchCall({ method: "GET", path, query, headers: { accept } }, ({ type, object }) => {
    if (type !== "BOOKMARK") shows.change(type, object);
  });
}

/** How what is watched is shown. */
interface Show {
  readonly tables: boolean;
  existing(answer: unknown): void;
  change(type: string, object: unknown): void;
}

/** Shows what there is, unless only changes are wanted, and tells from which version on to watch. */
async function firstLook(context: CommandContext, { item, request, shows }: { readonly item: GetItem; readonly request: GetRequest; readonly shows: Show }): Promise<string> {
  const { api, arguments: given } = context;
  const { resource, name, namespace } = item;
  const plain = () => (name === undefined ? api.list(resource, { namespace, labelSelector: request.list.labelSelector, fieldSelector: request.list.fieldSelector }) : api.get(resource, { name, namespace }));
  const tabular = () => (name === undefined ? fetchTable(api, resource, request.list) : fetchRow(api, resource, { name, namespace, withObjects: false }));
  const answer = (await (shows.tables ? tabular() : plain())) as { readonly metadata?: { readonly resourceVersion?: string } };
  if (!given.flag("watch-only")) shows.existing(answer);
  return answer.metadata?.resourceVersion ?? "";
}

class TableShow implements Show {
  readonly tables = true;
  readonly #output: TableOutput;
  readonly #item: GetItem;
  readonly #events: boolean;

  constructor(context: CommandContext, item: GetItem) {
    this.#output = new TableOutput(context, context.arguments.flag("show-kind"));
    this.#item = item;
    this.#events = context.arguments.flag("output-watch-events");
  }

  existing(answer: unknown): void {
    this.#print("ADDED", answer as Table);
  }

  change(type: string, object: unknown): void {
    this.#print(type, object as Table);
  }

  #print(type: string, table: Table): void {
    this.#output.print({ ...table, columnDefinitions: table.columnDefinitions ?? [] }, this.#item.resource, this.#events ? type : undefined);
    this.#output.flush();
  }
}

class ObjectShow implements Show {
  readonly tables = false;
  readonly #context: CommandContext;
  readonly #printer: ObjectPrinter;

  constructor(context: CommandContext, printer: ObjectPrinter) {
    this.#context = context;
    this.#printer = printer;
  }

  existing(answer: unknown): void {
    const list = answer as { readonly items?: readonly KubernetesObject[]; readonly apiVersion?: string; readonly kind?: string };
    if (list.items === undefined) return this.change("ADDED", answer);
    for (const item of list.items) this.change("ADDED", item.kind === undefined ? { ...(item as object), apiVersion: list.apiVersion, kind: list.kind?.replace(/List$/, "") } : item);
  }

  change(type: string, object: unknown): void {
    const shown = this.#context.arguments.flag("output-watch-events") ? { type, object } : object;
    this.#context.print(this.#printer(shown as JsonObject));
  }
}
