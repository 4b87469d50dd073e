import { KubectlError } from "./kubectl-error.ts";
import { qualifiedPlural, type ServedResource } from "./api-resource.ts";
import type { Discovery } from "./discovery.ts";

/** One thing that a command was asked about: an object, or all objects of a resource. */
export interface ResourceArgument {
  readonly resource: ServedResource;
  readonly name: string | undefined;
}

export interface ResourceArguments {
  readonly items: readonly ResourceArgument[];
  /** Exactly one object was named, so that lists are no lists. */
  readonly single: boolean;
}

export interface SelectionOptions {
  /** The command, for hints: `kubectl get`. */
  readonly path?: string;
  readonly selector?: string;
  readonly fieldSelector?: string;
  readonly allNamespaces?: boolean;
  /** A resource without names means all of its objects. */
  readonly all?: boolean;
  /** Where warnings go. */
  readonly warn?: (text: string) => void;
}

/** Reads `pods`, `pods,svc`, `pod a b`, `pod/a deploy/b` and `all` as every command does. */
export function readResourceArguments(words: readonly string[], discovery: Discovery, options: SelectionOptions = {}): ResourceArguments {
  const given = words.filter((word) => word !== "");
  const { items, single } = given.some((word) => word.includes("/")) ? readPairs(given, discovery, options) : readTypes(given, discovery, options);
  const named = items.some(({ name }) => name !== undefined);
  const selects = (options.selector ?? "") !== "" || (options.fieldSelector ?? "") !== "";
  if (named && options.allNamespaces === true) throw new KubectlError("a resource cannot be retrieved by name across all namespaces");
  if (named && selects) throw new KubectlError(`name cannot be provided when a selector is specified`);
  if (!named && items.length > 0 && !selects && options.all !== true) throw new KubectlError("resource(s) were provided, but no name was specified");
  return { items, single };
}

function readPairs(words: readonly string[], discovery: Discovery, { path = "kubectl" }: SelectionOptions): ResourceArguments {
  if (words.some((word) => !word.includes("/"))) {
    throw new KubectlError(`there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. '${path} resource/<resource_name>' instead of '${path} resource resource/<resource_name>'`);
  }
  const items = words.map((word) => {
    const [type = "", name = "", ...more] = word.split("/");
    if (more.length > 0) throw new KubectlError("arguments in resource/name form may not have more than one slash");
    if (type === "" || name === "" || type.includes(",") || name.includes(",")) throw new KubectlError("arguments in resource/name form must have a single resource and name");
    return { resource: discovery.named(type), name };
  });
  return { items, single: items.length === 1 };
}

function readTypes([types, ...names]: readonly string[], discovery: Discovery, { warn }: SelectionOptions): ResourceArguments {
  const resources = types === undefined ? [] : types.split(",").flatMap((type) => resourcesOf(type, discovery));
  if (warn !== undefined) for (const type of types?.split(",") ?? []) warnOfOthers(type, discovery, warn);
  if (names.length === 0) return { items: resources.map((resource) => ({ resource, name: undefined })), single: false };
  return { items: resources.flatMap((resource) => names.map((name) => ({ resource, name }))), single: resources.length === 1 && names.length === 1 };
}

/** A short name may stand for several resources. */
function warnOfOthers(type: string, discovery: Discovery, warn: (text: string) => void): void {
  for (const other of discovery.shadowedBy(type)) warn(`Warning: short name "${type}" could also match lower priority resource ${qualifiedPlural(other)}\n`);
}

function resourcesOf(type: string, discovery: Discovery): readonly ServedResource[] {
  const category = discovery.inCategory(type);
  return category.length > 0 ? category : [discovery.named(type)];
}
