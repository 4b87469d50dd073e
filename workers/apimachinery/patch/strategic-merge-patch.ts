import { isJsonObject, type JsonObject } from "../json-value.ts";
import type { TypeSchema } from "../type-schema.ts";
import { PatchError } from "./patch-error.ts";
import { patchesConflict } from "./strategic-conflict.ts";
import { diffObjects } from "./strategic-diff.ts";
import { mergeObject } from "./strategic-merge.ts";

/**
 * Strategic merge patch: like a JSON merge patch, but lists whose schema names a merge key merge item by item, and
 * directives (`$patch`, `$retainKeys`, `$setElementOrder`, `$deleteFromPrimitiveList`) say what values cannot.
 * Everything here throws a PatchError for a patch that makes no sense.
 */
export function applyStrategicMergePatch(original: JsonObject, patch: unknown, schema: TypeSchema): JsonObject {
  if (!isJsonObject(patch)) throw new PatchError(400, "invalid JSON document");
  return mergeObject(original, patch, schema, "apply");
}

/** The patch that turns `original` into `modified`: what `kubectl edit` and `kubectl set` send. */
export function createTwoWayMergePatch(original: JsonObject, modified: JsonObject, schema: TypeSchema): JsonObject {
  return diffObjects(original, modified, { schema, options: { changes: true, deletions: true, order: true } });
}

/** What a three-way patch is made of. */
export interface ThreeWay {
  /** What was applied last time. */
  readonly original: JsonObject;
  /** What is to be applied now. */
  readonly modified: JsonObject;
  /** What the server has. */
  readonly current: JsonObject;
}

/** Someone else changed what the patch would change. */
export class PatchConflictError extends Error {
  override readonly name = "PatchConflictError";
  readonly patch: JsonObject;
  readonly changed: JsonObject;

  constructor(patch: JsonObject, changed: JsonObject) {
    super(`patch:\n${JSON.stringify(patch)}\nconflicts with changes made from original to current:\n${JSON.stringify(changed)}\n`);
    this.patch = patch;
    this.changed = changed;
  }
}

/**
 * The patch of a client-side apply: additions and changes against what is there, deletions against what was applied
 * before. Without `overwrite`, changes by others to the same fields are a PatchConflictError.
 */
export function createThreeWayMergePatch({ original, modified, current }: ThreeWay, schema: TypeSchema, overwrite: boolean): JsonObject {
  const changes = diffObjects(current, modified, { schema, options: { changes: true, deletions: false, order: true } });
  const deletions = diffObjects(original, modified, { schema, options: { changes: false, deletions: true, order: true } });
  const patch = mergeObject(deletions, changes, schema, "combine");
  if (overwrite) return patch;

  const changed = diffObjects(original, current, { schema, options: { changes: true, deletions: true, order: false } });
  if (patchesConflict(patch, changed, schema)) throw new PatchConflictError(patch, changed);
  return patch;
}
