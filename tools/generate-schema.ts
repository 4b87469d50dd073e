import { utimesSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Definitions } from "../workers/api/schema.ts";
import { buildDefinitions } from "./schema/build-definitions.ts";
import { mergeFacts } from "./schema/merge-keys.ts";
import { readFormats, servedGroupVersions } from "./schema/read-formats.ts";
import { readModels } from "./schema/read-models.ts";
import { descriptionsOf, withoutDescriptions } from "./schema/split-descriptions.ts";
import { typeFiles } from "./schema/type-files.ts";
import { writeTree } from "./schema/write-tree.ts";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const modules = join(root, "node_modules");
const output = join(root, "workers", "api", "generated");

/**
 * The schema of every kind of this Kubernetes release, joined from the packages that state it and our own facts.
 * Left out: group versions that kubernetes-models does not carry, which are alpha and beta versions only.
 */
export function generateDefinitions(): Definitions {
  const client = join(modules, "@kubernetes", "client-node", "dist");
  const served = servedGroupVersions(client);
  const folders = { models: join(modules, "kubernetes-models"), machinery: join(modules, "@kubernetes-models", "apimachinery") };
  const models = readModels(folders, (groupVersion) => served.has(groupVersion));
  return buildDefinitions({ models, formats: readFormats(client), mergeFacts });
}

/** All that is generated, by path below the output folder. */
export function generatedFiles(definitions: Definitions): ReadonlyMap<string, string> {
  return new Map([
    ["definitions.json", linesText(withoutDescriptions(definitions))],
    ["descriptions.json", linesText(descriptionsOf(definitions))],
    ...typeFiles(definitions),
  ]);
}

/** One definition a line: small, and yet two runs can be compared by eye. */
function linesText(byName: Readonly<Record<string, unknown>>): string {
  const lines = Object.entries(byName).map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`);
  return `{\n${lines.join(",\n")}\n}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const definitions = generateDefinitions();
  writeTree(output, generatedFiles(definitions));
  // Its age says when the generator last ran (tools/prepare.mjs), also when nothing changed.
  utimesSync(join(output, "definitions.json"), new Date(), new Date());
  process.stdout.write(`${Object.keys(definitions).length} definitions below ${output}\n`);
}
