import type { KubernetesObject } from "../apimachinery/object.ts";
import { apiVersionOf, type ServedResource } from "./api-resource.ts";
import type { CommandContext } from "./command.ts";
import { KubectlError } from "./kubectl-error.ts";
import type { Flag } from "./flag.ts";
import { readResourceArguments, type ResourceArgument } from "./resource-arguments.ts";

/** An object that a command was asked about, and its resource. */
export interface FoundObject {
  readonly resource: ServedResource;
  readonly object: KubernetesObject;
}

export interface FindOptions {
  /** The command, for hints: `kubectl describe`. */
  readonly path: string;
  /** A resource without names means all of its objects. */
  readonly all?: boolean;
  readonly words?: readonly string[];
  /** Instead of the command's own --selector. */
  readonly selector?: string;
}

export interface Found {
  readonly objects: readonly FoundObject[];
  /** What could not be found; the rest is worked on all the same. */
  readonly errors: readonly unknown[];
}

export const selectorFlag: Flag = { name: "selector", short: "l", type: "string", help: "Label selector to filter on, such as key1=value1,key2!=value2." };
export const allNamespacesFlag: Flag = { name: "all-namespaces", short: "A", type: "boolean", help: "Look in all namespaces." };

/** Finds the objects that words and selectors name, in their order. */
export async function findObjects(context: CommandContext, { path, all = true, words = context.arguments.words, selector = context.arguments.text("selector") }: FindOptions): Promise<Found> {
  const { arguments: given, api } = context;
  const fieldSelector = given.text("field-selector");
  const { items } = readResourceArguments(words, await api.discovery(), { path, selector, fieldSelector, allNamespaces: given.flag("all-namespaces"), all, warn: context.printError });
  const objects: FoundObject[] = [];
  const errors: unknown[] = [];
  for (const item of items) {
    try {
      objects.push(...(await objectsOf(item, context, selector)));
    } catch (error) {
      if (!(error instanceof Error) || error.name === "AssertionError") throw error;
      errors.push(error);
    }
  }
  return { objects, errors };
}

/** The objects of one argument. */
async function objectsOf({ resource, name }: ResourceArgument, { api, namespace, arguments: given }: CommandContext, labelSelector: string): Promise<readonly FoundObject[]> {
  const within = resource.scope === "Namespaced" && !given.flag("all-namespaces") ? { namespace } : {};
  if (name !== undefined) return [{ resource, object: await api.get(resource, { ...within, name }) }];
  const fieldSelector = given.text("field-selector");
  const { items } = await api.list(resource, { ...within, ...(labelSelector !== "" && { labelSelector }), ...(fieldSelector !== "" && { fieldSelector }) });
  return items.map((object) => ({ resource, object: typed(object, resource) }));
}

/** Does something with every object; what fails is collected and keeps nothing else from being done. */
export async function tryEach(objects: readonly FoundObject[], act: (found: FoundObject) => Promise<void>): Promise<readonly unknown[]> {
  const errors: unknown[] = [];
  for (const found of objects) {
    try {
      await act(found);
    } catch (error) {
      if (!(error instanceof Error) || error.name === "AssertionError") throw error;
      errors.push(error);
    }
  }
  return errors;
}

/** Items of a list need not say what they are. */
export const typed = (object: KubernetesObject, resource: ServedResource): KubernetesObject =>
  object.kind === undefined ? { ...(object as object as KubernetesObject), apiVersion: apiVersionOf(resource), kind: resource.kind } : object;

/** Where an object lives. */
export const referenceOf = ({ object: { metadata } }: FoundObject) => ({ name: metadata.name, ...(metadata.namespace !== undefined && { namespace: metadata.namespace }) });

/** Commands that need at least one word say so like this. */
export function requireResource(words: readonly string[]): void {
  if (words.length === 0) throw new KubectlError("required resource not specified");
}
