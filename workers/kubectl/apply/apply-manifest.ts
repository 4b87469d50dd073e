import { ApiError } from "../../apimachinery/status.ts";
import { ConnectionError } from "../../client/transport.ts";
import { Api } from "../api.ts";
import { parseArguments } from "../arguments.ts";
import { qualifiedKind } from "../api-resource.ts";
import { KubectlError } from "../kubectl-error.ts";
import { dryRunSuffix } from "../dry-run.ts";
import type { KubectlEnvironment } from "../environment.ts";
import { errorText } from "../error-text.ts";
import { type ManifestDocument, ManifestError, readManifest } from "../manifest/manifest-document.ts";
import { type ManifestFault, type ManifestObject, objectsOf } from "../manifest/manifest-object.ts";
import { applyObject } from "./apply-object.ts";
import { faultyField } from "./faulty-field.ts";

/** What became of one document of a manifest. */
export interface ApplyOutcome {
  /** First line of the document in the manifest, from 1. */
  readonly line: number;
  /** `deployment.apps/web`; empty when the document could not be read that far. */
  readonly target: string;
  /** Where the object lives; undefined for what lives in no namespace. */
  readonly namespace?: string;
  readonly outcome: "created" | "configured" | "unchanged" | "error";
  /** kubectl's line: `deployment.apps/web configured`, or its error. */
  readonly message: string;
  /** Where in the manifest the fault lies, when known. */
  readonly errorLine?: number;
  readonly warnings: readonly string[];
}

/** Applies all documents of a manifest as `kubectl apply -f` does; one that is bad does not stop the others. */
export async function applyManifest(manifest: string, environment: KubectlEnvironment, { dryRun = false }: { readonly dryRun?: boolean } = {}): Promise<readonly ApplyOutcome[]> {
  const outcomes: ApplyOutcome[] = [];
  for (const document of readManifest(manifest, "manifest")) outcomes.push(...(await applyDocument(document, { environment, dryRun })));
  return outcomes;
}

interface Way {
  readonly environment: KubectlEnvironment;
  readonly dryRun: boolean;
}

async function applyDocument(document: ManifestDocument, way: Way): Promise<readonly ApplyOutcome[]> {
  const warnings: string[] = [];
  const stderr = (text: string) => void warnings.push(text.replace(/^Warning: /, "").trimEnd());
  const api = new Api({ ...way.environment, stderr });
  let parts: readonly (ManifestObject | ManifestFault)[];
  try {
    parts = await objectsOf([document], { api, namespace: way.environment.settings.namespace, arguments: parseArguments([], []) });
  } catch (error) {
    return [failed(error, { document, warnings })];
  }
  const outcomes: ApplyOutcome[] = [];
  for (const part of parts) outcomes.push(part.error === undefined ? await applyPart(part, { api, stderr, dryRun: way.dryRun, warnings }) : failed(part.error, { document, warnings }));
  return outcomes;
}

interface Tools {
  readonly api: Api;
  readonly stderr: (text: string) => void;
  readonly dryRun: boolean;
  readonly warnings: readonly string[];
}

async function applyPart(part: ManifestObject, { api, stderr, dryRun, warnings }: Tools): Promise<ApplyOutcome> {
  const mode = dryRun ? "server" : "none";
  try {
    const { outcome } = await applyObject(part, { api, dryRun: mode, fieldManager: "kubectl-client-side-apply", fieldValidation: "Strict", overwrite: true, warn: stderr });
    const done = outcome === "serverside-applied" ? "configured" : outcome;
    return { ...placeOf(part), outcome: done, message: `${targetOf(part)} ${done}${dryRunSuffix(mode)}`, warnings };
  } catch (error) {
    return { ...failed(error, { document: part.document, warnings }), ...placeOf(part) };
  }
}

const targetOf = ({ resource, object }: ManifestObject) => `${qualifiedKind(resource)}/${object.metadata.name}`;

const placeOf = (part: ManifestObject) => ({
  line: part.document.line,
  target: targetOf(part),
  ...(part.resource.scope === "Namespaced" && { namespace: part.object.metadata.namespace }),
});

function failed(error: unknown, { document, warnings }: { readonly document: ManifestDocument; readonly warnings: readonly string[] }): ApplyOutcome {
  if (!(error instanceof KubectlError || error instanceof ApiError || error instanceof ConnectionError || errorText(error) !== undefined)) throw error;
  const message = (errorText(error)?.text ?? String(error)).trimEnd();
  return { line: document.line, target: "", outcome: "error", message, ...errorLineOf(error, document), warnings };
}

function errorLineOf(error: unknown, document: ManifestDocument): { readonly errorLine?: number } {
  if (error instanceof ManifestError) return { errorLine: error.line };
  if (error instanceof ConnectionError) return {};
  const path = error instanceof ApiError ? faultyField(error) : undefined;
  return { errorLine: path === undefined ? document.line : document.lineOf(path) };
}
