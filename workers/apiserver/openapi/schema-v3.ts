import { definitions, type JsonSchema, referenceOf } from "../../api/schema.ts";

const prefix = "#/components/schemas/";

/** The schemas of OpenAPI v3 for some definitions and all that they refer to. */
export function schemasFor(names: readonly string[]): Readonly<Record<string, unknown>> {
  const found = new Set<string>();
  const queue = [...names];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    const schema = definitions[name];
    if (schema === undefined || found.has(name)) continue;
    found.add(name);
    queue.push(...references(schema));
  }
  return Object.fromEntries([...found].sort().map((name) => [name, schemaV3(definitions[name]!)]));
}

/** Where a schema of a document is found. */
export const schemaReference = (name: string) => ({ $ref: prefix + name });

function references(schema: JsonSchema): readonly string[] {
  const name = referenceOf(schema);
  if (name !== undefined) return [name];
  const below = [...Object.values(schema.properties ?? {}), schema.items, schema.additionalProperties];
  return below.flatMap((each) => (each === undefined ? [] : references(each)));
}

/** A schema in the third version's words: a reference may carry nothing beside it, so it goes into an `allOf`. */
function schemaV3(schema: JsonSchema): unknown {
  const { $ref, properties, items, additionalProperties, ...rest } = schema;
  if ($ref !== undefined) return { ...rest, allOf: [schemaReference(referenceOf(schema)!)], default: {} };
  return {
    ...rest,
    ...(properties !== undefined && { properties: Object.fromEntries(Object.entries(properties).map(([name, property]) => [name, schemaV3(property)])) }),
    ...(items !== undefined && { items: schemaV3(items) }),
    ...(additionalProperties !== undefined && { additionalProperties: schemaV3(additionalProperties) }),
  };
}
