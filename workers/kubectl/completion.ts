import { ApiError } from "../apimachinery/status.ts";
import { ConnectionError } from "../client/transport.ts";
import { Api } from "./api.ts";
import type { Command } from "./command.ts";
import { KubectlError } from "./kubectl-error.ts";
import type { Flag } from "./flag.ts";
import { commands } from "./commands/commands.ts";
import type { KubectlEnvironment } from "./environment.ts";
import { globalFlags } from "./global-flags.ts";
import { splitWords } from "./words.ts";

export interface CompletionResult {
  /** Where in the line the word begins that a candidate would replace. */
  readonly from: number;
  readonly candidates: readonly string[];
}

/** What may stand at the end of a line: verbs, resources, names, flags and their values. Without a server there is less to offer. */
export async function completeKubectl(line: string, environment: KubectlEnvironment): Promise<CompletionResult> {
  const { before, word } = lastWord(line);
  const from = line.length - word.length;
  const parts = before[0] === "kubectl" || before[0] === "k" ? before.slice(1) : before;
  try {
    const found = await candidatesFor(parts, word, new Completer(environment));
    return { from, candidates: [...new Set(found)].filter((candidate) => candidate.startsWith(word) && candidate !== word).toSorted() };
  } catch (error) {
    if (error instanceof ApiError || error instanceof ConnectionError || error instanceof KubectlError) return { from, candidates: [] };
    throw error;
  }
}

function lastWord(line: string): { readonly before: readonly string[]; readonly word: string } {
  const start = line.search(/\S*$/);
  return { before: wordsOf(line.slice(0, start)), word: line.slice(start) };
}

function wordsOf(text: string): readonly string[] {
  try {
    return splitWords(text);
  } catch (error) {
    if (error instanceof KubectlError) return text.trim().split(/\s+/);
    throw error;
  }
}

/** Answers of the server that completion needs, in the namespace of the line. */
class Completer {
  readonly environment: KubectlEnvironment;
  readonly api: Api;

  constructor(environment: KubectlEnvironment) {
    this.environment = { ...environment, stderr: () => {} };
    this.api = new Api(this.environment);
  }

  async names(resource: string, namespace: string): Promise<readonly string[]> {
    const found = (await this.api.discovery()).find(resource);
    if (found === undefined) return [];
    const { items } = await this.api.list(found, { namespace });
    return items.map(({ metadata }) => metadata.name);
  }

  async resources(): Promise<readonly string[]> {
    const { resources } = await this.api.discovery();
    return resources.filter(({ preferred, verbs }) => preferred && verbs.includes("get")).map(({ plural, group }) => (resources.some((other) => other.plural === plural && other.group !== group && other.group === "") ? `${plural}.${group}` : plural));
  }
}

async function candidatesFor(before: readonly string[], word: string, completer: Completer): Promise<readonly string[]> {
  const { command, rest } = commandOf(before);
  const flags = [...(command?.flags ?? []), ...globalFlags];
  const open = flagAwaitingValue(before, flags);
  if (open !== undefined) return flagValues(open, completer);
  if (word.startsWith("--") && word.includes("=")) return assigned(word, flags, completer);
  if (word.startsWith("-")) return flags.map(({ name }) => `--${name}`);
  const next = nextVerbs(before);
  if (command === undefined || next.length > 0) return next;
  return wordsAfter(command, rest, { word, before, completer });
}

/** The flags' words left out. */
function positionalsOf(words: readonly string[], flags: readonly Flag[]): readonly string[] {
  return words.filter((word, index) => !word.startsWith("-") && flagAwaitingValue(words.slice(0, index), flags) === undefined);
}

function commandOf(before: readonly string[]): { readonly command: Command | undefined; readonly rest: readonly string[] } {
  const words = positionalsOf(before, globalFlags);
  for (let length = Math.min(3, words.length); length > 0; length--) {
    const name = words.slice(0, length).join(" ");
    const command = commands.find((each) => each.name === name || each.aliases?.includes(name));
    if (command !== undefined) return { command, rest: positionalsOf(before, [...command.flags, ...globalFlags]).slice(length) };
  }
  return { command: undefined, rest: [] };
}

/** Verbs that may follow the words so far. */
function nextVerbs(before: readonly string[]): readonly string[] {
  const words = positionalsOf(before, globalFlags);
  const prefix = words.length === 0 ? "" : `${words.join(" ")} `;
  const following = commands.filter(({ name }) => name.startsWith(prefix)).map(({ name }) => name.slice(prefix.length).split(" ")[0] as string);
  return words.length === 0 ? [...following, "help", "options"] : following;
}

function flagAwaitingValue(before: readonly string[], flags: readonly Flag[]): Flag | undefined {
  const last = before.at(-1);
  if (last === undefined || !last.startsWith("-") || last.includes("=")) return undefined;
  return flags.find(({ name, short, type, alone }) => type !== "boolean" && alone === undefined && (last === `--${name}` || last === `-${short}`));
}

async function assigned(word: string, flags: readonly Flag[], completer: Completer): Promise<readonly string[]> {
  const name = word.slice(2, word.indexOf("="));
  const flag = flags.find((each) => each.name === name);
  return flag === undefined ? [] : (await flagValues(flag, completer)).map((value) => `--${name}=${value}`);
}

const outputs = ["json", "yaml", "wide", "name", "jsonpath=", "custom-columns=", "go-template="];

async function flagValues({ name, type }: Flag, { environment, api }: Completer): Promise<readonly string[]> {
  switch (name) {
    case "namespace":
      return (await api.list({ group: "", version: "v1", kind: "Namespace", plural: "namespaces", singular: "namespace", scope: "Cluster" })).items.map(({ metadata }) => metadata.name);
    case "filename":
      return [...environment.listFiles()];
    case "output":
      return outputs;
    case "dry-run":
      return ["none", "client", "server"];
    case "cascade":
      return ["background", "foreground", "orphan"];
    case "for":
      return ["condition=", "create", "delete", "jsonpath="];
    default:
      return type === "boolean" ? ["true", "false"] : [];
  }
}

/** Commands whose words are names of one kind. */
const namesOnly: Readonly<Record<string, string>> = { cordon: "nodes", uncordon: "nodes", drain: "nodes", exec: "pods", logs: "pods", attach: "pods", "top pod": "pods", "top node": "nodes" };
/** Commands that take `TYPE NAME` or `TYPE/NAME`. */
const typed: ReadonlySet<string> = new Set(["get", "describe", "delete", "edit", "label", "annotate", "patch", "scale", "expose", "autoscale", "wait", "explain", "taint"]);
const rollable = ["deployments", "daemonsets", "statefulsets"];

interface Place {
  readonly word: string;
  readonly before: readonly string[];
  readonly completer: Completer;
}

async function wordsAfter({ name }: Command, rest: readonly string[], { word, before, completer }: Place): Promise<readonly string[]> {
  const namespace = namespaceOf(before, completer.environment);
  const only = namesOnly[name];
  if (only !== undefined && !word.includes("/")) return rest.length > 0 && only === "pods" && name !== "top pod" ? [] : completer.names(only, namespace);
  const isRollout = name.startsWith("rollout ");
  if (!typed.has(name) && !isRollout && !name.startsWith("set ") && only === undefined) return [];
  return typesAndNames(rest, word, { completer, namespace, types: isRollout ? rollable : undefined, withNames: name !== "explain" });
}

interface Types {
  readonly completer: Completer;
  readonly namespace: string;
  readonly types: readonly string[] | undefined;
  readonly withNames: boolean;
}

async function typesAndNames([type, ...names]: readonly string[], word: string, { completer, namespace, types, withNames }: Types): Promise<readonly string[]> {
  if (word.includes("/")) {
    const before = word.slice(0, word.indexOf("/"));
    return (await completer.names(before, namespace)).map((name) => `${before}/${name}`);
  }
  if (type !== undefined && !type.includes("/")) return withNames ? (await completer.names(type.split(",")[0] as string, namespace)).filter((name) => !names.includes(name)) : [];
  const served = await completer.resources();
  const offered = types === undefined ? served : served.filter((resource) => types.includes(resource));
  const comma = word.lastIndexOf(",");
  return offered.map((resource) => word.slice(0, comma + 1) + resource);
}

function namespaceOf(before: readonly string[], { settings }: KubectlEnvironment): string {
  for (const [index, word] of before.entries()) {
    const given = /^(?:--namespace=|-n=?)(.+)$/.exec(word)?.[1];
    if (given !== undefined) return given;
    if (word === "-n" || word === "--namespace") return before[index + 1] ?? settings.namespace;
  }
  return settings.namespace;
}
