import { type FieldSelector, fieldsMatch, parseFieldSelector, requiresExactField } from "../apimachinery/fields.ts";
import { FormatError } from "../apimachinery/format-error.ts";
import { isEverything, matches, parseSelector, type Selector } from "../apimachinery/labels.ts";
import type { KubernetesObject } from "../apimachinery/object.ts";
import { badRequest } from "../apimachinery/status.ts";
import type { AnyResource } from "../api/resource.ts";

/** Which objects of a resource a list or a watch wants. */
export interface Selection {
  /** "" for all namespaces. */
  readonly namespace: string;
  /** The only name that can match, when there is one. */
  readonly name: string | undefined;
  /** The one node whose pods can match, when there is one. */
  readonly node: string | undefined;
  /** Does the selection want every object of its namespace? */
  readonly everything: boolean;
  /** Does an object match? Its namespace is checked as well. */
  matches(object: KubernetesObject): boolean;
}

export interface SelectorTexts {
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
}

/** The field by which pods are found on their node; watches with it are kept apart. */
export const nodeField = "spec.nodeName";

/** Reads the selectors of a request; 400 when they cannot be read or name unknown fields. */
export function selectionOf(resource: AnyResource, namespace: string, { labelSelector = "", fieldSelector = "" }: SelectorTexts): Selection {
  const labels = readable(() => parseSelector(labelSelector));
  const fields = readable(() => parseFieldSelector(fieldSelector));
  for (const { field } of fields) checkField(resource, field);
  const name = requiresExactField(fields, "metadata.name");
  const node = resource.selectableFields[nodeField] === undefined ? undefined : requiresExactField(fields, nodeField);
  const everything = isEverything(labels) && fields.length === 0;
  return { namespace, name, node: node === "" ? undefined : node, everything, matches: matcher(resource, namespace, labels, fields) };
}

function matcher(resource: AnyResource, namespace: string, labels: Selector, fields: FieldSelector): Selection["matches"] {
  const anyLabels = isEverything(labels);
  return (object) => {
    if (namespace !== "" && object.metadata.namespace !== namespace) return false;
    if (!anyLabels && !matches(labels, object.metadata.labels)) return false;
    return fields.length === 0 || fieldsMatch(fields, (field) => readField(resource, object, field));
  };
}

/** The text of a selectable field. */
export function readField({ selectableFields }: AnyResource, object: KubernetesObject, field: string): string {
  if (field === "metadata.name") return object.metadata.name;
  if (field === "metadata.namespace") return object.metadata.namespace ?? "";
  return selectableFields[field]?.get(object) ?? "";
}

function checkField({ selectableFields }: AnyResource, field: string): void {
  if (field === "metadata.name" || field === "metadata.namespace" || Object.hasOwn(selectableFields, field)) return;
  if (Object.keys(selectableFields).length > 0) throw badRequest(`field label not supported: ${field}`);
  throw badRequest(`"${field}" is not a known field selector: only "metadata.name", "metadata.namespace"`);
}

function readable<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof FormatError) throw badRequest(error.message);
    throw error;
  }
}
