import { ApiError } from "../../apimachinery/status.ts";
import type { Command, CommandContext } from "../command.ts";
import { KubectlError } from "../kubectl-error.ts";
import { describe } from "../describers/describers.ts";
import { throwCollected } from "../errors.ts";
import { allNamespacesFlag, findObjects, type Found, selectorFlag } from "../found-objects.ts";

export const describeCommand: Command = {
  name: "describe",
  summary: "Show details of a specific resource or group of resources",
  usage: "describe (TYPE [NAME_PREFIX | -l label] | TYPE/NAME)",
  examples: `  # Describe a node
  kubectl describe nodes node-1

  # Describe a pod
  kubectl describe pods/web

  # Describe all pods of a label
  kubectl describe pods -l app=web

  # Describe all pods of the deployment 'frontend', whose names begin with its name
  kubectl describe pods frontend`,
  flags: [
    selectorFlag,
    allNamespacesFlag,
    { name: "show-events", type: "boolean", default: "true", help: "Show the events about the object. Left out for several objects unless it is given." },
    { name: "chunk-size", type: "integer", default: "500", help: "Read large lists in pieces of this size. Pass 0 to disable." },
  ],
  writes: false,

  async run(context) {
    const words = context.arguments.words;
    if (words.length === 0) throw new KubectlError('You must specify the type of resource to describe. Use "kubectl api-resources" for a complete list of supported resources.');
    const found = await findObjects(context, { path: "kubectl describe" });
    const [error, ...others] = found.errors;
    if (words.length === 2 && others.length === 0 && error instanceof ApiError && error.reason === "NotFound") await describeByPrefix(context, words, error);
    else await describeFound(context, found);
    return 0;
  },
};

async function describeFound(context: CommandContext, { objects, errors }: Found): Promise<void> {
  const showEvents = objects.length <= 1 && errors.length === 0 ? context.arguments.flag("show-events") : showsManyEvents(context);
  for (const [index, { object }] of objects.entries()) {
    const text = await describe(object, { client: context.api.client, now: context.environment.clock.now(), showEvents });
    context.print(index === 0 ? text : `\n\n${text}`);
  }
  if (objects.length === 0 && errors.length === 0) {
    context.printError(context.arguments.flag("all-namespaces") ? "No resources found\n" : `No resources found in ${context.namespace} namespace.\n`);
  }
  throwCollected(errors);
}

/** Events of many objects are shown only on demand. */
const showsManyEvents = ({ arguments: given }: CommandContext) => given.given("show-events") && given.flag("show-events");

/** When nothing has exactly the name, everything whose name begins with it is meant. */
async function describeByPrefix(context: CommandContext, [type = "", prefix = ""]: readonly string[], notFound: ApiError): Promise<void> {
  const { objects, errors } = await findObjects(context, { path: "kubectl describe", words: [type] });
  throwCollected(errors);
  const fitting = objects.filter(({ object }) => object.metadata.name.startsWith(prefix));
  if (fitting.length === 0) throw notFound;
  for (const { object } of fitting) {
    const text = await describe(object, { client: context.api.client, now: context.environment.clock.now(), showEvents: showsManyEvents(context) });
    context.print(`${text}\n`);
  }
}
