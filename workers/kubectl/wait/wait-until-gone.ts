import { ApiError } from "../../apimachinery/status.ts";
import { second } from "../../base/units.ts";
import type { CommandContext } from "../command.ts";
import { KubectlError } from "../kubectl-error.ts";
import { type FoundObject, referenceOf } from "../found-objects.ts";
import { withinTime } from "./within-time.ts";

/** As long as a request may wait where no time is stated. */
const aWeek = 168 * 3600 * second;

/** Waits until each object is gone, or another one has its name. */
export async function waitUntilGone(context: CommandContext, objects: readonly FoundObject[], gone: (found: FoundObject) => void = () => {}): Promise<void> {
  const timeout = context.arguments.duration("timeout");
  for (const found of objects) {
    const { resource, object } = found;
    const late = () => new KubectlError(`timed out waiting for the condition on ${resource.plural}/${object.metadata.name}`);
    await withinTime(context.environment.clock, goneFrom(context, found), { timeout: timeout > 0 ? timeout : aWeek, late });
    gone(found);
  }
}

async function goneFrom({ api }: CommandContext, found: FoundObject): Promise<void> {
  const { resource, object } = found;
  const reference = referenceOf(found);
  const fieldSelector = `metadata.name=${reference.name}`;
  for (;;) {
    const live = await api.get(resource, reference).catch((error: unknown) => {
      if (error instanceof ApiError && error.reason === "NotFound") return undefined;
      throw error;
    });
    if (live === undefined || (object.metadata.uid !== "" && live.metadata.uid !== object.metadata.uid)) return;
    const gone = await api.watch(resource, { namespace: reference.namespace, fieldSelector, resourceVersion: live.metadata.resourceVersion }, ({ type }) => type === "DELETED");
    if (gone) return;
  }
}
