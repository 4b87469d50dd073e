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
      kind: { type: "string", description: "Which kind of object this is.", enum: [...new Set(kinds.map(({ kind }) => kind))].sort(), errorMessage: "This cluster does not serve this kind: it is misspelt, or not supported by this playground yet." },
      metadata: { type: "object" },
    },
    defaultSnippets: skeletons.filter(({ body }) => kinds.some((served) => served.kind === body.kind && apiVersionOf(served) === body.apiVersion)),
    allOf: kinds.map((served) =>
      implication({ required: ["apiVersion", "kind"], properties: { apiVersion: { const: apiVersionOf(served) }, kind: { const: served.kind } } }, { $ref: `#/definitions/${served.definition}` }),
    ),
    definitions: Object.fromEntries(Object.entries(definitions).map(([name, definition]) => [name, { title: titleOf(name), ...strict(name, definition) }])),
  };
}

const implicationKeywords = ["if", "then"] as const;

/** JSON schema's implication. It is put together, because a written-out `then` makes an object look like a promise. */
const implication = (...schemas: readonly [condition: JsonSchema, result: JsonSchema]): JsonSchema => Object.fromEntries(implicationKeywords.map((keyword, index) => [keyword, schemas[index]]));

/** What an empty document completes to. */
const skeletons = [
  { label: "Deployment", description: "Pods that replace themselves", body: { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "${1:web}" }, spec: { replicas: 2, selector: { matchLabels: { app: "${1:web}" } }, template: { metadata: { labels: { app: "${1:web}" } }, spec: { containers: [{ name: "${1:web}", image: "${2:nginx:1.27}", ports: [{ containerPort: 80 }] }] } } } } },
  { label: "Service", description: "One address for many pods", body: { apiVersion: "v1", kind: "Service", metadata: { name: "${1:web}" }, spec: { selector: { app: "${1:web}" }, ports: [{ port: 80, targetPort: 80 }] } } },
  { label: "Pod", description: "Containers that live and die together", body: { apiVersion: "v1", kind: "Pod", metadata: { name: "${1:web}", labels: { app: "${1:web}" } }, spec: { containers: [{ name: "${1:web}", image: "${2:nginx:1.27}" }] } } },
  { label: "ConfigMap", description: "Settings as keys and values", body: { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "${1:settings}" }, data: { "${2:key}": "${3:value}" } } },
] as const;

const apiVersionOf = ({ group, version }: { readonly group: string; readonly version: string }) => (group === "" ? version : `${group}/${version}`);

/** "DeploymentSpec" for "io.k8s.api.apps.v1.DeploymentSpec". */
const titleOf = (name: string) => name.slice(name.lastIndexOf(".") + 1);

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
