import { isJsonObject, type JsonObject } from "../../apimachinery/json-value.ts";
import type { KubernetesObject } from "../../apimachinery/object.ts";
import type { ServedResource } from "../api-resource.ts";
import type { CommandContext } from "../command.ts";
import { KubectlError } from "../kubectl-error.ts";
import type { ManifestDocument } from "./manifest-document.ts";

/** An object of a manifest: what was written, and where it belongs. Its namespace is filled in. */
export interface ManifestObject {
  readonly document: ManifestDocument;
  readonly resource: ServedResource;
  readonly object: KubernetesObject;
  readonly error?: undefined;
}

/** A part of a manifest that is no object of this server. */
export interface ManifestFault {
  readonly document: ManifestDocument;
  readonly error: KubectlError;
}

/** The objects of documents, those of lists apart, each with its resource and namespace or with what is wrong. */
export async function objectsOf(documents: readonly ManifestDocument[], context: Pick<CommandContext, "api" | "namespace" | "arguments">): Promise<readonly (ManifestObject | ManifestFault)[]> {
  const found: (ManifestObject | ManifestFault)[] = [];
  for (const document of documents) {
    if (document.error !== undefined) found.push({ document, error: document.error });
    else for (const object of itemsOf(document.object as JsonObject)) found.push(await recognize(object, document, context));
  }
  return found;
}

/** A list of objects stands for its items. */
function itemsOf(object: JsonObject): readonly JsonObject[] {
  const { kind, items } = object;
  return typeof kind === "string" && kind.endsWith("List") && Array.isArray(items) ? items.filter(isJsonObject) : [object];
}

async function recognize(object: JsonObject, document: ManifestDocument, context: Pick<CommandContext, "api" | "namespace" | "arguments">): Promise<ManifestObject | ManifestFault> {
  const shape = shapeFault(object, document.source);
  if (shape !== undefined) return { document, error: shape };
  const { apiVersion, kind, metadata = {} } = object as unknown as { readonly apiVersion: string; readonly kind: string; readonly metadata?: JsonObject };
  const resource = (await context.api.discovery()).ofKind(apiVersion, kind);
  if (resource === undefined) return { document, error: noMatch({ apiVersion, kind, metadata }, document) };
  const written = metadata["namespace"];
  const fault = namespaceFault(context, resource, written);
  if (fault !== undefined) return { document, error: fault };
  const named = resource.scope === "Cluster" ? metadata : { ...metadata, namespace: typeof written === "string" && written !== "" ? written : context.namespace };
  return { document, resource, object: { ...object, metadata: named } as unknown as KubernetesObject };
}

function shapeFault(object: JsonObject, source: string): KubectlError | undefined {
  const shown = `'${JSON.stringify(object)}'`;
  const { kind, apiVersion } = object;
  if (typeof kind !== "string" || kind === "") return new KubectlError(`unable to decode ${JSON.stringify(source)}: Object 'Kind' is missing in ${shown}`);
  if (typeof apiVersion !== "string" || apiVersion === "") return new KubectlError(`error validating ${JSON.stringify(source)}: error validating data: apiVersion not set; if you choose to ignore these errors, turn validation off with --validate=false`);
  return undefined;
}

function noMatch({ apiVersion, kind, metadata }: { readonly apiVersion: string; readonly kind: string; readonly metadata: JsonObject }, { source }: ManifestDocument) {
  const name = typeof metadata["name"] === "string" ? metadata["name"] : "";
  const namespace = typeof metadata["namespace"] === "string" ? metadata["namespace"] : "";
  return new KubectlError(`resource mapping not found for name: "${name}" namespace: "${namespace}" from "${source}": no matches for kind "${kind}" in version "${apiVersion}"\nensure CRDs are installed first`);
}

/** -n must not contradict what is written. */
function namespaceFault({ arguments: given, namespace }: Pick<CommandContext, "namespace" | "arguments">, { scope }: ServedResource, written: unknown): KubectlError | undefined {
  if (scope === "Cluster" || !given.given("namespace") || typeof written !== "string" || written === "" || written === namespace) return undefined;
  return new KubectlError(`the namespace from the provided object "${written}" does not match the namespace "${namespace}". You must pass '--namespace=${written}' to perform this operation.`);
}
