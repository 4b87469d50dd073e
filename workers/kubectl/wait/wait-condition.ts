import { FormatError } from "../../apimachinery/format-error.ts";
import { JsonPath, relaxedTemplate } from "../../apimachinery/jsonpath.ts";
import type { KubernetesObject } from "../../apimachinery/object.ts";
import { KubectlError } from "../kubectl-error.ts";

/** What an object has to be like. */
export interface WaitCondition {
  holds(object: KubernetesObject): boolean;
}

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly observedGeneration?: number;
}

interface WithStatus {
  readonly status?: { readonly conditions?: readonly Condition[]; readonly observedGeneration?: number };
}

/** Reads `condition=Ready`, `condition=Ready=false`, `jsonpath={.status.phase}=Running`. */
export function waitCondition(text: string): WaitCondition {
  if (text.startsWith("condition=")) return conditionStatus(text.slice("condition=".length));
  if (text.startsWith("jsonpath=")) return jsonPathValue(text.slice("jsonpath=".length));
  throw new KubectlError(`unrecognized condition: ${JSON.stringify(text)}`);
}

function conditionStatus(text: string): WaitCondition {
  const equals = text.indexOf("=");
  const type = (equals < 0 ? text : text.slice(0, equals)).toLowerCase();
  const status = (equals < 0 ? "true" : text.slice(equals + 1)).toLowerCase();
  return {
    holds(object) {
      const { status: own } = object as KubernetesObject & WithStatus;
      const found = own?.conditions?.find((condition) => condition.type.toLowerCase() === type);
      if (found === undefined) return false;
      const { generation } = object.metadata;
      const observed = found.observedGeneration ?? own?.observedGeneration;
      // What was said about an older generation says nothing about this one.
      if (generation !== undefined && observed !== undefined && observed < generation) return false;
      return found.status.toLowerCase() === status;
    },
  };
}

function jsonPathValue(text: string): WaitCondition {
  const [, path = "", value] = /^('?\{.*?\}'?|[^=]*)(?:=(.*))?$/s.exec(text) ?? [];
  if (path === "") throw new KubectlError("jsonpath expression cannot be empty");
  const wanted = value?.replace(/^'(.*)'$/s, "$1");
  if (wanted === "") throw new KubectlError("jsonpath wait has to have a value after equal sign");
  const expression = parse(path.replace(/^'|'$/g, ""));
  return {
    holds(object) {
      const found = expression.find(object, true).flat();
      if (wanted === undefined) return found.length > 0;
      if (found.length > 1) throw new KubectlError("given jsonpath expression matches more than one value");
      const [only] = found;
      if (typeof only === "object" && only !== null) throw new KubectlError("jsonpath leads to a nested object or list, must be a single primitive value");
      return only !== undefined && String(only as string | number | boolean) === wanted;
    },
  };
}

function parse(path: string): JsonPath {
  try {
    return new JsonPath(relaxedTemplate(path));
  } catch (error) {
    if (error instanceof FormatError) throw new KubectlError(error.message);
    throw error;
  }
}
