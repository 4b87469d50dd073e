import { ApiError } from "../apimachinery/status.ts";
import { Api } from "./api.ts";
import { type ParsedArguments, parseArguments } from "./arguments.ts";
import type { Command, CommandContext } from "./command.ts";
import { KubectlError } from "./kubectl-error.ts";
import { commands } from "./commands/commands.ts";
import type { KubectlEnvironment } from "./environment.ts";
import { errorText } from "./error-text.ts";
import { UsageError } from "./errors.ts";
import { findCommand } from "./find-command.ts";
import { globalFlags } from "./global-flags.ts";
import { commandHelp, groupHelp, optionsHelp, overview } from "./help.ts";
import { contextName } from "./kubeconfig.ts";
import { suggestionsFor } from "./suggestions.ts";

/** Runs the command that the words call, and prints what went wrong. Resolves with the exit code. */
export async function runWords(words: readonly string[], environment: KubectlEnvironment): Promise<number> {
  const call = findCommand(words, commands);
  const say = (text: string) => {
    environment.stdout(text);
    return 0;
  };
  switch (call.type) {
    case "command":
      return runCommand(call.command, call.words, environment);
    case "group":
      if (call.unknown === undefined) return say(groupHelp(call.name, commands));
      return fail(environment, `error: unknown command ${JSON.stringify(call.unknown)}\nSee 'kubectl ${call.name} -h' for help and examples\n`);
    case "nothing":
      return say(overview(commands));
    case "unknown":
      if (call.word === "help") return runHelp(words.slice(words.indexOf("help") + 1), environment);
      return call.word === "options" ? say(optionsHelp()) : fail(environment, unknownCommand(call.word));
  }
}

function fail({ stderr }: KubectlEnvironment, text: string, exitCode = 1): number {
  stderr(text);
  return exitCode;
}

/** `kubectl help get` is `kubectl get --help`. */
function runHelp(words: readonly string[], environment: KubectlEnvironment): Promise<number> {
  return runWords(words.length === 0 ? [] : [...words, "--help"], environment);
}

function unknownCommand(word: string): string {
  const verbs = [...new Set(commands.map(({ name }) => name.split(" ")[0] as string))].sort();
  const similar = suggestionsFor(word, verbs);
  const hint = similar.length === 0 ? "" : `\n\nDid you mean this?\n${similar.map((each) => `\t${each}\n`).join("")}`;
  return `error: unknown command ${JSON.stringify(word)} for "kubectl"${hint === "" ? "\n" : hint}`;
}

async function runCommand(command: Command, words: readonly string[], environment: KubectlEnvironment): Promise<number> {
  try {
    const given = parseArguments(words, [...command.flags, ...globalFlags]);
    if (given.flag("help")) {
      environment.stdout(commandHelp(command, commands));
      return 0;
    }
    return await runWith(given, command, environment);
  } catch (error) {
    if (error instanceof UsageError) return fail(environment, `error: ${error.message}\nSee 'kubectl ${command.name} --help' for usage.\n`);
    const said = errorText(error);
    if (said === undefined) throw error;
    return fail(environment, said.text === "" || said.text.endsWith("\n") ? said.text : `${said.text}\n`, said.exitCode);
  }
}

async function runWith(given: ParsedArguments, command: Command, environment: KubectlEnvironment): Promise<number> {
  refuseForeignClusters(given);
  const context = contextFor(given, environment);
  const code = await command.run(context);
  if (code !== 0 || !given.flag("warnings-as-errors") || context.api.warnings === 0) return code;
  const count = context.api.warnings;
  throw new KubectlError(`${count} warning${count === 1 ? "" : "s"} received`);
}

/** One run of a command, with everything that it may use. */
export function contextFor(given: ParsedArguments, environment: KubectlEnvironment): CommandContext {
  return {
    environment,
    arguments: given,
    api: new Api(environment, { headers: impersonation(given) }),
    namespace: given.text("namespace") || environment.settings.namespace,
    print: environment.stdout,
    printError: environment.stderr,
  };
}

/** Who to be for one command: --as, --as-group, --as-uid. */
function impersonation(given: ParsedArguments): Readonly<Record<string, string>> {
  const [user, groups, uid] = [given.text("as"), given.list("as-group"), given.text("as-uid")];
  if (user === "" && (groups.length > 0 || uid !== "")) throw new KubectlError("requesting uid, groups or user-extra without impersonating a user");
  return {
    ...(user !== "" && { "impersonate-user": user }),
    ...(groups.length > 0 && { "impersonate-group": groups.join(",") }),
    ...(uid !== "" && { "impersonate-uid": uid }),
  };
}

/** There is one cluster, reached with one identity. */
function refuseForeignClusters(given: ParsedArguments): void {
  const context = given.text("context");
  if (context !== "" && context !== contextName) throw new KubectlError(`context was not found for specified context: ${context}`);
  const known: Readonly<Record<string, string>> = { cluster: "kubernetes", user: "kubernetes-admin" };
  for (const [flag, only] of Object.entries(known)) {
    const value = given.text(flag);
    if (value !== "" && value !== only) throw new KubectlError(`${flag === "user" ? "auth info" : "cluster"} ${JSON.stringify(value)} does not exist`);
  }
  for (const flag of ["kubeconfig", "server", "token"]) {
    if (given.given(flag)) throw new KubectlError(`--${flag} is not supported here: this kubectl always speaks to its own cluster`);
  }
}

/** Is it an answer of the server that says that something is not there? */
export const isNotFound = (error: unknown) => error instanceof ApiError && error.reason === "NotFound";
