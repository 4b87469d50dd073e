import { FormatError } from "../../apimachinery/format-error.ts";
import { parseTime } from "../../apimachinery/timestamp.ts";
import { ApiError } from "../../apimachinery/status.ts";
import { second } from "../../base/units.ts";
import { Pods } from "../../api/core/pod.ts";
import type { Pod } from "../../api/generated/core/v1.ts";
import { objectPathOf } from "../api-resource.ts";
import type { Call } from "../api.ts";
import type { Command, CommandContext } from "../command.ts";
import { KubectlError } from "../kubectl-error.ts";
import { findObjects, selectorFlag } from "../found-objects.ts";
import { usageMistake } from "../usage-mistake.ts";
import { byLogging, type LogTarget, podsOf, targetsIn } from "../log-targets.ts";

const usage = "logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]";

export const logsCommand: Command = {
  name: "logs",
  aliases: ["log"],
  summary: "Print the logs for a container in a pod",
  usage,
  examples: `  # Print the log of a pod with one container
  kubectl logs nginx

  # Follow the log of the ruby container of pod web-1
  kubectl logs -f -c ruby web-1

  # Print the logs of all containers of the pods of a label
  kubectl logs -l app=nginx --all-containers=true

  # Print the log of the container that ended before
  kubectl logs -p web-1

  # Print the last 20 lines of a pod of a deployment
  kubectl logs --tail=20 deployment/nginx`,
  flags: [
    selectorFlag,
    { name: "all-containers", type: "boolean", help: "The logs of all containers of the pods." },
    { name: "all-pods", type: "boolean", help: "The logs of all pods. Sets --prefix." },
    { name: "container", short: "c", type: "string", help: "The container whose log to print." },
    { name: "follow", short: "f", type: "boolean", help: "Go on as the log grows." },
    { name: "ignore-errors", type: "boolean", help: "Go on with other logs when one cannot be read." },
    { name: "insecure-skip-tls-verify-backend", type: "boolean", help: "Do not verify the kubelet's certificate." },
    { name: "limit-bytes", type: "integer", default: "0", help: "Print at most so many bytes." },
    { name: "max-log-requests", type: "integer", default: "5", help: "Follow at most so many logs at once." },
    { name: "pod-running-timeout", type: "duration", default: "20s", help: "How long to wait for a pod." },
    { name: "prefix", type: "boolean", help: "Begin each line with its pod and container." },
    { name: "previous", short: "p", type: "boolean", help: "The log of the container that ran before." },
    { name: "since", type: "duration", default: "0s", help: "Only lines newer than this, such as 5s, 2m or 3h." },
    { name: "since-time", type: "string", help: "Only lines since this time (RFC 3339)." },
    { name: "tail", type: "integer", default: "-1", help: "Only the last lines. -1 prints all, or 10 of each with a selector." },
    { name: "timestamps", type: "boolean", help: "Begin each line with its time." },
  ],
  writes: false,

  async run(context) {
    validate(context);
    const targets = await findTargets(context);
    const { arguments: given } = context;
    const most = given.number("max-log-requests");
    if (given.flag("follow") && targets.length > 1) {
      if (targets.length > most) {
        throw new KubectlError(`you are attempting to follow ${targets.length} log streams, but maximum allowed concurrency is ${most}, use --max-log-requests to increase the limit`);
      }
      await Promise.all(targets.map((target) => consume(context, target)));
    } else for (const target of targets) await consume(context, target);
    return 0;
  },
};

function validate({ arguments: given }: CommandContext): void {
  const { words } = given;
  const selector = given.text("selector");
  if (words.length > 2 || (words.length === 0 && selector === "")) throw usageMistake("logs", `expected '${usage}'.\nPOD or TYPE/NAME is a required argument for the logs command`);
  if (words.length === 1 && selector !== "") throw usageMistake("logs", "only a selector (-l) or a POD name is allowed");
  if (given.text("since-time") !== "" && given.duration("since") !== 0) throw new KubectlError("at most one of `sinceTime` or `sinceSeconds` may be specified");
  const container = given.text("container") || (words[1] ?? "");
  if (given.flag("all-containers") && container !== "") throw new KubectlError(`--all-containers=true should not be specified with container name ${container}`);
  if (given.given("container") && words.length === 2) throw new KubectlError("only one of -c or an inline [CONTAINER] arg is allowed");
  if (given.number("limit-bytes") < 0) throw new KubectlError("--limit-bytes must be greater than 0");
  if (given.duration("since") < 0) throw new KubectlError("--since must be greater than 0");
  if (given.number("tail") < -1) throw new KubectlError("--tail must be greater than or equal to -1");
}

async function findTargets(context: CommandContext): Promise<readonly LogTarget[]> {
  const { arguments: given } = context;
  const pods = await findPods(context);
  const choice = { container: given.text("container") || (given.words[1] ?? ""), all: given.flag("all-containers"), quiet: given.flag("all-pods") };
  return pods.flatMap((pod) => targetsIn(pod, choice, context));
}

async function findPods(context: CommandContext): Promise<readonly Pod[]> {
  const { arguments: given, api, namespace, printError } = context;
  const labelSelector = given.text("selector");
  if (labelSelector !== "") {
    const { items } = await api.client.list(Pods, { namespace, labelSelector });
    if (items.length === 0) printError(`No resources found in ${namespace} namespace.\n`);
    return items;
  }
  const pods = await podsNamed(context, given.words[0] ?? "");
  const [first] = byLogging(pods);
  if (first === undefined) throw new KubectlError("timed out waiting for the condition");
  if (given.flag("all-pods") || pods.length === 1) return pods;
  printError(`Found ${pods.length} pods, using pod/${first.metadata.name}\n`);
  return [first];
}

async function podsNamed(context: CommandContext, word: string): Promise<readonly Pod[]> {
  const { api, namespace } = context;
  try {
    if (!word.includes("/")) return [await api.client.get(Pods, { namespace, name: word })];
    const { objects, errors } = await findObjects(context, { path: "kubectl logs", words: [word] });
    if (errors.length > 0) throw errors[0];
    const object = objects[0]?.object;
    if (object === undefined) throw new KubectlError("expected a resource");
    return object.kind === "Pod" ? [object as unknown as Pod] : await podsWithin(context, () => podsOf(object, context));
  } catch (error) {
    if (error instanceof ApiError && error.reason === "NotFound") throw new KubectlError(`error from server (NotFound): ${error.message} in namespace "${namespace}"`);
    throw error;
  }
}

/** Waits a while for the first pod to appear. */
async function podsWithin({ arguments: given, environment: { clock } }: CommandContext, list: () => Promise<readonly Pod[]>): Promise<readonly Pod[]> {
  const deadline = clock.now() + given.duration("pod-running-timeout");
  for (;;) {
    const pods = await list();
    if (pods.length > 0 || clock.now() >= deadline) return pods;
    await clock.sleep(second);
  }
}

function callFor({ arguments: given }: CommandContext, { pod, container }: LogTarget): Call {
  const { name, namespace = "" } = pod.metadata;
  const since = given.duration("since");
  const tail = given.number("tail") === -1 && given.text("selector") !== "" && !given.given("tail") ? 10 : given.number("tail");
  const query = {
    container,
    ...(given.flag("follow") && { follow: "true" }),
    ...(given.flag("previous") && { previous: "true" }),
    ...(given.flag("timestamps") && { timestamps: "true" }),
    ...(given.flag("insecure-skip-tls-verify-backend") && { insecureSkipTLSVerifyBackend: "true" }),
    ...(since > 0 && { sinceSeconds: String(Math.round(since / second)) }),
    ...(given.text("since-time") !== "" && { sinceTime: checkedTime(given.text("since-time")) }),
    ...(tail !== -1 && { tailLines: String(tail) }),
    ...(given.number("limit-bytes") > 0 && { limitBytes: given.text("limit-bytes") }),
  };
  return { method: "GET", path: objectPathOf(Pods, { name, namespace }, "log"), query };
}

function checkedTime(text: string): string {
  try {
    parseTime(text);
    return text;
  } catch (error) {
    if (error instanceof FormatError) throw new KubectlError(error.message);
    throw error;
  }
}

/** Prints one log. When it is followed and its container has not started yet, it is asked for again each second. */
async function consume(context: CommandContext, target: LogTarget): Promise<void> {
  const { arguments: given, environment, printError } = context;
  const deadline = environment.clock.now() + given.duration("pod-running-timeout");
  for (;;) {
    const error = await read(context, target);
    if (error === undefined) return;
    if (given.flag("ignore-errors")) return context.print(`error: ${error.message}\n`);
    if (!given.flag("follow") || !(error instanceof ApiError)) throw error;
    printError(`${error.message}\n`);
    if (environment.clock.now() >= deadline) throw new KubectlError("context deadline exceeded");
    await environment.clock.sleep(second);
  }
}

async function read(context: CommandContext, target: LogTarget): Promise<Error | undefined> {
  const write = lineWriter(context, target);
  const call = callFor(context, target);
  try {
    if (context.arguments.flag("follow")) {
      await context.api.follow(call, (chunk) => {
        write.write(String(chunk));
        return false;
      });
    } else write.write(String(await context.api.request<unknown>(call)));
    write.end();
    return undefined;
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
}

interface LineWriter {
  write(text: string): void;
  end(): void;
}

/** Puts the pod and the container in front of each line, where that is wanted. */
function lineWriter({ arguments: given, print }: CommandContext, { pod, container }: LogTarget): LineWriter {
  if (!given.flag("prefix") && !given.flag("all-pods")) return { write: (text) => (text === "" ? undefined : print(text)), end() {} };
  const prefix = `[pod/${pod.metadata.name}/${container}] `;
  let unfinished = "";
  return {
    write(text) {
      const lines = (unfinished + text).split("\n");
      unfinished = lines.pop() ?? "";
      if (lines.length > 0) print(lines.map((line) => `${prefix}${line}\n`).join(""));
    },
    end() {
      if (unfinished !== "") print(prefix + unfinished);
    },
  };
}
