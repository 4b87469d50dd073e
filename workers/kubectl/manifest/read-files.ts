import type { CommandContext } from "../command.ts";
import type { Flag } from "../flag.ts";
import { KubectlError } from "../kubectl-error.ts";
import { type ManifestDocument, readManifest } from "./manifest-document.ts";

/** Flags of every command that takes manifests. */
export const filenameFlags: readonly Flag[] = [
  { name: "filename", short: "f", type: "strings", help: "The files that hold the resources; - reads what is typed in or piped." },
  { name: "kustomize", short: "k", type: "string", help: "A kustomization directory. Not supported here." },
  { name: "recursive", short: "R", type: "boolean", help: "Read directories below the named ones too." },
];

/** Were manifests named? Refuses what this kubectl cannot read. */
export function namesFiles({ arguments: given }: CommandContext): boolean {
  if (given.given("kustomize")) throw new KubectlError("kustomize (-k) is not supported by this kubectl; build the manifests elsewhere and apply them with -f");
  return given.list("filename").length > 0;
}

/** All documents of the files that -f names, those of lists apart. */
export async function readFiles(context: CommandContext): Promise<readonly ManifestDocument[]> {
  const documents: ManifestDocument[] = [];
  for (const path of context.arguments.list("filename")) for (const { source, text } of await open(path, context)) documents.push(...readManifest(text, source));
  if (documents.length === 0) throw new KubectlError("no objects passed to " + context.arguments.words.join(" "));
  return documents;
}

interface File {
  readonly source: string;
  readonly text: string;
}

async function open(path: string, context: CommandContext): Promise<readonly File[]> {
  const { environment } = context;
  if (path === "-") {
    if (environment.stdin === undefined) throw new KubectlError("there is no standard input in this terminal; name a file instead of -");
    return [{ source: "STDIN", text: await environment.stdin() }];
  }
  if (/^https?:\/\//.test(path)) throw new KubectlError(`unable to read URL ${JSON.stringify(path)}: manifests cannot be fetched from the network here; open a file instead`);
  const text = environment.readFile(path);
  return text === undefined ? openFolder(path, context) : [{ source: path, text }];
}

/** All manifests in a folder, by name. */
function openFolder(path: string, { environment, arguments: given }: CommandContext): readonly File[] {
  const prefix = path === "." || path === "./" ? "" : `${path.replace(/^\.\//, "").replace(/\/$/, "")}/`;
  const inside = environment.listFiles().filter((file) => file.startsWith(prefix) && /\.(json|ya?ml)$/.test(file));
  const found = given.flag("recursive") ? inside : inside.filter((file) => !file.slice(prefix.length).includes("/"));
  if (found.length === 0) throw new KubectlError(`the path "${path}" does not exist`);
  return found.toSorted().map((file) => ({ source: file, text: environment.readFile(file) ?? "" }));
}
