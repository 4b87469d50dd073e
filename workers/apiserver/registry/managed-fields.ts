import type { FieldSet } from "../../apimachinery/apply/field-set.ts";
import { type FieldWriter, updateManagedFields } from "../../apimachinery/apply/managed-fields.ts";
import { FormatError } from "../../apimachinery/format-error.ts";
import type { KubernetesObject } from "../../apimachinery/object.ts";
import { formatTime } from "../../apimachinery/timestamp.ts";
import type { Call } from "../core.ts";
import { withMetadata } from "./metadata.ts";

const status: FieldSet = Object.freeze({ "f:status": Object.freeze({}) });

/** Who writes through this call. A write of the object itself can own nothing of a status that has its own endpoint. */
export function writerOf({ core, served, exchange }: Call, subresource: string): FieldWriter {
  const resets = subresource === "" && served.resource.subresources.includes("status");
  return {
    manager: exchange.fieldManager,
    apiVersion: served.apiVersion,
    subresource,
    time: formatTime(core.clock.now()),
    ...(resets && { resetFields: status }),
  };
}

/** The object after a change, with managedFields that say who changed what. */
export function withManagedFields(call: Call, before: KubernetesObject | undefined, after: KubernetesObject, subresource: string): KubernetesObject {
  const managedFields = tracked(call, before, after, subresource);
  return managedFields === after.metadata.managedFields ? after : withMetadata(after, { managedFields });
}

/** What cannot be told apart, such as list items without their key, is nobody's: validation will say what is wrong with it. */
function tracked(call: Call, before: KubernetesObject | undefined, after: KubernetesObject, subresource: string): KubernetesObject["metadata"]["managedFields"] {
  try {
    return updateManagedFields(before, after, writerOf(call, subresource), call.served.schema);
  } catch (error) {
    if (error instanceof FormatError) return before?.metadata.managedFields;
    throw error;
  }
}
