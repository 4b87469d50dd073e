import type { Command, CommandContext } from "../command.ts";
import { KubectlError } from "../kubectl-error.ts";
import { clusterName, contextName, serverUrl, userName } from "../kubeconfig.ts";
import { toJson } from "../printers/json.ts";
import { getLayout, TabWriter } from "../printers/tab-writer.ts";
import { toYaml } from "../printers/yaml.ts";

export const configViewCommand: Command = {
  name: "config view",
  summary: "Display merged kubeconfig settings or a specified kubeconfig file",
  usage: "config view",
  writes: false,
  flags: [
    { name: "output", short: "o", type: "string", default: "yaml", help: "Output format: yaml or json." },
    { name: "minify", type: "boolean", help: "Only what the current context uses." },
    { name: "raw", type: "boolean", help: "Show certificates and keys too; here there are none." },
  ],

  async run(context) {
    const { arguments: given, environment, print } = context;
    const { namespace } = environment.settings;
    const config = {
      apiVersion: "v1",
      clusters: [{ cluster: { server: await serverUrl(context) }, name: clusterName }],
      contexts: [{ context: { cluster: clusterName, ...(namespace !== "default" && { namespace }), user: userName }, name: contextName }],
      "current-context": contextName,
      kind: "Config",
      users: [{ name: userName, user: {} }],
    };
    const output = given.text("output");
    if (output !== "yaml" && output !== "json") throw new KubectlError(`unable to match a printer suitable for the output format ${JSON.stringify(output)}, allowed formats are: json,yaml`);
    print(output === "json" ? toJson(config) : toYaml(config));
    return 0;
  },
};

export const configCurrentContextCommand: Command = {
  name: "config current-context",
  summary: "Display the current-context",
  usage: "config current-context",
  writes: false,
  flags: [],

  async run({ print }) {
    print(`${contextName}\n`);
    return 0;
  },
};

export const configGetContextsCommand: Command = {
  name: "config get-contexts",
  summary: "Describe one or many contexts",
  usage: "config get-contexts [(-o|--output=)name]",
  writes: false,
  flags: [
    { name: "output", short: "o", type: "string", help: "Output format: name." },
    { name: "no-headers", type: "boolean", help: "Print no headings." },
  ],

  async run(context) {
    const { arguments: given, environment, print } = context;
    const unknown = given.words.find((name) => name !== contextName);
    if (unknown !== undefined) throw new KubectlError(`context ${unknown} not found`);
    if (given.text("output") === "name") {
      print(`${contextName}\n`);
      return 0;
    }
    const { namespace } = environment.settings;
    const writer = new TabWriter(print, getLayout);
    if (!given.flag("no-headers")) writer.write("CURRENT\tNAME\tCLUSTER\tAUTHINFO\tNAMESPACE\n");
    writer.write(`*\t${contextName}\t${clusterName}\t${userName}\t${namespace === "default" ? "" : namespace}\n`);
    writer.flush();
    return 0;
  },
};

export const configUseContextCommand: Command = {
  name: "config use-context",
  aliases: ["config use"],
  summary: "Set the current-context in a kubeconfig file",
  usage: "config use-context CONTEXT_NAME",
  writes: false,
  flags: [],

  async run({ arguments: given, print }) {
    const [name = ""] = given.words;
    if (name !== contextName) throw new KubectlError(`no context exists with the name: ${JSON.stringify(name)}`);
    print(`Switched to context ${JSON.stringify(contextName)}.\n`);
    return 0;
  },
};

export const configSetContextCommand: Command = {
  name: "config set-context",
  summary: "Set a context entry in kubeconfig",
  usage: "config set-context [NAME | --current] [--namespace=namespace]",
  examples: "kubectl config set-context --current --namespace=team-a",
  // What later commands write depends on it.
  writes: true,
  flags: [{ name: "current", type: "boolean", help: "Change the current context." }],

  async run(context) {
    const { arguments: given, environment, print } = context;
    const [name] = given.words;
    if (name === undefined && !given.flag("current")) throw new KubectlError("you must specify a non-empty context name or --current");
    if (name !== undefined && given.flag("current")) throw new KubectlError("you cannot specify both a context name and --current");
    if (name !== undefined && name !== contextName) throw new KubectlError(`context ${JSON.stringify(name)} cannot be made: this kubectl has one cluster and one context`);
    if (given.given("namespace")) setNamespace(environment.settings, given.text("namespace"));
    print(`Context ${JSON.stringify(contextName)} modified.\n`);
    return 0;
  },
};

function setNamespace(settings: CommandContext["environment"]["settings"], namespace: string): void {
  settings.namespace = namespace === "" ? "default" : namespace;
}
