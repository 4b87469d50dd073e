import { FormatError } from "../format-error.ts";
import { goPrint, isJsonObject, type JsonObject } from "../json-value.ts";
import type { TypeSchema } from "../type-schema.ts";
import { fieldElement, formatElement, itemElement } from "./path-element.ts";
import { fieldSchemaOf } from "./structure.ts";

/** What is wrong with an object that is applied, by the schema: each line names a path. */
export function appliedErrors(object: JsonObject, schema: TypeSchema): readonly string[] {
  return checkValue(object, schema).map(({ path, message }) => `${path}: ${message}`);
}

/** All errors as one message. */
export function appliedErrorMessage(errors: readonly string[]): string {
  const [only] = errors;
  return errors.length === 1 && only !== undefined ? only : ["errors:", ...errors.map((error) => `  ${error}`)].join("\n");
}

interface Problem {
  readonly path: string;
  readonly message: string;
}

type Problems = readonly Problem[];

const fine: Problems = [];
const problem = (message: string): Problems => [{ path: "", message }];
const at = (element: string, problems: Problems): Problems => problems.map(({ path, message }) => ({ path: formatElement(element) + path, message }));

function checkValue(value: unknown, schema: TypeSchema): Problems {
  if (value === null || value === undefined) return fine;
  switch (schema.kind) {
    case "any":
      return fine;
    case "object":
    case "map":
      return isJsonObject(value) ? checkFields(value, schema) : problem(`expected map, got ${printed(value)}`);
    case "list":
      return Array.isArray(value) ? checkItems(value, schema) : problem(`expected list, got ${printed(value)}`);
    case "integer":
    case "number":
      return typeof value === "number" ? fine : problem(`expected numeric (int or float), got ${goTypeOf(value)}`);
    case "boolean":
      return typeof value === "boolean" ? fine : problem(`expected boolean, got ${printed(value)}`);
    case "quantity":
    case "int-or-string":
      return typeof value === "object" ? problem(`expected any scalar, got ${printed(value)}`) : fine;
    default:
      return typeof value === "string" ? fine : problem(`expected string, got ${printed(value)}`);
  }
}

function checkFields(object: JsonObject, schema: TypeSchema): Problems {
  return Object.keys(object).flatMap((name) => {
    const field = fieldSchemaOf(schema, name);
    const problems = field === undefined ? problem("field not declared in schema") : checkValue(object[name], field);
    return problems.length === 0 || schema.preservesUnknownFields ? fine : at(fieldElement(name), problems);
  });
}

function checkItems(list: readonly unknown[], schema: TypeSchema): Problems {
  const seen = new Set<string>();
  const problems: Problem[] = [];
  for (const [index, item] of list.entries()) {
    const element = schema.listType === "atomic" ? `i:${index}` : elementOrProblem(item, schema);
    if (typeof element !== "string") return [...problems, { path: "", message: `element ${index}: ${element.message}` }];
    if (seen.has(element)) problems.push({ path: "", message: `duplicate entries for key ${formatElement(element)}` });
    seen.add(element);
    if (schema.items !== undefined) problems.push(...at(element, checkValue(item, schema.items)));
  }
  return problems;
}

function elementOrProblem(item: unknown, schema: TypeSchema): string | FormatError {
  try {
    return itemElement(item, schema);
  } catch (error) {
    if (error instanceof FormatError) return error;
    throw error;
  }
}

const printed = (value: unknown) => `&{${goPrint(value)}}`;

function goTypeOf(value: unknown): string {
  if (Array.isArray(value)) return "[]interface {}";
  if (typeof value === "object") return "map[string]interface {}";
  return typeof value === "boolean" ? "bool" : typeof value;
}
