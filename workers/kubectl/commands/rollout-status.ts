import type { Command, CommandContext } from "../command.ts";
import { KubectlError } from "../kubectl-error.ts";
import type { KubernetesObject } from "../../apimachinery/object.ts";
import type { Milliseconds } from "../../base/units.ts";
import { findObjects, type FoundObject, requireResource, selectorFlag, tryEach } from "../found-objects.ts";
import { rolloutStatus } from "../rollout-status.ts";
import { throwCollected } from "../errors.ts";

export const rolloutStatusCommand: Command = {
  name: "rollout status",
  summary: "Show the status of the rollout",
  usage: "rollout status (TYPE NAME | TYPE/NAME) [flags]",
  examples: `  # Watch the rollout status of a deployment
  kubectl rollout status deployment/nginx`,
  flags: [
    selectorFlag,
    { name: "watch", short: "w", type: "boolean", default: "true", help: "Watch the status of the rollout until it is done." },
    { name: "revision", type: "integer", default: "0", help: "Only this revision; 0 is the last one." },
    { name: "timeout", type: "duration", default: "0s", help: "How long to wait before giving up, such as 1s, 2m or 3h. 0 waits for ever." },
  ],
  writes: false,

  async run(context) {
    const { arguments: given } = context;
    requireResource(given.words);
    if (given.number("revision") < 0) throw new KubectlError(`revision must be a positive integer: ${given.number("revision")}`);
    const { objects, errors } = await findObjects(context, { path: "kubectl rollout status" });
    const failures = await tryEach(objects, (found) => follow(context, found));
    if (objects.length === 0 && errors.length === 0) context.printError(`No resources found in ${context.namespace} namespace.\n`);
    throwCollected([...errors, ...failures]);
    return 0;
  },
};

/** Tells the status, and again with each change until the rollout is done. */
async function follow(context: CommandContext, found: FoundObject): Promise<void> {
  const revision = context.arguments.number("revision");
  const tell = (object: KubernetesObject) => {
    const { text, done } = rolloutStatus(object, revision);
    context.print(text);
    return done || !context.arguments.flag("watch");
  };
  if (tell(found.object)) return;
  const timeout = context.arguments.duration("timeout");
  const watched = watch(context, found, tell);
  await (timeout > 0 ? within(context, watched, timeout) : watched);
}

/** A watch that the server ends in order is opened again at the object as it is then. */
async function watch({ api }: CommandContext, { resource, object }: FoundObject, tell: (object: KubernetesObject) => boolean): Promise<void> {
  const { name, namespace } = object.metadata;
  const reference = { name, ...(namespace !== undefined && { namespace }) };
  let { resourceVersion } = object.metadata;
  for (;;) {
    const options = { ...(namespace !== undefined && { namespace }), fieldSelector: `metadata.name=${name}`, resourceVersion };
    const done = await api.watch(resource, options, ({ type, object: changed }) => {
      if (type === "DELETED") throw new KubectlError("object has been deleted");
      return type === "BOOKMARK" ? false : tell(changed);
    });
    if (done) return;
    const fresh = await api.get(resource, reference);
    if (fresh.metadata.resourceVersion !== resourceVersion && tell(fresh)) return;
    resourceVersion = fresh.metadata.resourceVersion;
  }
}

function within({ environment: { clock } }: CommandContext, work: Promise<void>, timeout: Milliseconds): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = clock.after(timeout, () => reject(new KubectlError("timed out waiting for the condition")));
    work.then(
      () => {
        timer.cancel();
        resolve();
      },
      (error: unknown) => {
        timer.cancel();
        reject(error as Error);
      },
    );
  });
}
