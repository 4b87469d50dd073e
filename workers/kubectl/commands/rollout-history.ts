import type { JsonObject } from "../../apimachinery/json-value.ts";
import type { PodTemplateSpec } from "../../api/generated/core/v1.ts";
import type { Command, CommandContext } from "../command.ts";
import { KubectlError } from "../kubectl-error.ts";
import { Description } from "../describers/description.ts";
import { writePodTemplate } from "../describers/pod-template-section.ts";
import { throwCollected } from "../errors.ts";
import { findObjects, type FoundObject, requireResource, selectorFlag, tryEach } from "../found-objects.ts";
import { objectName, printerFor } from "../printers/object-printer.ts";
import { printFlags } from "../printers/print-flags.ts";
import { describeLayout, TabWriter } from "../printers/tab-writer.ts";
import { type Revision, revisionsOf } from "../rollout-history.ts";

export const rolloutHistoryCommand: Command = {
  name: "rollout history",
  summary: "View rollout history",
  usage: "rollout history (TYPE NAME | TYPE/NAME) [flags]",
  examples: `  # View the rollout history of a deployment
  kubectl rollout history deployment/abc

  # View the details of revision 3
  kubectl rollout history deployment/abc --revision=3`,
  flags: [...printFlags, selectorFlag, { name: "revision", type: "integer", default: "0", help: "See the details of this revision, its pod template included." }],
  writes: false,

  async run(context) {
    const { arguments: given } = context;
    requireResource(given.words);
    if (given.number("revision") < 0) throw new KubectlError(`revision must be a positive integer: ${given.number("revision")}`);
    const { objects, errors } = await findObjects(context, { path: "kubectl rollout history" });
    const failures = await tryEach(objects, (found) => show(context, found));
    throwCollected([...errors, ...failures]);
    return 0;
  },
};

async function show(context: CommandContext, found: FoundObject): Promise<void> {
  const wanted = context.arguments.number("revision");
  const revisions = await revisionsOf(found, context.api.client);
  const one = revisions.findLast(({ number }) => number === wanted);
  const printer = printerFor({ arguments: context.arguments, readFile: context.environment.readFile });
  if (wanted > 0 && one === undefined && (revisions.length > 0 || printer !== undefined)) throw new KubectlError("unable to find the specified revision");
  if (printer !== undefined) {
    for (const { keeper } of one === undefined ? revisions : [one]) context.print(printer(keeper as unknown as JsonObject));
    return;
  }
  const name = objectName(found.object as unknown as JsonObject);
  const text = revisions.length === 0 ? "No rollout history found." : one === undefined ? overview(revisions) : templateText(one.template);
  context.print(`${name} ${wanted > 0 ? `with revision #${wanted}` : ""}\n${text}\n`);
}

/** Details are printed with their tabs: only `kubectl describe` aligns them. */
function templateText(template: PodTemplateSpec | undefined): string {
  const into = new Description();
  writePodTemplate(into, template);
  return into.toRawText();
}

function overview(revisions: readonly Revision[]): string {
  let text = "";
  const writer = new TabWriter((aligned) => void (text += aligned), describeLayout);
  writer.write("REVISION\tCHANGE-CAUSE\n");
  for (const { number, changeCause } of revisions) writer.write(`${number}\t${changeCause || "<none>"}\n`);
  writer.flush();
  return text;
}
