import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, sep } from "node:path";

/** Makes a folder hold exactly these files. Files that are right already stay untouched, so that watchers sleep on. */
export function writeTree(root: string, files: ReadonlyMap<string, string>): void {
  mkdirSync(root, { recursive: true });
  for (const path of filesBelow(root)) if (!files.has(path)) rmSync(join(root, path));
  for (const [path, text] of files) writeIfChanged(join(root, path), text);
}

function filesBelow(root: string): readonly string[] {
  const paths = readdirSync(root, { recursive: true, encoding: "utf8" });
  return paths.filter((path) => statSync(join(root, path)).isFile()).map((path) => path.split(sep).join("/"));
}

function writeIfChanged(path: string, text: string): void {
  if (existingText(path) === text) return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function existingText(path: string): string | undefined {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true ? readFileSync(path, "utf8") : undefined;
}
