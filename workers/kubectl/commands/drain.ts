import { ApiError } from "../../apimachinery/status.ts";
import type { Node } from "../../api/generated/core/v1.ts";
import type { Command, CommandContext } from "../command.ts";
import { KubectlError } from "../kubectl-error.ts";
import { deletePods, evictPods } from "../drain/evict.ts";
import { podsToEvict } from "../drain/pods-to-evict.ts";
import { dryRunOf } from "../dry-run.ts";
import { throwTogether } from "../errors.ts";
import { cordonFlags, nodesFor, setSchedulable } from "../node-scheduling.ts";
import { resultPrinter } from "../result-printer.ts";

export const drainCommand: Command = {
  name: "drain",
  summary: "Drain node in preparation for maintenance",
  usage: "drain NODE",
  examples: `  # Drain node "foo", and delete pods that nothing would create again
  kubectl drain foo --force

  # Leave the pods of daemon sets alone, and give pods 15 minutes to end
  kubectl drain foo --ignore-daemonsets --grace-period=900`,
  flags: [
    ...cordonFlags,
    { name: "chunk-size", type: "integer", default: "500", help: "Read large lists in pieces of this size. Pass 0 to disable." },
    { name: "delete-emptydir-data", type: "boolean", help: "Go on even if pods use emptyDir: their local data are lost." },
    { name: "disable-eviction", type: "boolean", help: "Delete pods instead of evicting them. This bypasses disruption budgets." },
    { name: "force", type: "boolean", help: "Go on even if pods declare no controller." },
    { name: "grace-period", type: "integer", default: "-1", help: "Seconds that each pod is given to end. If negative, what the pod states." },
    { name: "ignore-daemonsets", type: "boolean", help: "Leave the pods of daemon sets alone." },
    { name: "pod-selector", type: "string", help: "Only pods with these labels." },
    { name: "skip-wait-for-delete-timeout", type: "integer", default: "0", help: "Do not wait for pods that have been ending for longer than so many seconds." },
    { name: "timeout", type: "duration", default: "0s", help: "How long to wait before giving up; 0 waits for ever." },
  ],
  writes: true,

  async run(context) {
    const nodes = await nodesFor(context, "drain NODE");
    await setSchedulable(context, nodes, false);
    const failures: unknown[] = [];
    const pending: string[] = [];
    for (const node of nodes) {
      const failure = await drainNode(context, node);
      if (failure === undefined) continue;
      context.printError(`error: unable to drain node "${node.metadata.name}" due to error: ${failure.message}, continuing command...\n`);
      failures.push(failure);
      pending.push(node.metadata.name);
    }
    if (pending.length > 0) context.printError(`There are pending nodes to be drained:\n${pending.map((name) => ` ${name}\n`).join("")}`);
    throwTogether(failures);
    return 0;
  },
};

async function drainNode(context: CommandContext, node: Node): Promise<Error | undefined> {
  try {
    await emptyNode(context, node);
    resultPrinter(context)(node, "drained");
    return undefined;
  } catch (error) {
    if (error instanceof KubectlError || error instanceof ApiError) return error;
    throw error;
  }
}

async function emptyNode(context: CommandContext, { metadata: { name } }: Node): Promise<void> {
  const { pods, warning } = await podsToEvict(context, name);
  if (warning !== "") context.printError(`Warning: ${warning}\n`);
  if (dryRunOf(context.arguments) === "client") {
    for (const { metadata } of pods) context.print(`evicting pod ${metadata.namespace}/${metadata.name} (dry run)\n`);
    return;
  }
  try {
    await (context.arguments.flag("disable-eviction") ? deletePods(context, pods) : evictPods(context, pods));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const left = (await podsToEvict(context, name)).pods;
    if (left.length > 0) context.printError(`There are pending pods in node "${name}" when an error occurred: ${error.message}\n${left.map(({ metadata }) => `pod/${metadata.name}\n`).join("")}`);
    throw error;
  }
}
