/** What the session serves for editors: OpenAPI definitions, and which of them are kinds. */
export interface ServedSchema {
  readonly definitions: Readonly<Record<string, OpenApi>>;
  readonly kinds: readonly { readonly group: string; readonly version: string; readonly kind: string; readonly definition: string }[];
}

interface OpenApi {
  readonly [keyword: string]: unknown;
}

interface JsonSchema {
  readonly [keyword: string]: unknown;
}

/**
 * One JSON schema for every document of a manifest: what is allowed in a document depends on its apiVersion
 * and kind, so a Service never completes with a Deployment's fields. Unknown fields are errors, as they are
 * for a strict API server.
 */
export function manifestSchema({ definitions, kinds }: ServedSchema): JsonSchema {
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    type: "object",
    required: ["apiVersion", "kind", "metadata"],
    properties: {
      apiVersion: { type: "string", description: "Version and group of the kind.", enum: [...new Set(kinds.map(apiVersionOf))].sort() },
      kind: { type: "string", description: "Which kind of object this is.", enum: [...new Set(kinds.map(({ kind }) => kind))].sort() },
      metadata: { type: "object" },
    },
    allOf: kinds.map((served) => ({
      if: { required: ["apiVersion", "kind"], properties: { apiVersion: { const: apiVersionOf(served) }, kind: { const: served.kind } } },
      then: { $ref: `#/definitions/${served.definition}` },
    })),
    definitions: Object.fromEntries(Object.entries(definitions).map(([name, definition]) => [name, strict(name, definition)])),
  };
}

const apiVersionOf = ({ group, version }: { readonly group: string; readonly version: string }) => (group === "" ? version : `${group}/${version}`);

/** Names of definitions that YAML may write as a number too. */
const numbersToo = /\.(Quantity|IntOrString)$/;

function strict(name: string, definition: OpenApi): JsonSchema {
  if (numbersToo.test(name)) return { description: definition.description, type: ["string", "number"] };
  return convert(definition);
}

/** Objects with known properties take no others; format hints that editors do not know are left out. */
function convert(schema: OpenApi): JsonSchema {
  const converted: Record<string, unknown> = {};
  for (const [keyword, value] of Object.entries(schema)) if (kept.has(keyword)) converted[keyword] = convertKeyword(keyword, value);
  if (schema.format === "int-or-string") converted.type = ["string", "integer"];
  if (schema.properties !== undefined && schema.additionalProperties === undefined) converted.additionalProperties = false;
  return converted;
}

const kept = new Set(["$ref", "type", "description", "properties", "required", "items", "additionalProperties", "enum", "oneOf", "allOf", "anyOf"]);

function convertKeyword(keyword: string, value: unknown): unknown {
  if (keyword === "properties") return Object.fromEntries(Object.entries(value as Record<string, OpenApi>).map(([name, property]) => [name, convert(property)]));
  if (keyword === "items" || keyword === "additionalProperties") return typeof value === "object" && value !== null ? convert(value as OpenApi) : value;
  if (keyword === "oneOf" || keyword === "allOf" || keyword === "anyOf") return (value as readonly OpenApi[]).map(convert);
  return value;
}
