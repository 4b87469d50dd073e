import { apiVersionOf, qualifiedPlural, type ServedResource } from "../api-resource.ts";
import type { Command, CommandContext } from "../command.ts";
import { KubectlError } from "../kubectl-error.ts";
import { getLayout, TabWriter } from "../printers/tab-writer.ts";

export const apiResourcesCommand: Command = {
  name: "api-resources",
  summary: "Print the supported API resources on the server",
  usage: "api-resources",
  examples: `kubectl api-resources

# With verbs and categories
kubectl api-resources -o wide

# Those of one group
kubectl api-resources --api-group=apps`,
  writes: false,
  flags: [
    { name: "api-group", type: "string", help: "Only resources of this group." },
    { name: "namespaced", type: "boolean", default: "true", help: "Only resources that live in namespaces; =false for those that do not." },
    { name: "verbs", type: "strings", help: "Only resources that know these verbs." },
    { name: "categories", type: "strings", help: "Only resources in these categories." },
    { name: "no-headers", type: "boolean", help: "Print no headings." },
    { name: "output", short: "o", type: "string", help: "Output format: wide or name." },
    { name: "sort-by", type: "string", help: "Sort by name or kind." },
    { name: "cached", type: "boolean", help: "Use what is known already." },
  ],

  async run(context) {
    const { arguments: given, print } = context;
    if (given.words.length > 0) throw new KubectlError(`unexpected arguments: [${given.words.join(" ")}]\nSee 'kubectl api-resources -h' for help and examples`);
    const output = given.text("output");
    if (!["", "wide", "name"].includes(output)) throw new KubectlError(`--output ${output} is not available`);
    const resources = (await context.api.discovery()).resources.filter((resource) => wanted(resource, context)).toSorted(order(given.text("sort-by")));
    if (output === "name") resources.forEach((resource) => print(`${qualifiedPlural(resource)}\n`));
    else printTable(context, resources);
    return 0;
  },
};

function wanted({ preferred, group, scope, verbs, categories }: ServedResource, { arguments: given }: CommandContext): boolean {
  if (!preferred || verbs.length === 0) return false;
  if (given.given("api-group") && given.text("api-group") !== group) return false;
  if (given.given("namespaced") && given.flag("namespaced") !== (scope === "Namespaced")) return false;
  return given.list("verbs").every((verb) => verbs.includes(verb)) && given.list("categories").every((category) => categories.includes(category));
}

function order(sortBy: string): (a: ServedResource, b: ServedResource) => number {
  if (!["", "name", "kind"].includes(sortBy)) throw new KubectlError("--sort-by accepts only name or kind");
  const key = ({ group, plural, kind }: ServedResource) => (sortBy === "kind" ? kind : sortBy === "name" ? plural : `${group}\u0000${plural}`);
  return (a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0);
}

function printTable({ arguments: given, print }: CommandContext, resources: readonly ServedResource[]): void {
  const wide = given.text("output") === "wide";
  const writer = new TabWriter(print, getLayout);
  if (!given.flag("no-headers")) writer.write(`${["NAME", "SHORTNAMES", "APIVERSION", "NAMESPACED", "KIND", ...(wide ? ["VERBS", "CATEGORIES"] : [])].join("\t")}\n`);
  for (const resource of resources) {
    const { plural, shortNames, scope, kind, verbs, categories } = resource;
    const more = wide ? [verbs.join(","), categories.join(",")] : [];
    writer.write(`${[plural, shortNames.join(","), apiVersionOf(resource), String(scope === "Namespaced"), kind, ...more].join("\t")}\n`);
  }
  writer.flush();
}
