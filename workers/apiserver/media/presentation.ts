import { stringify } from "yaml";
import type { KubernetesList, KubernetesObject } from "../../apimachinery/object.ts";
import { badRequest } from "../../apimachinery/status.ts";
import type { ApiRequest, ApiResponse, WatchEvent } from "../../apimachinery/wire.ts";
import type { Clock } from "../../sim/clock.ts";
import type { AnyResource } from "../../api/resource.ts";
import type { Answer } from "../exchange.ts";
import type { Served } from "../registry/served.ts";
import { accept, type Accepted, type Shape } from "./accept.ts";
import { partialMetadata, partialMetadataList } from "./partial-metadata.ts";
import { type IncludeObject, tableOf } from "./table.ts";

const jsonHeaders = Object.freeze({ "content-type": "application/json", "cache-control": "no-cache, private" });
const yamlHeaders = Object.freeze({ "content-type": "application/yaml", "cache-control": "no-cache, private" });

/** How one request wants to see objects of one resource. */
export interface Presentation {
  readonly accepted: Accepted;
  /** The content type of a watch. */
  readonly streamType: string;
  body(object: unknown): unknown;
  events(batch: readonly WatchEvent[]): readonly WatchEvent[];
}

const identity: Presentation = {
  accepted: accept(undefined, () => undefined),
  streamType: "application/json",
  body: (object) => object,
  events: (batch) => batch,
};

/** Reads what the client accepts; 406 when the server cannot give it. */
export function presentationOf(request: ApiRequest, { resource }: Served, clock: Clock): Presentation {
  const accepted = accept(request.headers?.accept, shapeOf);
  if (accepted.shape === "object") return accepted.yaml ? { ...identity, accepted } : identity;
  const show = shower(resource, accepted, { include: includeOf(request), clock });
  return {
    accepted,
    streamType: `application/json;as=${accepted.shape};g=meta.k8s.io;v=${accepted.version}`,
    body: show,
    events: (batch) => batch.map((event) => (event.type === "ERROR" ? event : { type: event.type, object: show(event.object) as KubernetesObject })),
  };
}

/** The answer as the client gets it: shape, format, warnings. */
export function respond({ status, body, headers, contentType }: Answer, accepted: Accepted | undefined, warnings: readonly string[]): ApiResponse {
  const yaml = accepted?.yaml === true && contentType === undefined;
  const base = contentType === undefined ? (yaml ? yamlHeaders : jsonHeaders) : { "content-type": contentType, "cache-control": "no-cache, private" };
  const extra = headers !== undefined || warnings.length > 0;
  return {
    status,
    headers: extra ? { ...base, ...headers, ...(warnings.length > 0 && { warning: warnings.map(warningHeader).join(", ") }) } : base,
    body: yaml ? stringify(body, { version: "1.1", aliasDuplicateObjects: false, lineWidth: 0 }) : body,
  };
}

/** RFC 7234 warnings, of which Kubernetes uses the code 299 without an agent's name. */
const warningHeader = (text: string) => `299 - "${text.replace(/[\\"]/g, "\\$&")}"`;

function shapeOf({ as, group, version }: { readonly as: string; readonly group: string; readonly version: string }): Shape | undefined {
  if (group !== "meta.k8s.io" || (version !== "v1" && version !== "v1beta1")) return undefined;
  return as === "Table" || as === "PartialObjectMetadata" || as === "PartialObjectMetadataList" ? as : undefined;
}

function includeOf({ query }: ApiRequest): IncludeObject {
  const include = query?.includeObject ?? "";
  if (include === "" || include === "Metadata") return "Metadata";
  if (include === "None" || include === "Object") return include;
  throw badRequest(`unrecognized includeObject value: "${include}"`);
}

function shower(resource: AnyResource, { shape, version }: Accepted, { include, clock }: { readonly include: IncludeObject; readonly clock: Clock }): (object: unknown) => unknown {
  return (value) => {
    if (isStatus(value)) return value;
    const objects = isList(value) ? value.items : [value as KubernetesObject];
    if (shape !== "Table") return isList(value) ? partialMetadataList(value, version) : partialMetadata(value as KubernetesObject, version);
    const metadata = isList(value) ? value.metadata : { resourceVersion: (value as KubernetesObject).metadata.resourceVersion };
    const rows = isBookmark(value) ? [] : objects;
    return tableOf(resource, rows, { metadata, include, now: clock.now(), version });
  };
}

const isStatus = (value: unknown) => (value as { readonly kind?: string } | undefined)?.kind === "Status";
const isList = (value: unknown): value is KubernetesList => Array.isArray((value as { readonly items?: unknown } | undefined)?.items);

/** A bookmark's object has a version and nothing else. */
const isBookmark = (value: unknown) => (value as Partial<KubernetesObject> | undefined)?.metadata?.uid === undefined && !isList(value);
