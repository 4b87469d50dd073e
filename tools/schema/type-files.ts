import { capitalize, placeOf } from "./definition-name.ts";
import type { Definitions, GroupVersionKind, JsonSchema } from "../../workers/api/schema.ts";
import { specialTypes } from "./special-types.ts";

const META = "io.k8s.apimachinery.pkg.apis.meta.v1.";
const REFERENCE = "#/definitions/";

/** The file that is being written, and what it turned out to import. */
interface TypeFile {
  readonly path: string;
  readonly ownNames: ReadonlySet<string>;
  readonly definitions: Definitions;
  /** Import clause such as `ObjectMeta as PartialObjectMeta`, by path and exported name. */
  readonly imports: Map<string, Map<string, string>>;
}

/** The file that states metadata as the server fills it in. */
const STORED_METADATA = "../../../apimachinery/object.ts";

/** The TypeScript sources of all definitions, by path below `generated/`. */
export function typeFiles(definitions: Definitions): ReadonlyMap<string, string> {
  const byPath = new Map<string, string[]>();
  for (const name of Object.keys(definitions).toSorted()) {
    const path = `${placeOf(name).file}.ts`;
    byPath.set(path, [...(byPath.get(path) ?? []), name]);
  }
  return new Map([...byPath].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([path, names]) => [path, fileText(path, names, definitions)]));
}

function fileText(path: string, names: readonly string[], definitions: Definitions): string {
  const file: TypeFile = { path, ownNames: new Set(names.map((name) => placeOf(name).shortName)), definitions, imports: new Map() };
  const declarations = names.map((name) => declaration(name, file)).join("\n\n");
  const imports = importLines(file);
  return `${imports}${imports === "" ? "" : "\n"}${declarations}\n`;
}

function declaration(name: string, file: TypeFile): string {
  const { shortName } = placeOf(name);
  const special = specialTypes[name];
  if (special !== undefined) return `export type ${shortName} = ${special.typescript};`;
  const owner = file.definitions[name] ?? {};
  const fields = Object.keys(owner.properties ?? {}).map((field) => `  readonly ${fieldText(field, owner, file)};`);
  if (fields.length === 0) return `export type ${shortName} = Readonly<Record<string, never>>;`;
  return [`export interface ${shortName} {`, ...fields, "}"].join("\n");
}

/** A kind has its own type; a stored kind also has what the server always fills in: metadata, and spec and status where they exist. */
function fieldText(field: string, owner: JsonSchema, file: TypeFile): string {
  const property = owner.properties?.[field] ?? {};
  const kind = kindOf(owner);
  if (kind !== undefined && field === "apiVersion") return `apiVersion: ${JSON.stringify(kind.group === "" ? kind.version : `${kind.group}/${kind.version}`)}`;
  if (kind !== undefined && field === "kind") return `kind: ${JSON.stringify(kind.kind)}`;
  if (isStored(owner) && field === "metadata") return `metadata: ${importName(STORED_METADATA, "ObjectMeta", "ObjectMeta", file)}`;
  const required = owner.required?.includes(field) === true || (isStored(owner) && (field === "spec" || field === "status"));
  const isItem = kind !== undefined && field === "items";
  return `${propertyName(field)}${required ? "" : "?"}: ${isItem ? itemsText(property, file) : typeText(property, file)}`;
}

/** The one kind that a definition stands for; Status is one too, but its fields are all optional. */
function kindOf({ "x-kubernetes-group-version-kind": kinds = [], properties }: JsonSchema): GroupVersionKind | undefined {
  return kinds.length === 1 && properties?.metadata !== undefined && kinds[0]?.kind !== "Status" ? kinds[0] : undefined;
}

const isStored = (definition: JsonSchema) => kindOf(definition) !== undefined && definition.properties?.metadata?.$ref === `${REFERENCE}${META}ObjectMeta`;

const propertyName = (field: string) => (/^[A-Za-z_$][\w$]*$/.test(field) ? field : JSON.stringify(field));

/** The items of a list of kinds are stored objects. */
function itemsText({ items }: JsonSchema, file: TypeFile): string {
  if (items?.$ref === undefined) throw new Error(`${file.path}: the items of a list must refer to a kind`);
  return `readonly ${typeName(items.$ref.slice(REFERENCE.length), file)}[]`;
}

function typeText(schema: JsonSchema, file: TypeFile): string {
  if (schema.$ref !== undefined) return referenceText(schema.$ref.slice(REFERENCE.length), file);
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  if (schema.items !== undefined) return `readonly ${inBrackets(typeText(schema.items, file))}[]`;
  if (schema.additionalProperties !== undefined) return `Readonly<Record<string, ${typeText(schema.additionalProperties, file)}>>`;
  if (schema.type === "integer" || schema.type === "number") return "number";
  if (schema.type === "boolean" || schema.type === "string") return schema.type;
  throw new Error(`${file.path}: no TypeScript type for ${JSON.stringify(schema)}`);
}

const inBrackets = (type: string) => (/[&|]/.test(type) ? `(${type})` : type);

/** A kind inside another object (volumeClaimTemplates) is a template: the server fills in nothing there. */
function referenceText(name: string, file: TypeFile): string {
  const type = typeName(name, file);
  if (!isStored(file.definitions[name] ?? {})) return type;
  return `Partial<Omit<${type}, "metadata">> & { readonly metadata?: ${typeName(`${META}ObjectMeta`, file)} }`;
}

/** The name of a definition's type in this file, imported under another name where the short one is taken. */
function typeName(name: string, file: TypeFile): string {
  const place = placeOf(name);
  const path = `${place.file}.ts`;
  if (path === file.path) return place.shortName;
  if (name === `${META}ObjectMeta`) return importName(path, place.shortName, "PartialObjectMeta", file);
  const local = file.ownNames.has(place.shortName) ? capitalize(place.file.split("/")[0] ?? "") + place.shortName : place.shortName;
  return importName(path, place.shortName, local, file);
}

function importName(path: string, exported: string, local: string, { imports }: TypeFile): string {
  const clauses = imports.get(path) ?? new Map<string, string>();
  imports.set(path, clauses.set(exported, exported === local ? exported : `${exported} as ${local}`));
  return local;
}

function importLines({ path, imports }: TypeFile): string {
  const folder = path.split("/")[0] ?? "";
  const lines = [...imports].map(([from, clauses]) => {
    const relative = from.startsWith(".") ? from : from.startsWith(`${folder}/`) ? `.${from.slice(folder.length)}` : `../${from}`;
    return `import type { ${[...clauses.values()].toSorted().join(", ")} } from "${relative}";\n`;
  });
  return lines.toSorted((a, b) => (pathIn(a) < pathIn(b) ? -1 : 1)).join("");
}

const pathIn = (line: string) => line.slice(line.indexOf(' from "'));
