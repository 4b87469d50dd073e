import type { Resource } from "../api/resource.ts";
import type { Draft, KubernetesObject } from "../apimachinery/object.ts";
import { errorMessage } from "../apimachinery/validation.ts";
import { deepFreeze } from "../base/freeze.ts";

/** When a made object is looked at: 2026-04-22T10:10:00Z. It was born ten minutes before. */
export const now = 1_776_852_600_000;
export const born = "2026-04-22T10:00:00Z";

/** The object as the server stores it when somebody writes the draft; it is named "a" unless the draft says otherwise. */
export function made<T extends KubernetesObject>(resource: Resource<T>, draft: object): T {
  const given = draft as { readonly metadata?: object; readonly status?: object };
  const metadata = { name: "a", uid: "1", resourceVersion: "7", creationTimestamp: born, ...(resource.scope === "Namespaced" && { namespace: "default" }), ...given.metadata };
  return deepFreeze(resource.prepareForCreate(resource.defaults({ ...draft, metadata } as Draft<T>) as unknown as T));
}

/** What is wrong with a new object. */
export const complaints = <T extends KubernetesObject>(resource: Resource<T>, draft: object): readonly string[] => {
  const object = made(resource, draft);
  return [...resource.validate(object), ...(resource.validateCreate?.(object) ?? [])].map(errorMessage);
};

/** What is wrong with an update that sets some fields anew. */
export function updates<T extends KubernetesObject>(resource: Resource<T>, before: object, after: object): readonly string[] {
  const previous = made(resource, before);
  const object = resource.prepareForUpdate(resource.defaults({ ...previous, ...after } as unknown as Draft<T>) as unknown as T, previous);
  return [...resource.validate(object), ...resource.validateUpdate(object, previous)].map(errorMessage);
}

/** What is wrong with a new status. */
export function statusUpdates<T extends KubernetesObject>(resource: Resource<T>, before: object, status: object): readonly string[] {
  const { status: old, ...draft } = before as { readonly status?: object };
  const previous = { ...made(resource, draft), ...(old !== undefined && { status: old }) };
  return resource.validateStatusUpdate({ ...previous, status }, previous).map(errorMessage);
}

/** The cells of a row, with or without those of a wide one. */
export const row = <T extends KubernetesObject>(resource: Resource<T>, object: T, priority = 1): readonly (string | number | boolean | null)[] =>
  resource.columns.filter((column) => (column.priority ?? 0) <= priority).map((column) => column.cell(object, { now }));
