import { FormatError } from "../../apimachinery/format-error.ts";
import { formatQuantity } from "../../apimachinery/quantity.ts";
import type { Container, PodSpec, ResourceRequirements } from "../../api/generated/core/v1.ts";
import type { Command } from "../command.ts";
import { KubectlError } from "../kubectl-error.ts";
import { changePodSpec } from "../pod-spec-change.ts";
import { containersFlag, fitsPattern, setFlags, setOnObjects } from "../set-flags.ts";

export const setResourcesCommand: Command = {
  name: "set resources",
  summary: "Update resource requests/limits on objects with pod templates",
  usage: "set resources (TYPE NAME | TYPE/NAME) ([--limits=LIMITS & --requests=REQUESTS]",
  examples: `  # Set the CPU and memory limits of all containers of a deployment
  kubectl set resources deployment nginx --limits=cpu=200m,memory=512Mi

  # Take requests and limits away
  kubectl set resources deployment nginx --limits=cpu=0,memory=0 --requests=cpu=0,memory=0`,
  flags: [
    ...setFlags,
    containersFlag,
    { name: "limits", type: "string", help: "Limits, such as cpu=100m,memory=256Mi." },
    { name: "requests", type: "string", help: "Requests, such as cpu=100m,memory=256Mi." },
  ],
  writes: true,

  async run(context) {
    const { arguments: given } = context;
    const [limits, requests] = [given.text("limits"), given.text("requests")];
    if (limits === "" && requests === "") throw new KubectlError("you must specify an update to requests or limits (in the form of --requests/--limits)");
    const wanted = { ...(limits !== "" && { limits: readAmounts(limits) }), ...(requests !== "" && { requests: readAmounts(requests) }) };
    const pattern = given.text("containers");
    return setOnObjects(context, given.words, {
      changed: (object) => changePodSpec(object, (spec) => withResources(spec, pattern, wanted)),
      operation: "resource requirements updated",
      failure: "failed to patch resources update to pod template",
    });
  },
};

function readAmounts(text: string): Readonly<Record<string, string>> {
  const amounts: Record<string, string> = {};
  for (const statement of text.split(",")) {
    const parts = statement.split("=");
    if (parts.length !== 2) throw new KubectlError(`Invalid argument syntax ${statement}, expected <resource>=<value>`);
    amounts[parts[0] ?? ""] = readAmount(parts[1] ?? "");
  }
  return amounts;
}

function readAmount(text: string): string {
  try {
    return formatQuantity(text);
  } catch (error) {
    if (error instanceof FormatError) throw new KubectlError(error.message);
    throw error;
  }
}

function withResources(spec: PodSpec, pattern: string, wanted: ResourceRequirements): PodSpec {
  const all = [...(spec.containers ?? []), ...(spec.initContainers ?? [])];
  if (!all.some(({ name }) => fitsPattern(name, pattern))) throw new KubectlError(`error: unable to find container named ${pattern}`);
  const updated = (container: Container): Container =>
    fitsPattern(container.name, pattern)
      ? { ...container, resources: { ...container.resources, ...mergedAmounts("limits", container, wanted), ...mergedAmounts("requests", container, wanted) } }
      : container;
  return { ...spec, containers: spec.containers.map(updated), ...(spec.initContainers && { initContainers: spec.initContainers.map(updated) }) };
}

function mergedAmounts(kind: "limits" | "requests", { resources }: Container, wanted: ResourceRequirements) {
  return wanted[kind] === undefined ? {} : { [kind]: { ...resources?.[kind], ...wanted[kind] } };
}
