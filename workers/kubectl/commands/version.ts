import type { Command, CommandContext } from "../command.ts";
import { KubectlError } from "../kubectl-error.ts";
import { toJson } from "../printers/json.ts";
import { toYaml } from "../printers/yaml.ts";

const clientVersion = {
  major: "1",
  minor: "36",
  gitVersion: "v1.36.0",
  gitCommit: "0000000000000000000000000000000000000000",
  gitTreeState: "clean",
  buildDate: "2026-04-22T10:00:00Z",
  goVersion: "go1.26.0",
  compiler: "gc",
  platform: "linux/amd64",
};

/** The kustomize that kubectl of this version is built with. */
const kustomizeVersion = "v5.7.1";

interface ServerVersion {
  readonly gitVersion: string;
}

export const versionCommand: Command = {
  name: "version",
  summary: "Print the client and server version information",
  usage: "version",
  examples: "kubectl version",
  writes: false,
  flags: [
    { name: "client", type: "boolean", help: "Only the version of kubectl; the server is not asked." },
    { name: "output", short: "o", type: "string", help: "One of 'yaml' or 'json'." },
  ],

  async run(context) {
    const { arguments: given, print } = context;
    const output = given.text("output");
    if (!["", "yaml", "json"].includes(output)) throw new KubectlError(`--output must be 'yaml' or 'json'`);
    // What is known is printed even when the server does not answer.
    const server = given.flag("client") ? undefined : await serverVersion(context);
    const known = server instanceof Error ? undefined : server;
    const whole = { clientVersion, kustomizeVersion, ...(known !== undefined && { serverVersion: known }) };
    if (output === "yaml") print(toYaml(whole));
    else if (output === "json") print(toJson(whole));
    else print(`Client Version: ${clientVersion.gitVersion}\nKustomize Version: ${kustomizeVersion}\n${known === undefined ? "" : `Server Version: ${known.gitVersion}\n`}`);
    if (server instanceof Error) throw server;
    return 0;
  },
};

async function serverVersion({ api }: CommandContext): Promise<ServerVersion | Error> {
  try {
    return await api.request<ServerVersion>({ method: "GET", path: "/version" });
  } catch (error) {
    return error as Error;
  }
}
