import { ApiError } from "../apimachinery/status.ts";
import type { CommandContext } from "./command.ts";
import { KubectlError } from "./kubectl-error.ts";
import { findObjects, type Found, type FoundObject } from "./found-objects.ts";
import { objectsOf } from "./manifest/manifest-object.ts";
import { namesFiles, readFiles } from "./manifest/read-files.ts";

export interface SelectionOptions {
  /** The command, for hints: `kubectl scale`. */
  readonly path: string;
  /** Instead of the command's own words. */
  readonly words?: readonly string[];
  /** A resource without names means all of its objects; otherwise only with --all or a selector. */
  readonly all?: boolean;
  /** Objects from files are asked of the server, instead of being taken as they are written. Default: true. */
  readonly live?: boolean;
  /** Instead of the command's own --selector. */
  readonly selector?: string;
}

/** What is missing when neither files nor words say what to work on. */
export const nothingNamed = () =>
  new KubectlError(`You must provide one or more resources by argument or filename.
Example resource specifications include:
   '-f rsrc.yaml'
   '--filename=rsrc.json'
   '<resource> <name>'
   '<resource>'`);

/** The objects that a command's files, words, selectors and --all name, and what is wrong with the others. */
export async function selectObjects(context: CommandContext, { path, words, all, live = true, selector }: SelectionOptions): Promise<Found> {
  const own = words ?? context.arguments.words;
  if (namesFiles(context)) {
    if (own.length > 0) throw new KubectlError("when paths, URLs, or stdin is provided as resource input, you may not specify resource arguments as well");
    return fromFiles(context, live);
  }
  if (own.length === 0) throw nothingNamed();
  return findObjects(context, { path, words: own, all: all ?? context.arguments.flag("all"), selector });
}

async function fromFiles(context: CommandContext, live: boolean): Promise<Found> {
  const objects: FoundObject[] = [];
  const errors: unknown[] = [];
  for (const found of await objectsOf(await readFiles(context), context)) {
    if (found.error !== undefined) errors.push(found.error);
    else if (!live) objects.push(found);
    else {
      try {
        objects.push({ resource: found.resource, object: await context.api.get(found.resource, found.object.metadata) });
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        errors.push(error);
      }
    }
  }
  return { objects, errors };
}
