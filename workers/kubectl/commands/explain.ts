import type { Command } from "../command.ts";
import { KubectlError } from "../kubectl-error.ts";
import { ManyErrors } from "../errors.ts";
import { explainText, type OpenApiDocument } from "../explain/explain-text.ts";

export const explainCommand: Command = {
  name: "explain",
  summary: "Get documentation for a resource",
  usage: "explain TYPE [--recursive=FALSE|TRUE] [--api-version=api-version-group] [-o|--output=plaintext|plaintext-openapiv2]",
  examples: `  # What a pod is made of
  kubectl explain pods

  # All fields, with those inside of them
  kubectl explain pods --recursive

  # One field
  kubectl explain pods.spec.containers`,
  flags: [
    { name: "api-version", type: "string", help: "The API version to explain, such as apps/v1." },
    { name: "output", short: "o", type: "string", default: "plaintext", help: "The format: plaintext." },
    { name: "recursive", short: "R", type: "boolean", help: "Show the fields of fields too." },
  ],
  writes: false,

  async run({ arguments: given, api, print }) {
    const [word, ...more] = given.words;
    if (word === undefined) throw new KubectlError('You must specify the type of resource to explain. Use "kubectl api-resources" for a complete list of supported resources.\n');
    if (more.length > 0) throw new KubectlError("We accept only this format: explain RESOURCE\n");
    if (given.text("output") !== "plaintext") throw new KubectlError(`unrecognized format: ${given.text("output")}`);
    const resources = await api.discovery();
    const { resource, path } = splitRequest(word, resources);
    const [group, version] = wantedVersion(given.text("api-version"), resource);
    if (!resources.versions.some((each) => each.group === group && each.version === version)) throw new KubectlError(`couldn't find resource for "${group === "" ? version : `${group}/${version}`}, Resource=${resource.plural}"`);
    const document = await api.request<OpenApiDocument>({ method: "GET", path: group === "" ? `/openapi/v3/api/${version}` : `/openapi/v3/apis/${group}/${version}` });
    explainText(document, { group, version, resource: resource.plural, kind: resource.kind }, { path, recursive: given.flag("recursive"), print });
    return 0;
  },
};

interface Named {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
}

interface Resources {
  find(name: string): Named | undefined;
}

/** `deployments.apps.spec`: as much of the word as names a resource, and the fields behind it. */
function splitRequest(word: string, resources: Resources) {
  const parts = word.replace(/^\.|\.$/g, "").split(".");
  for (let count = parts.length; count > 1; count--) {
    const resource = resources.find(parts.slice(0, count).join("."));
    if (resource !== undefined) return { resource, path: parts.slice(count) };
  }
  const resource = resources.find(parts[0] ?? "");
  if (resource === undefined) throw new ManyErrors([new KubectlError(`the server doesn't have a resource type "${parts[0] ?? ""}"`)]);
  return { resource, path: parts.slice(1) };
}

function wantedVersion(text: string, { group, version }: Named): readonly [string, string] {
  if (text === "") return [group, version];
  const slash = text.indexOf("/");
  return slash < 0 ? ["", text] : [text.slice(0, slash), text.slice(slash + 1)];
}
