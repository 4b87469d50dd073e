import { labelValueErrors, qualifiedNameErrors } from "../../apimachinery/names.ts";
import { formatTaint, sameTaint, type Taint } from "../../apimachinery/taints.ts";
import type { JsonObject } from "../../apimachinery/json-value.ts";
import type { KubernetesObject } from "../../apimachinery/object.ts";
import type { Node } from "../../api/generated/core/v1.ts";
import type { Command, CommandContext } from "../command.ts";
import { KubectlError } from "../kubectl-error.ts";
import { dryRunFlag, dryRunOf } from "../dry-run.ts";
import { throwCollected } from "../errors.ts";
import { findObjects, type FoundObject, selectorFlag, tryEach } from "../found-objects.ts";
import { printFlags } from "../printers/print-flags.ts";
import { objectName, printerFor } from "../printers/object-printer.ts";
import { usageMistake } from "../usage-mistake.ts";

export const taintCommand: Command = {
  name: "taint",
  summary: "Update the taints on one or more nodes",
  usage: "taint NODE NAME KEY_1=VAL_1:TAINT_EFFECT_1 ... KEY_N=VAL_N:TAINT_EFFECT_N",
  examples: `  # Keep pods off node 'foo' that do not tolerate 'dedicated=special-user'
  kubectl taint nodes foo dedicated=special-user:NoSchedule

  # Take the taint away, with one effect or with any
  kubectl taint nodes foo dedicated:NoSchedule-
  kubectl taint nodes foo dedicated-`,
  flags: [
    ...printFlags,
    dryRunFlag,
    selectorFlag,
    { name: "all", type: "boolean", help: "Select all nodes in the cluster." },
    { name: "field-manager", type: "string", default: "kubectl-taint", help: "Name of the manager that the fields are put down to." },
    { name: "overwrite", type: "boolean", help: "Change taints that are there already." },
    { name: "validate", type: "string", default: "strict", alone: "strict", help: "Must be strict, warn, ignore, true or false." },
  ],
  writes: true,

  async run(context) {
    const { arguments: given, api } = context;
    const { resources, taints } = splitTaints(given.words);
    if (resources.length === 0) throw new KubectlError("one or more resources must be specified as <resource> <name>");
    if (taints.length === 0) throw new KubectlError("at least one taint update is required");
    const changes = readTaints(taints);
    const [type = "", ...names] = resources;
    if ((await api.resourceFor(type)).kind !== "Node") throw new KubectlError(`invalid resource type ${type.toLowerCase()}, only node types are supported`);
    refuseContradiction(changes);
    validate(context, names);
    const { objects, errors } = await findObjects(context, { path: "kubectl taint", words: ["nodes", ...names], all: given.flag("all") });
    throwCollected([...errors, ...(await tryEach(objects, (found) => taintNode(context, found, changes)))]);
    return 0;
  },
};

interface TaintChanges {
  readonly add: readonly Taint[];
  /** An empty effect means every effect. */
  readonly remove: readonly Taint[];
}

function splitTaints(words: readonly string[]) {
  const isTaint = (word: string) => word.includes("=") || word.includes(":") || word.endsWith("-");
  const first = words.findIndex(isTaint);
  const taints = first < 0 ? [] : words.slice(first);
  const stray = taints.find((word) => !isTaint(word));
  if (stray !== undefined) throw new KubectlError(`all resources must be specified before taint changes: ${stray}`);
  return { resources: first < 0 ? words : words.slice(0, first), taints };
}

function readTaints(words: readonly string[]): TaintChanges {
  const add: Taint[] = [];
  const remove: Taint[] = [];
  for (const word of words) {
    const taint = readTaint(word.replace(/-$/, ""));
    if (word.endsWith("-")) {
      remove.push({ key: taint.key, effect: taint.effect });
      continue;
    }
    if (taint.effect === "") throw usageMistake("taint", `invalid taint spec: ${word}`);
    if (add.some((other) => sameTaint(other, taint))) throw usageMistake("taint", `duplicated taints with the same key and effect: {${taint.key} ${taint.value ?? ""} ${taint.effect} <nil>}`);
    add.push(taint);
  }
  return { add, remove };
}

const effects = ["NoSchedule", "PreferNoSchedule", "NoExecute"];

/** `key=value:effect`, `key:effect` or `key`. */
function readTaint(text: string): Taint {
  const [pair = "", effect, ...more] = text.split(":");
  if (more.length > 0) throw usageMistake("taint", `invalid taint spec: ${text}`);
  if (effect === undefined) return checked(text, { key: pair, value: "", effect: "" });
  if (!effects.includes(effect)) throw usageMistake("taint", `invalid taint effect: ${effect}, unsupported taint effect`);
  const [key = "", value = "", ...rest] = pair.split("=");
  if (rest.length > 0) throw usageMistake("taint", `invalid taint spec: ${text}`);
  return checked(text, { key, value, effect });
}

function checked(text: string, taint: Taint): Taint {
  const errors = labelValueErrors(taint.value ?? "");
  const wrong = errors.length > 0 ? errors : qualifiedNameErrors(taint.key);
  if (wrong.length > 0) throw usageMistake("taint", `invalid taint spec: ${text}, ${wrong.join("; ")}`);
  return taint;
}

function refuseContradiction({ add, remove }: TaintChanges): void {
  const both = remove.filter(({ key, effect }) => add.some((taint) => taint.key === key && (effect === "" || taint.effect === effect)));
  if (both.length > 0) throw new KubectlError(`can not both modify and remove the following taint(s) in the same command: ${both.map(({ key, effect }) => `${key}=${effect}`).join(", ")}`);
}

function validate({ arguments: given }: CommandContext, names: readonly string[]): void {
  const hasSelector = given.text("selector") !== "";
  if (given.flag("all") && hasSelector) throw new KubectlError("setting 'all' parameter with a non empty selector is prohibited");
  if (!given.flag("all") && !hasSelector && names.length === 0) throw new KubectlError("at least one resource name must be specified since 'all' parameter is not set");
}

async function taintNode(context: CommandContext, { resource, object }: FoundObject, changes: TaintChanges): Promise<void> {
  const { arguments: given, api } = context;
  const node = object as unknown as Node;
  const { taints, operation } = changedTaints(node, changes, given.flag("overwrite"));
  const dryRun = dryRunOf(given);
  const after = { ...node, spec: { ...node.spec, taints } } as unknown as KubernetesObject;
  const options = { fieldManager: given.text("field-manager"), ...(dryRun === "server" && { dryRun: true }) };
  // Taints are replaced as a whole: their key alone does not identify them.
  const patched = dryRun === "client" ? after : await api.patch(resource, { name: node.metadata.name }, { type: "strategic", body: { spec: { taints: taints.length === 0 ? null : taints } } }, options);
  // Unlike other commands, this one does not say that it was a dry run.
  const printer = printerFor({ arguments: given, readFile: context.environment.readFile });
  const json = patched as unknown as JsonObject;
  context.print(printer === undefined ? `${objectName(json)} ${operation}\n` : printer(json));
}

function changedTaints({ metadata, spec }: Node, { add, remove }: TaintChanges, overwrite: boolean) {
  const old: readonly Taint[] = spec.taints ?? [];
  const taken = add.filter((taint) => old.some((each) => sameTaint(each, taint)));
  if (!overwrite && taken.length > 0) throw new KubectlError(`node ${metadata.name} already has ${taken.map(({ key }) => key).join(",")} taint(s) with same effect(s) and --overwrite is false`);
  const together = [...add, ...old.filter((taint) => !add.some((each) => sameTaint(each, taint)))];
  const fits = (taint: Taint, { key, effect }: Taint) => taint.key === key && (effect === "" || taint.effect === effect);
  const missing = remove.filter((each) => !together.some((taint) => fits(taint, each)));
  if (missing.length > 0) throw new KubectlError(missing.length === 1 ? `taint "${formatTaint(missing[0] as Taint)}" not found` : `[${missing.map((taint) => `taint "${formatTaint(taint)}" not found`).join(", ")}]`);
  const taints = together.filter((taint) => !remove.some((each) => fits(taint, each)));
  const added = old.length !== together.length;
  return { taints, operation: (added && remove.length > 0) || overwrite ? "modified" : added ? "tainted" : "untainted" };
}
