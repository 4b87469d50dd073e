import { readFileSync } from "node:fs";
import { join } from "node:path";
import { clientModelNames } from "./definition-name.ts";

/** What client-node knows of the formats of one model's fields, by field name. */
export type FieldFormats = ReadonlyMap<string, string>;

/** Looks up what client-node states of a definition, or undefined where it has no such model. */
export type FormatLookup = (definitionName: string) => FieldFormats | undefined;

interface Attribute {
  readonly baseName: string;
  readonly format: string;
}

/** Reads the attribute tables of client-node's generated models. Its folders keep files of older releases, so its lists decide what counts. */
export function readFormats(clientFolder: string): FormatLookup {
  const folder = join(clientFolder, "gen", "models");
  const models = new Set(allMatches(readFileSync(join(folder, "all.js"), "utf8"), /models\/(\w+)\.js/g));
  return (definitionName) => {
    const model = clientModelNames(definitionName).find((name) => models.has(name));
    return model === undefined ? undefined : parseFormats(readFileSync(join(folder, `${model}.js`), "utf8"));
  };
}

/** The attribute table is a JSON array literal in the middle of a class file. */
export function parseFormats(text: string): FieldFormats {
  const table = /\.attributeTypeMap = (\[[\s\S]*?\n\]|\[\]);/.exec(text)?.[1];
  if (table === undefined) throw new Error("a client-node model without attributeTypeMap");
  const attributes = JSON.parse(table) as readonly Attribute[];
  return new Map(attributes.map(({ baseName, format }) => [baseName, format]));
}

/** The group versions that client-node can talk to, as `apps/v1`: those which this Kubernetes release serves. */
export function servedGroupVersions(clientFolder: string): ReadonlySet<string> {
  return groupVersionsOf(readFileSync(join(clientFolder, "gen", "index.js"), "utf8"));
}

/** Reads group versions off class names: `RbacAuthorizationV1Api` serves rbac/v1, by the first word of the group. */
export function groupVersionsOf(exports: string): ReadonlySet<string> {
  const names = allMatches(exports, / as ([A-Z][a-z]+\w*?V\d+\w*)Api\b/g);
  return new Set(names.map((name) => name.replace(/^([A-Z][a-z]+).*?(V\d+\w*)$/, "$1/$2").toLowerCase()));
}

const allMatches = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match[1] ?? "");
