import { createThreeWayJsonMergePatch } from "../../apimachinery/patch/json-merge-patch.ts";
import { createThreeWayMergePatch } from "../../apimachinery/patch/strategic-merge-patch.ts";
import type { JsonObject } from "../../apimachinery/json-value.ts";
import type { KubernetesObject } from "../../apimachinery/object.ts";
import { ApiError } from "../../apimachinery/status.ts";
import { resourceForKind } from "../../api/kinds.ts";
import { typeSchema } from "../../api/type-schema.ts";
import type { Patch, WriteOptions } from "../../client/client.ts";
import type { Api } from "../api.ts";
import type { ServedResource } from "../api-resource.ts";
import { apiVersionOf } from "../api-resource.ts";
import { KubectlError } from "../kubectl-error.ts";
import type { DryRun } from "../dry-run.ts";
import type { ManifestObject } from "../manifest/manifest-object.ts";
import { lastApplied, lastAppliedAnnotation, withLastApplied } from "./last-applied.ts";
import { withSource } from "./source-error.ts";

export interface ApplySettings {
  readonly api: Api;
  readonly dryRun: DryRun;
  readonly fieldManager: string;
  readonly fieldValidation: "Strict" | "Warn" | "Ignore";
  readonly overwrite: boolean;
  readonly warn: (text: string) => void;
}

export interface Applied {
  readonly outcome: "created" | "configured" | "unchanged" | "serverside-applied";
  readonly object: KubernetesObject;
}

/** How often an apply tries again when somebody else has written in between. */
const tries = 5;

/** Client-side apply of one object: creates it, or sends what differs from what is there and from what was applied last. */
export async function applyObject(manifest: ManifestObject, settings: ApplySettings): Promise<Applied> {
  const { resource, object, document } = manifest;
  if ((object.metadata.name ?? "") === "") throw nameMissing(object, document.source);
  const modified = withLastApplied(object);
  const live = await liveObject(settings.api, resource, object);
  if (live === undefined) return create(modified, { manifest, settings });
  if (lastApplied(live) === undefined) settings.warn(missingAnnotation(resource, live));
  return patchUntilDone(modified, live, { manifest, settings });
}

function nameMissing(object: KubernetesObject, source: string): KubectlError {
  if (object.metadata.generateName === undefined) return new KubectlError(`error when retrieving current configuration of:\nfrom server for: ${JSON.stringify(source)}: resource name may not be empty`);
  return new KubectlError(`from ${object.metadata.generateName}: cannot use generate name with apply`);
}

async function liveObject(api: Api, resource: ServedResource, object: KubernetesObject): Promise<KubernetesObject | undefined> {
  try {
    return await api.get(resource, object.metadata);
  } catch (error) {
    if (error instanceof ApiError && error.reason === "NotFound") return undefined;
    throw error;
  }
}

interface Job {
  readonly manifest: ManifestObject;
  readonly settings: ApplySettings;
}

async function create(object: KubernetesObject, { manifest: { resource, document }, settings }: Job): Promise<Applied> {
  if (settings.dryRun === "client") return { outcome: "created", object };
  try {
    return { outcome: "created", object: await settings.api.create(resource, object, { namespace: object.metadata.namespace, ...writeOptions(settings) }) };
  } catch (error) {
    throw withSource(error, "creating", document.source);
  }
}

const writeOptions = ({ dryRun, fieldManager, fieldValidation }: ApplySettings): WriteOptions => ({ fieldManager, fieldValidation, dryRun: dryRun === "server" });

async function patchUntilDone(modified: KubernetesObject, first: KubernetesObject, job: Job): Promise<Applied> {
  const { settings, manifest } = job;
  let live = first;
  for (let attempt = 1; ; attempt++) {
    const patch = applyPatch(modified, live, manifest.resource, settings.overwrite);
    if (settings.dryRun === "client") return { outcome: "configured", object: live };
    if (Object.keys(patch.body as JsonObject).length === 0) return { outcome: "unchanged", object: live };
    try {
      return { outcome: "configured", object: await settings.api.patch(manifest.resource, modified.metadata, patch, writeOptions(settings)) };
    } catch (error) {
      if (!(error instanceof ApiError && error.reason === "Conflict") || attempt >= tries) throw patchError(error, { patch, live, manifest });
      live = await settings.api.get(manifest.resource, modified.metadata);
    }
  }
}

/** The patch of an apply: strategic where the kind's schema is known, otherwise a JSON merge patch. */
export function applyPatch(modified: KubernetesObject, live: KubernetesObject, resource: ServedResource, overwrite = true): Patch {
  const original = lastApplied(live) ?? {};
  const known = resourceForKind(resource);
  const json = { original, modified: modified as unknown as JsonObject, current: live as unknown as JsonObject };
  if (known === undefined) return { type: "merge", body: createThreeWayJsonMergePatch(json.original, json.modified, json.current) };
  return { type: "strategic", body: createThreeWayMergePatch(json, typeSchema(known.definition), overwrite) };
}

interface Failed {
  readonly patch: Patch;
  readonly live: KubernetesObject;
  readonly manifest: ManifestObject;
}

function patchError(error: unknown, { patch, live, manifest: { resource, document } }: Failed): unknown {
  const { source } = document;
  const { group, version, kind, plural } = resource;
  const inner = withSource(error, "patching", source);
  const named = `Resource: ${JSON.stringify(`${apiVersionOf(resource)}, Resource=${plural}`)}, GroupVersionKind: ${JSON.stringify(`${group === "" ? "/" : `${group}/`}${version}, Kind=${kind}`)}`;
  const place = `Name: ${JSON.stringify(live.metadata.name)}, Namespace: ${JSON.stringify(live.metadata.namespace ?? "")}`;
  if (!(inner instanceof ApiError)) return inner;
  return new ApiError({ ...inner.status, message: `error when applying patch:\n${JSON.stringify(patch.body)}\nto:\n${named}\n${place}\nfor: ${JSON.stringify(source)}: ${inner.message}` });
}

function missingAnnotation({ plural }: ServedResource, { metadata }: KubernetesObject): string {
  return `Warning: resource ${plural}/${metadata.name} is missing the ${lastAppliedAnnotation} annotation which is required by kubectl apply. kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. The missing annotation will be patched automatically.\n`;
}
