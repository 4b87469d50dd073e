import type { JsonObject } from "../../apimachinery/json-value.ts";
import type { KubernetesObject } from "../../apimachinery/object.ts";
import { ApiError } from "../../apimachinery/status.ts";
import { withLastApplied } from "../apply/last-applied.ts";
import { type ApiResource, splitApiVersion } from "../api-resource.ts";
import type { CommandContext } from "../command.ts";
import type { Flag } from "../flag.ts";
import { KubectlError } from "../kubectl-error.ts";
import { dryRunFlag, dryRunOf } from "../dry-run.ts";
import { fieldValidationOf, validateFlag } from "../field-validation.ts";
import { printFlags } from "../printers/print-flags.ts";
import { resultPrinter } from "../result-printer.ts";

/** Flags of every command that creates one object from flags. */
export const generatorFlags: readonly Flag[] = [
  ...printFlags,
  dryRunFlag,
  validateFlag,
  { name: "field-manager", type: "string", default: "kubectl-create", help: "Name under which the server notes who set a field." },
  { name: "save-config", type: "boolean", help: "Keep the configuration in an annotation, for kubectl apply later." },
];

/** An object as a generator makes it. */
export interface GeneratedObject extends JsonObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly [key: string]: unknown };
}

export interface GenerateOptions {
  /** Does it live in a namespace? Default: true. */
  readonly namespaced?: boolean;
  /** What is said of it. Default: created. */
  readonly outcome?: string;
  /** What the server's refusal is the failure of: `failed to create deployment: …`. */
  readonly failure?: string;
}

/** Creates the object, or prints what would be created, and tells so. */
export async function createGenerated(context: CommandContext, generated: GeneratedObject, { namespaced = true, outcome = "created", failure }: GenerateOptions = {}): Promise<number> {
  const { arguments: given, api, namespace } = context;
  const dryRun = dryRunOf(given);
  const fieldValidation = fieldValidationOf(given);
  const inNamespace = namespaced && given.given("namespace") ? { ...generated, metadata: { ...generated.metadata, namespace } } : generated;
  const object = inNamespace as unknown as KubernetesObject;
  const draft = given.flag("save-config") ? withLastApplied(object) : object;
  const tell = resultPrinter(context);
  if (dryRun === "client") {
    tell(draft, outcome);
    return 0;
  }
  const resource = knownResource(generated, namespaced);
  const options = { fieldManager: given.text("field-manager"), fieldValidation, dryRun: dryRun === "server" };
  try {
    tell(await api.create(resource, draft, { namespace: namespaced ? namespace : undefined, ...options }), outcome);
  } catch (error) {
    throw failure !== undefined && error instanceof ApiError ? new KubectlError(`failed to create ${failure}: ${error.message}`) : error;
  }
  return 0;
}

/** Generators know where their kinds are served, as typed clients do. */
function knownResource({ apiVersion, kind }: GeneratedObject, namespaced: boolean): ApiResource {
  const singular = kind.toLowerCase();
  const plural = singular.endsWith("s") ? `${singular}es` : `${singular}s`;
  return { ...splitApiVersion(apiVersion), kind, singular, plural, scope: namespaced ? "Namespaced" : "Cluster" };
}

/** The one NAME of a generator. */
export function nameOf({ arguments: given }: CommandContext, command: string): string {
  const { positionals } = given;
  const [name] = positionals;
  if (positionals.length !== 1 || name === undefined) throw withHint(`exactly one NAME is required, got ${positionals.length}`, command);
  return name;
}

/** A mistake in the words of a command, with the way to its help. */
export const withHint = (message: string, command: string) => new KubectlError(`${message}\nSee 'kubectl ${command} -h' for help and examples`);

/** Flags that a command cannot do without. */
export function requireFlags({ arguments: given }: CommandContext, ...names: readonly string[]): void {
  const missing = names.filter((name) => !given.given(name));
  if (missing.length > 0) throw new KubectlError(`required flag(s) ${missing.map((name) => JSON.stringify(name)).join(", ")} not set`);
}
