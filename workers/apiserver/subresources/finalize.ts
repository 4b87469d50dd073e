import type { Namespace } from "../../api/core/namespace.ts";
import type { WriteMode } from "../registry/change.ts";

/** PUT to namespaces/NAME/finalize: changes the finalizers in the spec and nothing else. */
export const finalizeWrite: WriteMode = {
  subresource: "finalize",
  rules: "none",
  merge(proposed, existing) {
    const { finalizers } = (proposed as Namespace).spec ?? {};
    const { finalizers: _before, ...spec } = (existing as Namespace).spec ?? {};
    const next = finalizers !== undefined && finalizers.length > 0 ? { ...spec, finalizers } : spec;
    return { ...existing, metadata: { ...existing.metadata, managedFields: proposed.metadata.managedFields }, spec: next } as Namespace;
  },
};
