import type { Command } from "./command.ts";
import type { Flag } from "./flag.ts";
import { globalFlags } from "./global-flags.ts";

/** The headings of `kubectl --help`, and which verbs stand under them. */
const sections: readonly (readonly [heading: string, verbs: readonly string[]])[] = [
  ["Basic Commands (Beginner)", ["create", "expose", "run", "set"]],
  ["Basic Commands (Intermediate)", ["explain", "get", "edit", "delete"]],
  ["Deploy Commands", ["rollout", "scale", "autoscale"]],
  ["Cluster Management Commands", ["certificate", "cluster-info", "top", "cordon", "uncordon", "drain", "taint"]],
  ["Troubleshooting and Debugging Commands", ["describe", "logs", "attach", "exec", "port-forward", "proxy", "cp", "auth", "debug", "events"]],
  ["Advanced Commands", ["diff", "apply", "patch", "replace", "wait", "kustomize"]],
  ["Settings Commands", ["label", "annotate", "completion"]],
  ["Other Commands", ["api-resources", "api-versions", "config", "plugin", "version"]],
];

/** What a group of verbs is for. */
const groupSummaries: Readonly<Record<string, string>> = {
  auth: "Inspect authorization",
  "cluster-info": "Display cluster information",
  config: "Modify kubeconfig files",
  create: "Create a resource from a file or from stdin",
  rollout: "Manage the rollout of a resource",
  set: "Set specific features on objects",
};

const footer = `Use "kubectl <command> --help" for more information about a given command.
Use "kubectl options" for a list of global command-line options (applies to all commands).
`;

/** `kubectl` and `kubectl --help`. */
export function overview(commands: readonly Command[]): string {
  const verbs = new Map(commands.map((command) => [verbOf(command), summaryOf(command)]));
  const text = sections.flatMap(([heading, names]) => {
    const known = names.filter((name) => verbs.has(name));
    return known.length === 0 ? [] : [`${heading}:\n${known.map((name) => entry(name, verbs.get(name) ?? "", 15)).join("")}\n`];
  });
  return `kubectl controls the Kubernetes cluster manager.\n\n${text.join("")}Usage:\n  kubectl [flags] [options]\n\n${footer}`;
}

const verbOf = ({ name }: Command) => name.split(" ")[0] as string;
const summaryOf = (command: Command) => (command.name === verbOf(command) ? command.summary : (groupSummaries[verbOf(command)] ?? command.summary));
const entry = (name: string, summary: string, width: number) => `  ${name.padEnd(width)} ${summary}\n`;

/** `kubectl rollout`. */
export function groupHelp(name: string, commands: readonly Command[]): string {
  return `${groupSummaries[name] ?? name}.\n\n${subcommands(name, commands)}Usage:\n  kubectl ${name} SUBCOMMAND [options]\n\nUse "kubectl ${name} <command> --help" for more information about a given command.\n${footer.split("\n")[1]}\n`;
}

function subcommands(name: string, commands: readonly Command[]): string {
  const below = commands.filter((command) => command.name.startsWith(`${name} `));
  if (below.length === 0) return "";
  const width = Math.max(13, ...below.map((command) => command.name.length - name.length - 1));
  return `Available Commands:\n${below.map((command) => entry(command.name.slice(name.length + 1), command.summary, width)).join("")}\n`;
}

/** `kubectl VERB --help`. */
export function commandHelp(command: Command, commands: readonly Command[]): string {
  const { name, summary, examples, usage, aliases = [] } = command;
  const parts = [
    `${summary}.\n`,
    ...(aliases.length > 0 ? [`Aliases:\n${[name.split(" ").at(-1), ...aliases].join(", ")}\n`] : []),
    ...(examples === undefined ? [] : [`Examples:\n${indent(examples)}\n`]),
    ...[subcommands(name, commands)].filter((text) => text !== "").map((text) => text.slice(0, -1)),
    ...(command.flags.length === 0 ? [] : [`Options:\n${flagList(command.flags)}`]),
    `Usage:\n  kubectl ${usage.replace(/^kubectl /, "")}${command.flags.length > 0 && !usage.includes("[options]") ? " [options]" : ""}\n`,
    footer.split("\n")[1] + "\n",
  ];
  return parts.join("\n");
}

const indent = (text: string) => text.split("\n").map((line) => (line === "" ? line : `  ${line.trimStart()}`)).join("\n").replace(/\n+$/, "");

/** `kubectl options`. */
export const optionsHelp = () => `The following options can be passed to any command:\n\n${flagList(globalFlags.filter(({ name }) => name !== "help"))}`;

const flagList = (flags: readonly Flag[]) => flags.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map((flag) => `    ${flagHead(flag)}:\n\t${flag.help}\n`).join("\n");

function flagHead({ name, short, type, default: stated }: Flag): string {
  const shown: Readonly<Record<Flag["type"], string>> = {
    boolean: stated ?? "false",
    integer: stated ?? "0",
    duration: stated ?? "0s",
    string: `'${stated ?? ""}'`,
    strings: `[${stated ?? ""}]`,
  };
  return `${short === undefined ? "" : `-${short}, `}--${name}=${shown[type]}`;
}
