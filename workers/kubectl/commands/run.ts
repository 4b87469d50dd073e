import { Pods } from "../../api/core/pod.ts";
import { typeSchema } from "../../api/type-schema.ts";
import type { Pod } from "../../api/generated/core/v1.ts";
import { applyJsonMergePatch } from "../../apimachinery/patch/json-merge-patch.ts";
import { applyStrategicMergePatch } from "../../apimachinery/patch/strategic-merge-patch.ts";
import { isJsonObject, type JsonObject } from "../../apimachinery/json-value.ts";
import { objectPathOf } from "../api-resource.ts";
import type { Command, CommandContext } from "../command.ts";
import { KubectlError } from "../kubectl-error.ts";
import { dryRunOf } from "../dry-run.ts";
import { runSession } from "../exec-session.ts";
import { createGenerated, generatorFlags, type GeneratedObject, requireFlags, withHint } from "../generate/create-generated.ts";
import { yamlValue } from "../manifest/manifest-document.ts";
import { withinTime } from "../wait/within-time.ts";

export const runCommand: Command = {
  name: "run",
  summary: "Run a particular image on the cluster",
  usage: "run NAME --image=image [--env=\"key=value\"] [--port=port] [--dry-run=server|client] [--overrides=inline-json] [--command] -- [COMMAND] [args...]",
  examples: `# A pod of nginx
kubectl run web --image=nginx --port=80

# A shell that is deleted when it ends
kubectl run -it --rm tmp --image=busybox --restart=Never -- sh`,
  writes: true,
  flags: [
    ...generatorFlags.map((flag) => (flag.name === "field-manager" ? { ...flag, default: "kubectl-run" } : flag)),
    { name: "image", type: "string", help: "The image to run." },
    { name: "image-pull-policy", type: "string", help: "When to pull the image: Always, IfNotPresent or Never." },
    { name: "port", type: "string", help: "The port that the container serves." },
    { name: "env", short: "e", type: "strings", help: "Environment variables, as NAME=VALUE; can be repeated." },
    { name: "labels", short: "l", type: "strings", help: "Labels of the pod, as key=value pairs." },
    { name: "annotations", type: "strings", help: "Annotations of the pod, as key=value; can be repeated." },
    { name: "command", type: "boolean", help: "What stands behind -- is the command, not its arguments." },
    { name: "restart", type: "string", default: "Always", help: "Restart policy: Always, OnFailure, Never." },
    { name: "overrides", type: "string", help: "JSON that is merged into the pod." },
    { name: "override-type", type: "string", default: "merge", help: "How to merge it: merge or strategic." },
    { name: "expose", type: "boolean", help: "Create a service for the pod too; needs --port." },
    { name: "privileged", type: "boolean", help: "Run the container privileged." },
    { name: "stdin", short: "i", type: "boolean", help: "Keep standard input open." },
    { name: "tty", short: "t", type: "boolean", help: "Give the container a terminal." },
    { name: "attach", type: "boolean", help: "Show what the container says until it ends. Default with -i." },
    { name: "rm", type: "boolean", help: "Delete the pod when it has ended; only when attached." },
    { name: "quiet", short: "q", type: "boolean", help: "Print nothing but the output of the container." },
    { name: "pod-running-timeout", type: "duration", default: "1m0s", help: "How long to wait until the pod runs." },
  ],

  async run(context) {
    requireFlags(context, "image");
    const { arguments: given } = context;
    const name = nameOf(context);
    const attach = given.given("attach") ? given.flag("attach") : given.flag("stdin") || given.flag("tty");
    check(context, attach);
    const quiet = attach || given.flag("quiet");
    if (given.flag("expose")) await expose(context, name);
    await createGenerated(quiet ? { ...context, print: () => {} } : context, withOverrides(context, podOf(context, name)));
    if (!attach || dryRunOf(given) !== "none") return 0;
    const code = await attachTo(context, name);
    if (given.flag("rm")) await remove(context, name);
    return code;
  },
};

function nameOf({ arguments: given }: CommandContext): string {
  const [name, ...others] = given.positionals;
  if (name === undefined) throw withHint("NAME is required for run", "run");
  // Without dashes the command may stand right behind the name.
  if (others.length > 0 && given.afterDashes !== undefined) throw withHint(`exactly one NAME is required, got ${given.positionals.length}`, "run");
  return name;
}

function check({ arguments: given }: CommandContext, attach: boolean): void {
  const image = given.text("image");
  if (image === "" || /\s/.test(image)) throw new KubectlError(`Invalid image name ${JSON.stringify(image)}: invalid reference format`);
  if (given.flag("tty") && !given.flag("stdin")) throw new KubectlError("-i/--stdin is required for containers with -t/--tty=true");
  if (given.flag("rm") && !attach) throw new KubectlError("--rm should only be used for attached containers");
  if (attach && dryRunOf(given) !== "none") throw new KubectlError("--dry-run=[server|client] can't be used with attached containers options (--attach, --stdin, or --tty)");
  if (given.flag("expose") && given.text("port") === "") throw withHint("--port must be set when exposing a service", "run");
  if (!["Always", "OnFailure", "Never"].includes(given.text("restart"))) throw withHint(`invalid restart policy: ${given.text("restart")}`, "run");
}

function podOf({ arguments: given }: CommandContext, name: string): GeneratedObject {
  const words = [...given.positionals.slice(1), ...(given.afterDashes ?? [])];
  const port = given.text("port");
  const env = given.values("env").map(environmentVariable);
  const annotations = pairsOf(given.values("annotations"));
  const labels = given.given("labels") ? pairsOf(given.list("labels")) : { run: name };
  const container = {
    ...(words.length > 0 && (given.flag("command") ? { command: words } : { args: words })),
    ...(env.length > 0 && { env }),
    image: given.text("image"),
    ...(given.text("image-pull-policy") !== "" && { imagePullPolicy: given.text("image-pull-policy") }),
    name,
    ...(port !== "" && { ports: [{ containerPort: Number(port) }] }),
    resources: {},
    ...(given.flag("privileged") && { securityContext: { privileged: true } }),
    ...(given.flag("stdin") && { stdin: true, stdinOnce: true }),
    ...(given.flag("tty") && { tty: true }),
  };
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { ...(Object.keys(annotations).length > 0 && { annotations }), labels, name },
    spec: { containers: [container], dnsPolicy: "ClusterFirst", restartPolicy: given.text("restart") },
    status: {},
  };
}

function environmentVariable(text: string) {
  const equals = text.indexOf("=");
  if (equals <= 0) throw new KubectlError(`invalid env: ${text}`);
  return { name: text.slice(0, equals), value: text.slice(equals + 1) };
}

const pairsOf = (pairs: readonly string[]) => Object.fromEntries(pairs.map((pair): readonly [string, string] => {
  const equals = pair.indexOf("=");
  if (equals < 0) throw new KubectlError(`unexpected label spec: ${pair}`);
  return [pair.slice(0, equals), pair.slice(equals + 1)];
}));

function withOverrides({ arguments: given }: CommandContext, pod: GeneratedObject): GeneratedObject {
  const text = given.text("overrides");
  if (text === "") return pod;
  const patch = yamlValue(text);
  if (!isJsonObject(patch)) throw new KubectlError("--overrides must be a JSON object");
  const type = given.text("override-type");
  if (type === "merge") return applyJsonMergePatch(pod, patch) as GeneratedObject;
  if (type !== "strategic") throw new KubectlError(`invalid override type: ${type}`);
  return applyStrategicMergePatch(pod as JsonObject, patch, typeSchema(Pods.definition)) as GeneratedObject;
}

/** The service of --expose selects the pod by its labels. */
async function expose(context: CommandContext, name: string): Promise<void> {
  const port = Number(context.arguments.text("port"));
  const spec = { ports: [{ port, protocol: "TCP", targetPort: port }], selector: { run: name } };
  await createGenerated(context, { apiVersion: "v1", kind: "Service", metadata: { name }, spec, status: { loadBalancer: {} } });
  if (context.arguments.text("output") === "yaml") context.print("---\n---\n");
}

async function attachTo(context: CommandContext, name: string): Promise<number> {
  const { arguments: given, environment, namespace, printError, print } = context;
  const pod = await untilRunning(context, name);
  const path = objectPathOf(Pods, { namespace, name }, "attach");
  const container = pod.spec.containers[0]?.name ?? name;
  if (pod.status.phase !== "Running") {
    print(await context.api.request<string>({ method: "GET", path: objectPathOf(Pods, { namespace, name }, "log"), query: { container } }));
    return exitCodeOf(pod);
  }
  const tty = given.flag("tty") && environment.terminal !== undefined;
  if (given.flag("stdin") && !given.flag("quiet")) printError("If you don't see a command prompt, try pressing enter.\n");
  await runSession(context, { path, query: { container }, stdin: given.flag("stdin"), tty });
  if (given.text("restart") === "Always") return 0;
  return exitCodeOf(await untilPhase(context, name, ["Succeeded", "Failed"]));
}

const exitCodeOf = ({ status }: Pod) => status.containerStatuses?.[0]?.state?.terminated?.exitCode ?? 0;

function untilRunning(context: CommandContext, name: string): Promise<Pod> {
  const late = () => new KubectlError("timed out waiting for the condition");
  return withinTime(context.environment.clock, untilPhase(context, name, ["Running", "Succeeded", "Failed"]), { timeout: context.arguments.duration("pod-running-timeout"), late });
}

async function untilPhase({ api, namespace }: CommandContext, name: string, phases: readonly string[]): Promise<Pod> {
  for (;;) {
    let pod: Pod = await api.get<Pod>(Pods, { namespace, name });
    const reached = ({ status }: Pod) => phases.includes(status.phase ?? "");
    if (reached(pod)) return pod;
    await api.watch<Pod>(Pods, { namespace, fieldSelector: `metadata.name=${name}`, resourceVersion: pod.metadata.resourceVersion }, ({ type, object }) => {
      if (type === "DELETED") throw new KubectlError(`pods ${JSON.stringify(name)} not found`);
      if (type === "BOOKMARK") return false;
      pod = object;
      return reached(pod);
    });
    if (reached(pod)) return pod;
  }
}

async function remove({ api, namespace, print, arguments: given }: CommandContext, name: string): Promise<void> {
  await api.delete(Pods as never, { namespace, name }, { propagationPolicy: "Background" });
  if (!given.flag("quiet")) print(`pod ${JSON.stringify(name)} deleted from ${namespace} namespace\n`);
}
