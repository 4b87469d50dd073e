import { KubectlError } from "../kubectl-error.ts";
import { indent, wordWrap } from "./word-wrap.ts";

/** A schema of OpenAPI v3, as far as explaining needs it. */
export interface OpenApiSchema {
  readonly $ref?: string;
  readonly type?: string;
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly items?: OpenApiSchema;
  readonly allOf?: readonly OpenApiSchema[];
  readonly properties?: Readonly<Record<string, OpenApiSchema>>;
  readonly additionalProperties?: OpenApiSchema | boolean;
  readonly required?: readonly string[];
  readonly "x-kubernetes-group-version-kind"?: readonly { readonly group: string; readonly version: string; readonly kind: string }[];
}

export interface OpenApiDocument {
  readonly components?: { readonly schemas?: Readonly<Record<string, OpenApiSchema>> };
}

export interface ExplainedKind {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly kind: string;
}

export interface ExplainOptions {
  readonly path: readonly string[];
  readonly recursive: boolean;
  readonly print: (text: string) => void;
}

/** Prints what `kubectl explain` says about a kind, or about one of its fields. */
export function explainText(document: OpenApiDocument, { group, version, resource, kind }: ExplainedKind, { path, recursive, print }: ExplainOptions): void {
  const schemas = Object.values(document.components?.schemas ?? {});
  const root = schemas.find((schema) => schema["x-kubernetes-group-version-kind"]?.some((each) => each.group === group && each.version === version && each.kind === kind));
  if (root === undefined) throw new KubectlError(`error: GVR (${group}/${version}, Resource=${resource}) not found in OpenAPI schema`);
  print(`${group === "" ? "" : `GROUP:      ${group}\n`}KIND:       ${kind}\nVERSION:    ${version}\n\n`);
  const body = new Explainer(document, recursive).explain(root, path);
  if (body === undefined) throw new KubectlError(`error: field "${path.at(-1) ?? ""}" does not exist`);
  print(`${body}\n`);
}

class Explainer {
  readonly #document: OpenApiDocument;
  readonly #recursive: boolean;

  constructor(document: OpenApiDocument, recursive: boolean) {
    this.#document = document;
    this.#recursive = recursive;
  }

  /** Undefined when there is no such field. */
  explain(schema: OpenApiSchema, path: readonly string[], seen: readonly string[] = []): string | undefined {
    const [field, ...rest] = path;
    const resolved = this.#resolve(schema);
    if (field === undefined) return this.#details(resolved);
    if (schema.$ref !== undefined && seen.includes(schema.$ref)) return undefined;
    const known = schema.$ref === undefined ? seen : [...seen, schema.$ref];
    const property = propertyOf(resolved, field);
    if (property !== undefined) {
      const below = this.explain(property, rest);
      if (below === undefined) return undefined;
      return rest.length > 0 ? below : `FIELD: ${field} <${this.#type(property)}>\n${enumLines(property)}\n\n${below}`;
    }
    const next = resolved.items ?? valuesOf(resolved);
    if (next !== undefined) return this.explain(next, path, known);
    for (const part of resolved.allOf ?? []) {
      const found = this.explain(part, path, known);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #resolve(schema: OpenApiSchema): OpenApiSchema {
    const name = schema.$ref?.split("/").at(-1);
    return (name === undefined ? undefined : this.#document.components?.schemas?.[name]) ?? schema;
  }

  #details(schema: OpenApiSchema): string {
    const description = indent(wordWrap(this.#description(schema) || "<empty>", 76), 4);
    const fields = this.#fields(schema, 1, []);
    return `DESCRIPTION:\n${description}\n${fields === "" ? "" : `FIELDS:\n${fields}`}`;
  }

  /** Of the schema and of all that it is made of. */
  #description(schema: OpenApiSchema): string {
    const resolved = this.#resolve(schema);
    const parts = [...(resolved.allOf ?? []), ...(resolved.items === undefined ? [] : [resolved.items]), ...present(valuesOf(resolved))];
    const own = resolved.description === undefined || resolved.description === "" ? "" : `${resolved.description}\n`;
    return own + parts.map((part) => this.#description(part)).join("");
  }

  #fields(schema: OpenApiSchema, level: number, seen: readonly string[]): string {
    if (schema.$ref !== undefined && seen.includes(schema.$ref)) return "";
    const known = schema.$ref === undefined ? seen : [...seen, schema.$ref];
    const resolved = this.#resolve(schema);
    const own = Object.keys(resolved.properties ?? {}).sort().map((name) => {
      const property = resolved.properties?.[name] ?? {};
      return this.#field(resolved, name, level) + (this.#recursive ? this.#fields(property, level + 1, known) : "");
    });
    const parts = [...(resolved.allOf ?? []), ...(resolved.items === undefined ? [] : [resolved.items]), ...present(valuesOf(resolved))];
    return own.join("") + parts.map((part) => this.#fields(part, level, known)).join("");
  }

  #field(owner: OpenApiSchema, name: string, level: number): string {
    const property = owner.properties?.[name] ?? {};
    const required = owner.required?.includes(name) === true ? " -required-" : "";
    const line = `${indent(name, level * 2)}\t<${this.#type(property)}>${required}${shortEnum(property, level * 2)}\n`;
    if (this.#recursive) return line;
    return `${line}${indent(wordWrap(property.description || "<no description>", 78 - level * 2), level * 2 + 2)}\n\n`;
  }

  /** A type in a word: `string`, `[]Container`, `map[string]string`. */
  #type(schema: OpenApiSchema): string {
    if (schema.items !== undefined) return `[]${this.#type(schema.items)}`;
    const values = valuesOf(schema);
    if (values !== undefined) return `map[string]${this.#type(values)}`;
    const [only, ...others] = schema.allOf ?? [];
    if (only !== undefined && others.length === 0 && schema.properties === undefined) return this.#type(only);
    if (schema.$ref === undefined) return schema.type === undefined || schema.type === "object" ? "Object" : schema.type;
    const resolved = this.#resolve(schema);
    return resolved === schema || resolved.type === undefined || resolved.type === "object" ? (schema.$ref.split(/[/.]/).at(-1) ?? "Object") : resolved.type;
  }
}

const propertyOf = ({ properties }: OpenApiSchema, name: string) => (properties !== undefined && Object.hasOwn(properties, name) ? properties[name] : undefined);

/** The schema of a map's values. */
const valuesOf = ({ additionalProperties }: OpenApiSchema) => (typeof additionalProperties === "object" ? additionalProperties : undefined);

const present = (schema: OpenApiSchema | undefined) => (schema === undefined ? [] : [schema]);

const wordOf = (value: unknown) => (value === "" ? '""' : String(value as string | number | boolean));

const mostInShort = 4;

function shortEnum({ enum: values }: OpenApiSchema, amount: number): string {
  if (values === undefined) return "";
  const shown = values.slice(0, mostInShort).map(wordOf).join(", ");
  return `\n${" ".repeat(amount)}enum: ${shown}${values.length > mostInShort ? ", ...." : ""}`;
}

const enumLines = ({ enum: values }: OpenApiSchema) => (values === undefined ? "" : `ENUM:${values.map((value) => `\n    ${wordOf(value)}`).join("")}`);
