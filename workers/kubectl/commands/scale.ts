import type { KubernetesObject } from "../../apimachinery/object.ts";
import type { Command, CommandContext } from "../command.ts";
import { KubectlError } from "../kubectl-error.ts";
import { dryRunFlag, dryRunOf } from "../dry-run.ts";
import { errorText } from "../error-text.ts";
import { throwCollected, UsageError } from "../errors.ts";
import { type FoundObject, referenceOf, selectorFlag } from "../found-objects.ts";
import { filenameFlags } from "../manifest/read-files.ts";
import { printFlags } from "../printers/print-flags.ts";
import { resultPrinter } from "../result-printer.ts";
import { selectObjects } from "../selected-objects.ts";

/** autoscaling/v1 Scale, as far as it matters here. */
interface Scale extends KubernetesObject {
  readonly spec?: { readonly replicas?: number };
  readonly status?: { readonly replicas?: number };
}

export const scaleCommand: Command = {
  name: "scale",
  summary: "Set a new size for a deployment, replica set, or replication controller",
  usage: "scale [--resource-version=version] [--current-replicas=count] --replicas=COUNT (-f FILENAME | TYPE NAME)",
  examples: `# Scale a deployment to three replicas
kubectl scale deployment/web --replicas=3

# Only if it has two now
kubectl scale deployment/web --current-replicas=2 --replicas=3`,
  writes: true,
  flags: [
    ...filenameFlags,
    ...printFlags,
    dryRunFlag,
    selectorFlag,
    { name: "replicas", type: "integer", help: "How many replicas there should be. Required." },
    { name: "current-replicas", type: "integer", default: "-1", help: "Scale only if there are so many now; -1 for any number." },
    { name: "resource-version", type: "string", help: "Scale only if the object has this version." },
    { name: "timeout", type: "duration", default: "0s", help: "How long to wait until the new size is reached; 0 does not wait." },
    { name: "all", type: "boolean", help: "Scale all objects of the named types." },
  ],

  async run(context) {
    const { arguments: given } = context;
    if (!given.given("replicas")) throw new KubectlError('required flag(s) "replicas" not set');
    if (given.number("replicas") < 0) throw new KubectlError("The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0");
    const { objects, errors } = await selectObjects(context, { path: "kubectl scale" });
    if (objects.length === 0) throw new KubectlError(`no objects passed to scale ${errors.map((error) => (error as Error).message).join(" ")}`.trimEnd());
    if (objects.length > 1 && given.text("resource-version") !== "") throw new KubectlError("cannot use --resource-version with multiple resources");
    const failed: unknown[] = [...errors];
    for (const found of objects) {
      try {
        await scaleOne(context, found);
      } catch (error) {
        if (error instanceof UsageError || errorText(error) === undefined) throw error;
        failed.push(error);
      }
    }
    throwCollected(failed);
    return 0;
  },
};

async function scaleOne(context: CommandContext, found: FoundObject): Promise<void> {
  const { arguments: given } = context;
  const dryRun = dryRunOf(given);
  const replicas = given.number("replicas");
  if (dryRun !== "client") {
    await checkPreconditions(context, found);
    const resourceVersion = given.text("resource-version");
    const body = { ...(resourceVersion !== "" && { metadata: { resourceVersion } }), spec: { replicas } };
    await context.api.patch(found.resource, referenceOf(found), { type: "merge", body, subresource: "scale" }, { dryRun: dryRun === "server" });
  }
  resultPrinter(context)(found.object, "scaled");
  if (given.duration("timeout") > 0 && dryRun === "none") await waitForSize(context, found);
}

async function checkPreconditions({ api, arguments: given }: CommandContext, found: FoundObject): Promise<void> {
  const expected = given.number("current-replicas");
  if (expected < 0) return;
  const { spec } = await api.get<Scale>(found.resource, referenceOf(found), "scale");
  const actual = spec?.replicas ?? 0;
  if (actual !== expected) throw new KubectlError(`Expected replicas to be ${expected}, was ${actual}`);
}

/** Looks again and again, as the real one does. */
async function waitForSize({ api, arguments: given, environment: { clock } }: CommandContext, found: FoundObject): Promise<void> {
  const deadline = clock.now() + given.duration("timeout");
  const replicas = given.number("replicas");
  for (;;) {
    const { spec, status } = await api.get<Scale>(found.resource, referenceOf(found), "scale");
    if (spec?.replicas !== replicas || status?.replicas === replicas) return;
    if (clock.now() >= deadline) throw new KubectlError(`timed out waiting for ${JSON.stringify(found.object.metadata.name)} to be synced`);
    await clock.sleep(Math.min(100, deadline - clock.now()));
  }
}
