import { ApiError } from "../apimachinery/status.ts";
import { Nodes } from "../api/core/node.ts";
import type { Node } from "../api/generated/core/v1.ts";
import type { CommandContext } from "./command.ts";
import type { Flag } from "./flag.ts";
import { KubectlError } from "./kubectl-error.ts";
import { dryRunFlag, dryRunOf } from "./dry-run.ts";
import { selectorFlag } from "./found-objects.ts";
import { resultPrinter } from "./result-printer.ts";
import { usageMistake } from "./usage-mistake.ts";

export const cordonFlags: readonly Flag[] = [dryRunFlag, selectorFlag];

/** The nodes that words or a selector name. */
export async function nodesFor({ arguments: given, api }: CommandContext, usage: string): Promise<readonly Node[]> {
  const { words } = given;
  const labelSelector = given.text("selector");
  if (words.length === 0 && !given.given("selector")) throw usageMistake(verbOf(usage), `USAGE: ${usage} [flags]`);
  if (words.length > 0 && labelSelector !== "") throw usageMistake(verbOf(usage), "error: cannot specify both a node name and a --selector option");
  if (words.length === 0) return (await api.client.list(Nodes, { labelSelector })).items;
  const nodes: Node[] = [];
  for (const word of words) nodes.push(await api.client.get(Nodes, { name: nodeName(word) }));
  return nodes;
}

const verbOf = (usage: string) => usage.split(" ")[0] ?? "";

/** `node-1`, `node/node-1`. */
function nodeName(word: string): string {
  const slash = word.indexOf("/");
  if (slash < 0) return word;
  const type = word.slice(0, slash);
  if (!["node", "nodes", "no"].includes(type)) throw new KubectlError(`error: expected resource of type node, got "${type}"`);
  return word.slice(slash + 1);
}

/** Closes nodes for new pods, or opens them again. */
export async function setSchedulable(context: CommandContext, nodes: readonly Node[], schedulable: boolean): Promise<void> {
  const print = resultPrinter(context);
  const dryRun = dryRunOf(context.arguments);
  const verb = schedulable ? "uncordon" : "cordon";
  for (const node of nodes) {
    if ((node.spec.unschedulable ?? false) === !schedulable) {
      print(node, `already ${verb}ed`);
      continue;
    }
    try {
      const patch = { type: "strategic" as const, body: { spec: { unschedulable: schedulable ? null : true } } };
      if (dryRun !== "client") await context.api.patch(Nodes, { name: node.metadata.name }, patch, { ...(dryRun === "server" && { dryRun: true }) });
      print(node, `${verb}ed`);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      context.printError(`error: unable to ${verb} node "${node.metadata.name}": ${error.message}\n`);
    }
  }
}
