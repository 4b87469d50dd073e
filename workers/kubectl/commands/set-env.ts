import type { Container, EnvVar, EnvVarSource } from "../../api/generated/core/v1.ts";
import { ConfigMaps } from "../../api/core/config-map.ts";
import { Secrets } from "../../api/core/secret.ts";
import type { Command, CommandContext } from "../command.ts";
import { KubectlError } from "../kubectl-error.ts";
import { namesFiles } from "../manifest/read-files.ts";
import { changePodSpec } from "../pod-spec-change.ts";
import { readPairs, requireObjects, splitPairs } from "../resource-pairs.ts";
import { selectObjects } from "../selected-objects.ts";
import { containersFlag, fitsPattern, setFlags, setOnObjects } from "../set-flags.ts";

export const setEnvCommand: Command = {
  name: "set env",
  summary: "Update environment variables on a pod template",
  usage: "set env RESOURCE/NAME KEY_1=VAL_1 ... KEY_N=VAL_N",
  examples: `  # Set a variable, and remove another
  kubectl set env deployment/registry STORAGE_DIR=/local OLD-

  # Import variables from a config map
  kubectl set env --from=configmap/settings deployment/registry

  # List what is set
  kubectl set env deployment/registry --list`,
  flags: [
    ...setFlags,
    containersFlag,
    { name: "env", short: "e", type: "strings", help: "A variable to set, as KEY=VALUE." },
    { name: "from", type: "string", help: "A config map or secret whose keys become variables." },
    { name: "keys", type: "strings", help: "Only these keys of --from." },
    { name: "prefix", type: "string", help: "Put in front of the names of variables." },
    { name: "overwrite", type: "boolean", default: "true", help: "Change variables that have a value already." },
    { name: "list", type: "boolean", help: "Show the variables instead of changing them." },
  ],
  writes: true,

  async run(context) {
    const { arguments: given } = context;
    const { resources, pairs } = splitPairs(given.words, "environment");
    if (!namesFiles(context)) requireObjects(resources);
    const { set, remove } = readPairs([...given.values("env"), ...pairs], "environment variable", true);
    const literal = Object.entries(set).map(([name, value]): EnvVar => ({ name, value }));
    const variables = [...literal, ...(await importedVariables(context))].map((variable) => ({ ...variable, name: given.text("prefix") + variable.name }));
    if (given.flag("list")) return list(context, resources, { variables, remove });
    return setOnObjects(context, resources, {
      changed: (object) => changePodSpec(object, (spec) => ({ ...spec, ...mapContainers(spec, (container) => withVariables(context, container, { variables, remove })) })),
      operation: "env updated",
      failure: "failed to patch env update to pod template",
    });
  },
};

interface VariableChanges {
  readonly variables: readonly EnvVar[];
  readonly remove: readonly string[];
}

type Containers = { readonly containers: readonly Container[]; readonly initContainers?: readonly Container[] };

const mapContainers = ({ containers, initContainers }: Containers, change: (container: Container) => Container) => ({
  containers: containers.map(change),
  ...(initContainers && { initContainers: initContainers.map(change) }),
});

function withVariables({ arguments: given }: CommandContext, container: Container, { variables, remove }: VariableChanges): Container {
  if (!fitsPattern(container.name, given.text("containers"))) return container;
  const before = container.env ?? [];
  if (!given.flag("overwrite")) refuseOverwriting(before, variables);
  const kept = before.filter(({ name }) => !remove.includes(name)).map((old) => variables.findLast(({ name }) => name === old.name) ?? old);
  const added = variables.filter(({ name }, index) => !before.some((old) => old.name === name) && variables.findLastIndex((other) => other.name === name) === index);
  const env = [...kept, ...added];
  if (env.length > 0) return { ...container, env };
  const { env: _env, ...without } = container;
  return without;
}

function refuseOverwriting(before: readonly EnvVar[], variables: readonly EnvVar[]): void {
  for (const { name, value = "" } of variables) {
    const old = before.find((each) => each.name === name);
    if (old !== undefined && (old.value ?? "") !== value) throw new KubectlError(`'${name}' already has a value (${old.value ?? ""}), and --overwrite is false`);
  }
}

/** A key becomes a name: capitals, and underscores for what no name may have. */
async function importedVariables({ arguments: given, api, namespace, printError }: CommandContext): Promise<readonly EnvVar[]> {
  const from = given.text("from");
  const keys = given.list("keys");
  if (from === "") {
    if (keys.length > 0) throw new KubectlError("when specifying --keys, a configmap or secret must be provided with --from");
    return [];
  }
  const [type = "", name = ""] = from.split("/");
  const { kind } = await api.resourceFor(type);
  if (kind !== "ConfigMap" && kind !== "Secret") throw new KubectlError("unsupported resource specified in --from");
  const source = kind === "ConfigMap" ? await api.get(ConfigMaps, { namespace, name }) : await api.get(Secrets, { namespace, name });
  return Object.keys(source.data ?? {}).filter((key) => keys.length === 0 || keys.includes(key)).sort().map((key) => {
    const variable = key.replace(/[^a-zA-Z0-9_]/g, "_").toUpperCase();
    if (variable !== key) printError(`Warning: key ${key} transferred to ${variable}\n`);
    return { name: variable, valueFrom: kind === "ConfigMap" ? { configMapKeyRef: { name, key } } : { secretKeyRef: { name, key } } };
  });
}

async function list(context: CommandContext, words: readonly string[], changes: VariableChanges): Promise<number> {
  const { objects } = await selectObjects(context, { path: "kubectl set", words, all: context.arguments.flag("all") });
  for (const { object } of objects) {
    changePodSpec(object, (spec) => {
      for (const container of [...(spec.containers ?? []), ...(spec.initContainers ?? [])]) {
        context.print(`# ${object.kind} ${object.metadata.name}, container ${container.name}\n`);
        for (const variable of withVariables(context, container, changes).env ?? []) context.print(`${lineOf(variable)}\n`);
      }
      return spec;
    });
  }
  return 0;
}

const lineOf = ({ name, value = "", valueFrom }: EnvVar) => (valueFrom === undefined ? `${name}=${value}` : `# ${name} from ${referenceText(valueFrom)}`);

function referenceText({ configMapKeyRef, secretKeyRef, fieldRef, resourceFieldRef }: EnvVarSource): string {
  if (configMapKeyRef !== undefined) return `configmap ${configMapKeyRef.name}, key ${configMapKeyRef.key}`;
  if (secretKeyRef !== undefined) return `secret ${secretKeyRef.name}, key ${secretKeyRef.key}`;
  if (fieldRef !== undefined) return `field path ${fieldRef.fieldPath}`;
  if (resourceFieldRef === undefined) return "invalid valueFrom";
  const prefix = (resourceFieldRef.containerName ?? "") === "" ? "" : `${resourceFieldRef.containerName}/`;
  return `resource field ${prefix}${resourceFieldRef.resource}`;
}
