import type { KubernetesObject } from "../../apimachinery/object.ts";
import { ApiError } from "../../apimachinery/status.ts";
import type { Command, CommandContext } from "../command.ts";
import { KubectlError } from "../kubectl-error.ts";
import { throwCollected } from "../errors.ts";
import { allNamespacesFlag, type FoundObject, referenceOf, selectorFlag } from "../found-objects.ts";
import { filenameFlags } from "../manifest/read-files.ts";
import { printFlags } from "../printers/print-flags.ts";
import { resultPrinter } from "../result-printer.ts";
import { selectObjects } from "../selected-objects.ts";
import { type WaitCondition, waitCondition } from "../wait/wait-condition.ts";
import { waitUntilGone } from "../wait/wait-until-gone.ts";
import { withinTime } from "../wait/within-time.ts";

export const waitCommand: Command = {
  name: "wait",
  summary: "Experimental: Wait for a specific condition on one or many resources",
  usage: "wait ([-f FILENAME] | resource.group/resource.name | resource.group [(-l label | --all)]) [--for=create|--for=delete|--for condition=available|--for=jsonpath='{}'[=value]]",
  examples: `# Until a pod is ready
kubectl wait --for=condition=Ready pod/web

# Until it runs
kubectl wait --for=jsonpath='{.status.phase}'=Running pod/web

# Until it is gone
kubectl wait --for=delete pod/web --timeout=60s`,
  writes: false,
  flags: [
    ...filenameFlags,
    ...printFlags,
    selectorFlag,
    allNamespacesFlag,
    { name: "for", type: "strings", help: "What to wait for: create, delete, condition=TYPE[=STATUS], jsonpath='{PATH}'[=VALUE]." },
    { name: "timeout", type: "duration", default: "30s", help: "How long to wait before giving up. Zero looks once; negative waits for a week." },
    { name: "all", type: "boolean", help: "All objects of the named types in the namespace." },
    { name: "field-selector", type: "string", help: "Field query, such as status.phase=Running." },
  ],

  async run(context) {
    const wanted = context.arguments.values("for").at(-1) ?? "";
    if (wanted.toLowerCase() === "delete") return waitForDelete(context);
    if (wanted.toLowerCase() === "create") await untilCreated(context);
    const condition = wanted.toLowerCase() === "create" ? { holds: () => true } : waitCondition(wanted);
    const { objects, errors } = await selectObjects(context, { path: "kubectl wait" });
    throwCollected(errors);
    if (objects.length === 0) throw new KubectlError("no matching resources found");
    const late: unknown[] = [];
    for (const found of objects) await waitFor(context, found, condition).catch((error: unknown) => late.push(error));
    throwCollected(late);
    return 0;
  },
};

const aWeek = 168 * 3600 * 1000;

/** Looks every second until everything that was named exists. */
async function untilCreated(context: CommandContext): Promise<void> {
  const { clock } = context.environment;
  const deadline = clock.now() + limit(context);
  for (;;) {
    const { objects, errors } = await selectObjects(context, { path: "kubectl wait" });
    const other = errors.find((error) => !(error instanceof ApiError && error.reason === "NotFound"));
    if (other !== undefined) throw other;
    if (objects.length > 0 && errors.length === 0) return;
    if (clock.now() >= deadline) throw new KubectlError("timed out waiting for the condition");
    await clock.sleep(Math.min(1000, deadline - clock.now()), "background");
  }
}

const limit = ({ arguments: given }: CommandContext) => (given.duration("timeout") < 0 ? aWeek : given.duration("timeout"));

async function waitForDelete(context: CommandContext): Promise<number> {
  const { objects, errors } = await selectObjects(context, { path: "kubectl wait" });
  const other = errors.filter((error) => !(error instanceof ApiError && error.reason === "NotFound"));
  throwCollected(other);
  await waitUntilGone(context, objects, (found) => resultPrinter(context)(found.object, "condition met"));
  return 0;
}

async function waitFor(context: CommandContext, found: FoundObject, condition: WaitCondition): Promise<void> {
  const { clock } = context.environment;
  const late = () => new KubectlError(`timed out waiting for the condition on ${found.resource.plural}/${found.object.metadata.name}`);
  const now = found.object;
  const met = condition.holds(now) ? now : await withinTime(clock, untilHolds(context, found, condition), { timeout: limit(context), late });
  resultPrinter(context)(met, "condition met");
}

/** A watch that the server ends in order is opened again at the object as it is then. */
async function untilHolds({ api }: CommandContext, found: FoundObject, condition: WaitCondition): Promise<KubernetesObject> {
  const reference = referenceOf(found);
  for (;;) {
    const live = await api.get(found.resource, reference);
    if (condition.holds(live)) return live;
    let met: KubernetesObject | undefined;
    const options = { namespace: reference.namespace, fieldSelector: `metadata.name=${reference.name}`, resourceVersion: live.metadata.resourceVersion };
    await api.watch(found.resource, options, ({ type, object }) => {
      if (type === "DELETED") throw new KubectlError(`${found.resource.plural}/${reference.name} was deleted while waiting`);
      if (type === "BOOKMARK" || !condition.holds(object)) return false;
      met = object;
      return true;
    });
    if (met !== undefined) return met;
  }
}
