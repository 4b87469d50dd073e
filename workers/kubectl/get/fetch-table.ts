import type { Api } from "../api.ts";
import { type ApiResource, collectionPathOf, objectPathOf } from "../api-resource.ts";
import { KubectlError } from "../kubectl-error.ts";
import type { Table } from "../printers/table.ts";

/** Asks the server for the table that it would print itself. */
export const tableAccept = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json";

export interface ListRequest {
  /** Undefined for all namespaces. */
  readonly namespace: string | undefined;
  readonly labelSelector: string;
  readonly fieldSelector: string;
  /** How many objects one answer may hold; 0 for all at once. */
  readonly chunkSize: number;
  /** Rows bring their whole objects, to sort by them. */
  readonly withObjects: boolean;
}

/** The table of one object. */
export async function fetchRow(api: Api, resource: ApiResource, reference: { readonly namespace?: string; readonly name: string; readonly subresource?: string; readonly withObjects: boolean }): Promise<Table> {
  const path = objectPathOf(resource, reference, reference.subresource);
  return asTable(await api.request({ method: "GET", path, query: reference.withObjects ? { includeObject: "Object" } : {}, headers: { accept: tableAccept } }), resource);
}

/** The table of a list, put together from as many answers as it takes. */
export async function fetchTable(api: Api, resource: ApiResource, request: ListRequest): Promise<Table> {
  const path = collectionPathOf(resource, request.namespace);
  let table: Table | undefined;
  let token = "";
  do {
    const page = asTable(await api.request({ method: "GET", path, query: queryOf(request, token), headers: { accept: tableAccept } }), resource);
    table = table === undefined ? page : { ...page, columnDefinitions: table.columnDefinitions, rows: [...table.rows, ...page.rows] };
    token = page.metadata?.continue ?? "";
  } while (token !== "");
  return table;
}

/** The query of a list or of one of its further pages. */
export function queryOf({ labelSelector, fieldSelector, chunkSize, withObjects }: ListRequest, token = ""): Readonly<Record<string, string>> {
  return {
    ...(labelSelector !== "" && { labelSelector }),
    ...(fieldSelector !== "" && { fieldSelector }),
    ...(chunkSize > 0 && { limit: String(chunkSize) }),
    ...(token !== "" && { continue: token }),
    ...(withObjects && { includeObject: "Object" }),
  };
}

function asTable(value: unknown, { plural }: ApiResource): Table {
  const table = value as Partial<Table> | undefined;
  if (table?.kind !== "Table" || table.rows === undefined) throw new KubectlError(`the server does not print ${plural} as a table; try -o yaml`);
  return { ...table, columnDefinitions: table.columnDefinitions ?? [], rows: table.rows } as Table;
}
