import { deepEqual } from "../../base/deep-equal.ts";
import { isJsonObject, type JsonObject } from "../json-value.ts";
import { PatchError } from "./patch-error.ts";

/** One step of an RFC 6902 patch. */
export interface JsonPatchOperation {
  readonly op: string;
  readonly path: string;
  readonly from?: string;
  readonly value?: unknown;
}

const mostOperations = 10_000;
const missing = "missing value";
const invalidIndex = "invalid index referenced";

/** Applies an RFC 6902 patch, all or nothing. What it does not change is shared with the original. Throws a PatchError. */
export function applyJsonPatch(original: unknown, patch: unknown): unknown {
  const operations = decodeOperations(patch);
  if (operations.length > mostOperations) {
    throw new PatchError(413, `The allowed maximum operations in a JSON patch is ${mostOperations}, got ${operations.length}`);
  }
  return operations.reduce<unknown>(applyOperation, original);
}

function decodeOperations(patch: unknown): readonly JsonObject[] {
  if (!Array.isArray(patch)) {
    const kind = isJsonObject(patch) ? "object" : typeof patch;
    throw new PatchError(400, `error decoding patch: json: cannot unmarshal ${kind} into Go value of type jsonpatch.Patch`);
  }
  return patch.map((operation: unknown) => {
    if (isJsonObject(operation)) return operation;
    throw new PatchError(400, `error decoding patch: json: cannot unmarshal ${typeof operation} into Go value of type jsonpatch.Operation`);
  });
}

function applyOperation(document: unknown, operation: JsonObject): unknown {
  const kind = typeof operation["op"] === "string" ? operation["op"] : "unknown";
  switch (kind) {
    case "add":
      return add(document, pathOf(operation, kind), operation["value"] ?? null);
    case "remove":
      return remove(document, pathOf(operation, kind));
    case "replace":
      return replace(document, pathOf(operation, kind), operation["value"] ?? null);
    case "move":
      return move(document, fromOf(operation, kind), pathOf(operation, kind));
    case "copy":
      return copy(document, fromOf(operation, kind), pathOf(operation, kind));
    case "test":
      return test(document, pathOf(operation, kind), operation["value"] ?? null);
    default:
      throw notApplicable(`Unexpected kind: ${kind}`);
  }
}

function pathOf(operation: JsonObject, kind: string): string {
  if (typeof operation["path"] === "string") return operation["path"];
  const reason = kind === "add" || kind === "remove" || kind === "copy" ? missing : `operation missing path field: ${missing}`;
  throw notApplicable(`${kind} operation failed to decode path: ${reason}`);
}

function fromOf(operation: JsonObject, kind: string): string {
  if (typeof operation["from"] === "string") return operation["from"];
  throw notApplicable(`${kind} operation failed to decode from: operation, missing from field: ${missing}`);
}

function add(document: unknown, path: string, value: unknown): unknown {
  return edit(document, path, `add operation does not apply: doc is missing path: "${path}": ${missing}`, (parent, key) =>
    explain(`error in add for path: '${path}'`, () => withAdded(parent, key, value)),
  );
}

function remove(document: unknown, path: string): unknown {
  return edit(document, path, `remove operation does not apply: doc is missing path: "${path}": ${missing}`, (parent, key) =>
    explain(`error in remove for path: '${path}'`, () => withRemoved(parent, key)),
  );
}

/** Replacing a key that an object does not have adds it: Kubernetes' library never checked that. */
function replace(document: unknown, path: string, value: unknown): unknown {
  if (path === "") {
    if (typeof value === "object" && value !== null) return value;
    throw notApplicable("replace operation value must be object or array: %!w(<nil>)");
  }
  return edit(document, path, `replace operation does not apply: doc is missing path: ${path}: ${missing}`, (parent, key) => {
    if (isJsonObject(parent)) return { ...parent, [key]: value };
    return parent.with(existingIndex(parent, key, `replace operation does not apply: doc is missing key: ${path}: ${missing}`), value);
  });
}

function move(document: unknown, from: string, path: string): unknown {
  const source = find(document, from);
  if (source === undefined) throw notApplicable(`move operation does not apply: doc is missing from path: ${from}: ${missing}`);
  const value = explain(`error in move for path: '${source.key}'`, () => read(source.parent, source.key));
  const rest = edit(document, from, "", (parent, key) => explain(`error in move for path: '${key}'`, () => withRemoved(parent, key)));
  return edit(rest, path, `move operation does not apply: doc is missing destination path: ${path}: ${missing}`, (parent, key) =>
    explain(`error in move for path: '${path}'`, () => withAdded(parent, key, value ?? null)),
  );
}

function copy(document: unknown, from: string, path: string): unknown {
  const source = find(document, from);
  if (source === undefined) throw notApplicable(`copy operation does not apply: doc is missing from path: ${from}: ${missing}`);
  const value = explain(`error in copy for from: '${from}'`, () => read(source.parent, source.key));
  return edit(document, path, `copy operation does not apply: doc is missing destination path: ${path}: ${missing}`, (parent, key) =>
    explain("error while adding value during copy", () => withAdded(parent, key, value ?? null)),
  );
}

function test(document: unknown, path: string, expected: unknown): unknown {
  const target = path === "" ? undefined : find(document, path);
  if (path !== "" && target === undefined) throw notApplicable(`test operation does not apply: is missing path: ${path}: ${missing}`);
  const actual = target === undefined ? document : explain(`error in test for path: '${path}'`, () => read(target.parent, target.key));
  if (deepEqual(actual ?? null, expected)) return document;
  throw notApplicable(`testing value ${path} failed: test failed`);
}

type Container = JsonObject | readonly unknown[];

const isContainer = (value: unknown): value is Container => typeof value === "object" && value !== null;

/** The container that the last step of a path points into. */
function find(document: unknown, path: string): { readonly parent: Container; readonly key: string } | undefined {
  const [, ...steps] = path.split("/").map(decodeStep);
  const key = steps.pop();
  if (key === undefined) return undefined;
  let parent = document;
  for (const step of steps) {
    if (!isContainer(parent)) return undefined;
    parent = child(parent, step);
  }
  return isContainer(parent) ? { parent, key } : undefined;
}

/** Rebuilds the document along the path, with another container at its end. */
function edit(document: unknown, path: string, unless: string, change: (parent: Container, key: string) => Container): unknown {
  const target = find(document, path);
  if (target === undefined) throw notApplicable(unless);
  const [, ...steps] = path.split("/").map(decodeStep);
  return rebuild(document as Container, steps.slice(0, -1), (parent) => change(parent, target.key));
}

function rebuild(container: Container, steps: readonly string[], change: (parent: Container) => Container): Container {
  const [step, ...rest] = steps;
  if (step === undefined) return change(container);
  const inner = rebuild(child(container, step) as Container, rest, change);
  return isJsonObject(container) ? { ...container, [step]: inner } : container.with(Number(step), inner);
}

function child(container: Container, step: string): unknown {
  if (isJsonObject(container)) return Object.hasOwn(container, step) ? container[step] : undefined;
  return isInteger(step) ? container.at(Number(step)) : undefined;
}

function read(container: Container, key: string): unknown {
  if (isJsonObject(container)) return Object.hasOwn(container, key) ? container[key] : undefined;
  return container[resolveIndex(key, container.length)];
}

function withAdded(container: Container, key: string, value: unknown): Container {
  if (isJsonObject(container)) return { ...container, [key]: value };
  if (key === "-") return [...container, value];
  if (!isInteger(key)) throw notApplicable(`value was not a proper array index: '${key}': ${notANumber(key)}`);
  return container.toSpliced(resolveIndex(key, container.length + 1), 0, value);
}

function withRemoved(container: Container, key: string): Container {
  if (!isJsonObject(container)) return container.toSpliced(resolveIndex(key, container.length), 1);
  if (!Object.hasOwn(container, key)) throw notApplicable(`Unable to remove nonexistent key: ${key}: ${missing}`);
  const { [key]: _removed, ...rest } = container;
  return rest;
}

function existingIndex(list: readonly unknown[], key: string, unless: string): number {
  try {
    return resolveIndex(key, list.length);
  } catch (error) {
    throw error instanceof PatchError ? notApplicable(unless) : error;
  }
}

/** Negative indices count from the end, which RFC 6902 does not know and Kubernetes allows. */
function resolveIndex(key: string, length: number): number {
  if (!isInteger(key)) throw notApplicable(notANumber(key));
  const index = Number(key);
  if (index >= length || index < -length) throw notApplicable(`Unable to access invalid index: ${index}: ${invalidIndex}`);
  return index < 0 ? index + length : index;
}

const isInteger = (text: string) => /^[+-]?\d+$/.test(text);
const notANumber = (text: string) => `strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`;
const decodeStep = (step: string) => step.replaceAll("~1", "/").replaceAll("~0", "~");
const notApplicable = (message: string) => new PatchError(422, message);

function explain<T>(context: string, attempt: () => T): T {
  try {
    return attempt();
  } catch (error) {
    throw error instanceof PatchError ? notApplicable(`${context}: ${error.message}`) : error;
  }
}
