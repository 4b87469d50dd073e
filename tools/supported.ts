import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { kinds } from "../workers/api/kinds.ts";
import { images } from "../workers/images/images.ts";
import { commands } from "../workers/kubectl/commands/commands.ts";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const begin = "<!-- supported: begin -->";
const end = "<!-- supported: end -->";

/** What the cluster can do, as the code states it. */
export interface Supported {
  /** API version, and the kinds in it. */
  readonly kinds: readonly (readonly [apiVersion: string, kinds: readonly string[]])[];
  readonly controllers: readonly string[];
  readonly plugins: readonly string[];
  readonly commands: readonly string[];
  readonly images: readonly string[];
}

/** Reads the lists of the code; folders are the lists of controllers and plugins. */
export function readSupported(): Supported {
  const versions = [...new Set(kinds.map(apiVersionOf))].toSorted();
  return {
    kinds: versions.map((version) => [version, kinds.filter((kind) => apiVersionOf(kind) === version).map(({ kind }) => kind).toSorted()]),
    controllers: foldersOf("workers/controllers").filter((name) => name !== "framework"),
    plugins: pluginNames(),
    commands: commands.map(({ name }) => name).toSorted(),
    images: images.map(({ image }) => image).toSorted(),
  };
}

const apiVersionOf = ({ group, version }: { readonly group: string; readonly version: string }) => (group === "" ? version : `${group}/${version}`);

const foldersOf = (path: string) =>
  readdirSync(join(root, path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted();

/** Each plugin states its own name, once, in its file. */
function pluginNames(): readonly string[] {
  const folder = join(root, "workers/scheduler/plugins");
  const files = readdirSync(folder).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));
  return [...new Set(files.flatMap((file) => /\bname(?::| =) "([A-Z]\w+)"/.exec(readFileSync(join(folder, file), "utf8"))?.[1] ?? []))].toSorted();
}

/** The lists as markdown. */
export function supportedText({ kinds: versions, controllers, plugins, commands: verbs, images: known }: Supported): string {
  const code = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(", ");
  const count = versions.reduce((sum, [, names]) => sum + names.length, 0);
  return [
    `**${count} kinds**, with their own paths, verbs, defaults and validation:`,
    "",
    "| API | kinds |",
    "|---|---|",
    ...versions.map(([version, names]) => `| \`${version}\` | ${names.join(", ")} |`),
    "",
    `**Controllers**: ${controllers.join(", ")}.`,
    "",
    `**Scheduler plugins**: ${plugins.join(", ")}.`,
    "",
    `**kubectl**: ${code(verbs)}.`,
    "",
    `**Images with a program of their own**: ${code(known)}. Another image runs as a stand-in that starts and waits; names that cannot exist, and official images that do not, cannot be pulled.`,
  ].join("\n");
}

/** A document with the text between its two marks replaced. */
export function withSection(document: string, text: string): string {
  const [from, to] = [document.indexOf(begin), document.indexOf(end)];
  if (from === -1 || to < from) throw new Error(`README.md needs the marks ${begin} and ${end}`);
  return `${document.slice(0, from + begin.length)}\n${text}\n${document.slice(to)}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const readme = join(root, "README.md");
  writeFileSync(readme, withSection(readFileSync(readme, "utf8"), supportedText(readSupported())));
}
