import { ApiError } from "../../apimachinery/status.ts";
import type { JsonObject } from "../../apimachinery/json-value.ts";
import type { Command, CommandContext } from "../command.ts";
import { KubectlError } from "../kubectl-error.ts";
import { throwCollected } from "../errors.ts";
import { allNamespacesFlag, selectorFlag } from "../found-objects.ts";
import { fetchRow, fetchTable } from "../get/fetch-table.ts";
import { type GetItem, type GetRequest, getRequest } from "../get/get-request.ts";
import { listError } from "../get/list-error.ts";
import { printObjects } from "../get/print-objects.ts";
import { TableOutput } from "../get/print-tables.ts";
import { watchObjects } from "../get/watch-objects.ts";
import { filenameFlags } from "../manifest/read-files.ts";
import { printerFor } from "../printers/object-printer.ts";
import type { Table } from "../printers/table.ts";
import { printFlags } from "../printers/print-flags.ts";

export const getCommand: Command = {
  name: "get",
  summary: "Display one or many resources",
  usage: "get [(-o|--output=)json|yaml|name|go-template|jsonpath|custom-columns|wide] (TYPE[.VERSION][.GROUP] [NAME | -l label] | TYPE[.VERSION][.GROUP]/NAME ...) [flags]",
  examples: `# List all pods with more columns
kubectl get pods -o wide

# Follow the pods of an app
kubectl get pods -l app=web -w

# One deployment as YAML
kubectl get deployment web -o yaml

# Only the name of the node that a pod runs on
kubectl get pod web -o jsonpath='{.spec.nodeName}'

# Several kinds at once, in all namespaces
kubectl get deployments,services -A`,
  writes: false,
  flags: [
    ...filenameFlags,
    ...printFlags.map((flag) => (flag.name === "output" ? { ...flag, help: "Output format. One of: (json, yaml, name, go-template, go-template-file, template, templatefile, jsonpath, jsonpath-as-json, jsonpath-file, custom-columns, custom-columns-file, wide)." } : flag)),
    selectorFlag,
    allNamespacesFlag,
    { name: "field-selector", type: "string", help: "Field query, such as status.phase=Running,spec.nodeName!=node-1." },
    { name: "watch", short: "w", type: "boolean", help: "After listing, go on with every change." },
    { name: "watch-only", type: "boolean", help: "Print changes only, without what there is already." },
    { name: "output-watch-events", type: "boolean", help: "Print the type of each event too." },
    { name: "ignore-not-found", type: "boolean", help: "Exit with 0 when what was named does not exist." },
    { name: "label-columns", short: "L", type: "strings", help: "Labels that get columns of their own." },
    { name: "show-labels", type: "boolean", help: "Show all labels in the last column." },
    { name: "show-kind", type: "boolean", help: "Show the kind in front of each name." },
    { name: "no-headers", type: "boolean", help: "Print no headings." },
    { name: "sort-by", type: "string", help: "Sort by this JSONPath, such as '{.metadata.creationTimestamp}'." },
    { name: "chunk-size", type: "integer", default: "500", help: "How many objects one answer may hold; 0 for all at once." },
    { name: "subresource", type: "string", help: "Get this subresource of each object, such as status or scale." },
    { name: "server-print", type: "boolean", default: "true", help: "Let the server choose the columns." },
    { name: "raw", type: "string", help: "Request this path of the server." },
  ],

  async run(context) {
    const { arguments: given } = context;
    if (given.given("raw")) return getRaw(context);
    if (!given.flag("server-print")) throw new KubectlError("--server-print=false is not supported by this kubectl: the server prints the tables");
    const printer = printerFor({ arguments: given, readFile: context.environment.readFile }, true);
    const request = await getRequest(context);
    if (given.flag("watch") || given.flag("watch-only")) await watchObjects(context, request, printer);
    else if (printer === undefined) await printTables(context, request);
    else await printObjects(context, request, printer);
    return 0;
  },
};

async function getRaw({ api, arguments: given, print }: CommandContext): Promise<number> {
  if (given.words.length > 0) throw new KubectlError("arguments may not be passed when --raw is specified");
  const [path = "", search = ""] = given.text("raw").split("?");
  const query = Object.fromEntries(search.split("&").filter((part) => part !== "").map((part) => [part.split("=")[0] ?? "", decodeURIComponent(part.split("=").slice(1).join("="))]));
  const body = await api.request({ method: "GET", path, query });
  print(typeof body === "string" ? body : `${JSON.stringify(body as JsonObject)}\n`);
  return 0;
}

async function printTables(context: CommandContext, request: GetRequest): Promise<void> {
  const { arguments: given } = context;
  const errors: unknown[] = [];
  const tables: { readonly item: GetItem; readonly table: Table }[] = [];
  for (const item of request.items) {
    try {
      tables.push({ item, table: await tableOf(context, item, request) });
    } catch (caught) {
      const error = item.name === undefined ? listError(caught, item.resource, request.list) : caught;
      if (!(error instanceof ApiError)) throw error;
      if (!(given.flag("ignore-not-found") && error.reason === "NotFound")) errors.push(error);
    }
  }
  const kinds = new Set(tables.map(({ item: { resource } }) => `${resource.group}/${resource.kind}`));
  const output = new TableOutput(context, kinds.size > 1 || given.flag("show-kind"));
  for (const { item, table } of tables) output.print(table, item.resource);
  output.flush();
  if (!output.written && errors.length === 0 && !given.flag("ignore-not-found")) context.printError(nothingFound(context, request));
  throwCollected(errors);
}

function tableOf({ api, arguments: given }: CommandContext, { resource, name, namespace }: GetItem, { list }: GetRequest) {
  if (name === undefined) return fetchTable(api, resource, list);
  return fetchRow(api, resource, { name, namespace, subresource: given.text("subresource"), withObjects: list.withObjects });
}

function nothingFound({ arguments: given, namespace }: CommandContext, { items }: GetRequest): string {
  const namespaced = !given.flag("all-namespaces") && items.every(({ resource }) => resource.scope === "Namespaced");
  return namespaced ? `No resources found in ${namespace} namespace.\n` : "No resources found\n";
}
