import type { Definitions, Descriptions, JsonSchema } from "../../workers/api/schema.ts";

/** The definitions as machines read them: without the sentences about types and their properties. */
export function withoutDescriptions(definitions: Definitions): Definitions {
  return mapValues(definitions, (schema) => ({ ...bare(schema), ...(schema.properties !== undefined && { properties: mapValues(schema.properties, bare) }) }));
}

/** The sentences alone, by definition and property. */
export function descriptionsOf(definitions: Definitions): Descriptions {
  return mapValues(definitions, ({ description, properties = {} }) => {
    const told = Object.entries(properties).flatMap(([name, property]) => (property.description === undefined ? [] : [[name, property.description] as const]));
    return { ...(description !== undefined && { description }), ...(told.length > 0 && { properties: Object.fromEntries(told) }) };
  });
}

const bare = (schema: JsonSchema): JsonSchema => Object.fromEntries(Object.entries(schema).filter(([key]) => key !== "description"));

const mapValues = <From, To>(record: Readonly<Record<string, From>>, change: (value: From) => To): Readonly<Record<string, To>> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
