import type { JsonObject } from "../apimachinery/json-value.ts";
import type { KubernetesObject } from "../apimachinery/object.ts";
import { createJsonMergePatch } from "../apimachinery/patch/json-merge-patch.ts";
import { createTwoWayMergePatch } from "../apimachinery/patch/strategic-merge-patch.ts";
import { ApiError } from "../apimachinery/status.ts";
import { definitionName } from "../api/schema.ts";
import { typeSchema } from "../api/type-schema.ts";
import { qualifiedPlural } from "./api-resource.ts";
import type { CommandContext } from "./command.ts";
import { KubectlError } from "./kubectl-error.ts";
import { dryRunOf } from "./dry-run.ts";
import { type FoundObject, referenceOf } from "./found-objects.ts";
import { resultPrinter } from "./result-printer.ts";

/** What a command does to each of its objects. */
export interface ObjectChange {
  /** The object as it shall be; throws a KubectlError when that cannot be done to this object. */
  readonly changed: (object: KubernetesObject) => KubernetesObject;
  /** What is said of a changed object: `image updated`. */
  readonly operation: string;
  /** What is said when there is nothing to change; silent without. */
  readonly unchanged?: string;
  readonly fieldManager: string;
  /** In front of the server's refusal. */
  readonly failure: string;
}

/** Changes objects, each with a patch of what differs. Returns what went wrong; every object is tried. */
export async function changeObjects(context: CommandContext, objects: readonly FoundObject[], change: ObjectChange): Promise<readonly unknown[]> {
  const print = resultPrinter(context);
  const errors: unknown[] = [];
  for (const found of objects) {
    try {
      const after = await changeOne(context, found, change);
      if (after !== undefined) print(after, change.operation);
      else if (change.unchanged !== undefined) print(found.object, change.unchanged);
    } catch (error) {
      if (!(error instanceof KubectlError)) throw error;
      errors.push(error);
    }
  }
  return errors;
}

/** The object as the server has it after the change; undefined when it was so before. */
async function changeOne(context: CommandContext, found: FoundObject, { changed, fieldManager, failure }: ObjectChange): Promise<KubernetesObject | undefined> {
  const after = changedOrExplained(found, changed);
  const patch = patchBetween(found, after);
  if (Object.keys(patch.body).length === 0) return undefined;
  const dryRun = dryRunOf(context.arguments);
  if (dryRun === "client") return after;
  try {
    return await context.api.patch(found.resource, referenceOf(found), patch, { fieldManager, ...(dryRun === "server" && { dryRun: true }) });
  } catch (error) {
    if (error instanceof ApiError) throw new KubectlError(`${failure}: ${error.message}`);
    throw error;
  }
}

function changedOrExplained({ resource, object }: FoundObject, changed: ObjectChange["changed"]): KubernetesObject {
  try {
    return changed(object);
  } catch (error) {
    if (!(error instanceof ObjectRefused)) throw error;
    throw new KubectlError(`error: ${error.asSentence ? `${qualifiedPlural(resource)} "${object.metadata.name}" ${error.message}` : `${qualifiedPlural(resource)}/${object.metadata.name} ${error.message}`}`);
  }
}

/** This kind of object, or this object as it is, cannot be changed so. The object's name is put in front of the message. */
export class ObjectRefused extends Error {
  override readonly name = "ObjectRefused";
  /** `deployments.apps "web" can't …` instead of `deployments.apps/web …`. */
  readonly asSentence: boolean;

  constructor(message: string, asSentence = false) {
    super(message);
    this.asSentence = asSentence;
  }
}

interface PatchBody {
  readonly type: "strategic" | "merge";
  readonly body: JsonObject;
}

/** What turns one object into the other, as a strategic merge patch where the kind has a schema. */
export function patchBetween({ resource, object }: FoundObject, after: KubernetesObject): PatchBody {
  const [before, wanted] = [object as unknown as JsonObject, after as unknown as JsonObject];
  const name = definitionName(resource);
  return name === undefined ? { type: "merge", body: createJsonMergePatch(before, wanted) } : { type: "strategic", body: createTwoWayMergePatch(before, wanted, typeSchema(name)) };
}
