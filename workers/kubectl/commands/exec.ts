import { Pods } from "../../api/core/pod.ts";
import type { Pod } from "../../api/generated/core/v1.ts";
import { objectPathOf } from "../api-resource.ts";
import type { Command, CommandContext } from "../command.ts";
import { KubectlError } from "../kubectl-error.ts";
import { repeated, runSession } from "../exec-session.ts";
import { findObjects } from "../found-objects.ts";
import { podsOf, targetsIn } from "../log-targets.ts";

export const execCommand: Command = {
  name: "exec",
  summary: "Execute a command in a container",
  usage: "exec (POD | TYPE/NAME) [-c CONTAINER] [flags] -- COMMAND [args...]",
  examples: `# Run a command in the first container of a pod
kubectl exec web -- date

# A shell
kubectl exec -it web -- sh

# In a pod of a deployment
kubectl exec deploy/web -- date`,
  writes: true,
  flags: [
    { name: "container", short: "c", type: "string", help: "Container name; without it the default container, or the first." },
    { name: "stdin", short: "i", type: "boolean", help: "Pass standard input to the container." },
    { name: "tty", short: "t", type: "boolean", help: "Standard input is a terminal." },
    { name: "quiet", short: "q", type: "boolean", help: "Print nothing but the output of the command." },
    { name: "pod-running-timeout", type: "duration", default: "1m0s", help: "How long to wait until a pod of a workload runs." },
  ],

  async run(context) {
    const { arguments: given, environment, printError } = context;
    const [target, ...others] = given.positionals;
    const command = given.afterDashes ?? [];
    if (target === undefined) throw new KubectlError("pod, type/name or --filename must be specified");
    if (others.length > 0) throw new KubectlError("exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead\nSee 'kubectl exec -h' for help and examples");
    if (command.length === 0) throw new KubectlError("you must specify at least one command for the container");
    const tty = given.flag("tty") && environment.terminal !== undefined;
    if (given.flag("tty") && !tty && !given.flag("quiet")) printError("Unable to use a TTY - input is not a terminal or the right kind of file\n");
    const pod = await podFor(context, target);
    refuseFinished(pod);
    const [chosen] = targetsIn(pod, { container: given.text("container"), all: false, quiet: given.flag("quiet") }, context);
    const path = objectPathOf(Pods, { namespace: pod.metadata.namespace, name: pod.metadata.name }, "exec");
    const code = await runSession(context, { path, query: { command: repeated(command), container: chosen?.container ?? "" }, stdin: given.flag("stdin"), tty });
    if (code !== 0) printError(`command terminated with exit code ${code}\n`);
    return code;
  },
};

async function podFor(context: CommandContext, target: string): Promise<Pod> {
  if (!target.includes("/")) return context.api.get<Pod>(Pods, { namespace: context.namespace, name: target });
  const { objects, errors } = await findObjects(context, { path: "kubectl exec", words: [target] });
  if (errors.length > 0) throw errors[0];
  const object = objects[0]?.object;
  if (object === undefined) throw new KubectlError(`no objects named ${target}`);
  if (object.kind === "Pod") return object as unknown as Pod;
  const [pod] = await podsOf(object, context);
  if (pod === undefined) throw new KubectlError(`timed out waiting for the condition`);
  return pod;
}

function refuseFinished({ status }: Pod): void {
  if (status.phase === "Succeeded" || status.phase === "Failed") throw new KubectlError(`cannot exec into a container in a completed pod; current phase is ${status.phase}`);
}
