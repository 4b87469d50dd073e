import { isJsonObject, type JsonObject, without } from "../../apimachinery/json-value.ts";
import type { KubernetesObject } from "../../apimachinery/object.ts";
import { toCompactJson } from "../printers/json.ts";

/** Where client-side apply keeps what it applied last. */
export const lastAppliedAnnotation = "kubectl.kubernetes.io/last-applied-configuration";

/** The object with itself, as it is written, in its annotation. */
export function withLastApplied(object: KubernetesObject): KubernetesObject {
  const bare = withoutAnnotation(object);
  const annotations = { ...bare.metadata.annotations, [lastAppliedAnnotation]: `${toCompactJson(bareWithEmptyAnnotations(bare))}\n` };
  return { ...bare, metadata: { ...bare.metadata, annotations } };
}

/** What was applied last; undefined when nothing was. */
export function lastApplied({ metadata }: KubernetesObject): JsonObject | undefined {
  const text = metadata.annotations?.[lastAppliedAnnotation];
  if (text === undefined || text === "") return undefined;
  const value = JSON.parse(text) as unknown;
  return isJsonObject(value) ? value : undefined;
}

function withoutAnnotation(object: KubernetesObject): KubernetesObject {
  const annotations = object.metadata.annotations;
  return annotations === undefined ? object : { ...object, metadata: { ...object.metadata, annotations: without(annotations, lastAppliedAnnotation) } };
}

/** The annotation of an object without annotations still says `"annotations":{}`. */
const bareWithEmptyAnnotations = (object: KubernetesObject) => ({ ...object, metadata: { ...object.metadata, annotations: object.metadata.annotations ?? {} } });
