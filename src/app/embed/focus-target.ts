import type { ObjectIndex } from "../../cluster/object-table.ts";
import type { Target } from "../../lib/object-key.ts";
import { shortKindOf } from "../../lib/resources.ts";

/** "pod/web-0" as an object: its kind as one types it to kubectl, and its name, or the beginning of its name. */
export function focusTarget(focus: string, { tables }: ObjectIndex): Target | undefined {
  const slash = focus.indexOf("/");
  const [kind, name] = [focus.slice(0, slash), focus.slice(slash + 1)];
  for (const [resource, table] of tables) {
    if (kind !== shortKindOf(resource) && kind !== resource && kind !== resource.split(".")[0]) continue;
    const entries = [...table.values()];
    const found = entries.find(({ object }) => object.metadata.name === name) ?? entries.find(({ object }) => object.metadata.name.startsWith(`${name}-`));
    if (found !== undefined) return { resource, key: found.key };
  }
  return undefined;
}
