import type { KubernetesObject } from "../../apimachinery/object.ts";
import type { DeletionOptions } from "./delete-options.ts";
import type { Served } from "./served.ts";

/** Dependents are let go before the object disappears. */
export const orphanFinalizer = "orphan";
/** Dependents are deleted before the object disappears. */
export const foregroundFinalizer = "foregroundDeletion";

/** The finalizers that an object has while it is being deleted: the garbage collector's come and go with the options. */
export function deletionFinalizers(served: Served, { metadata }: KubernetesObject, options: DeletionOptions): readonly string[] {
  const finalizers = metadata.finalizers ?? [];
  if (!served.behaviour.collectsGarbage) return finalizers;
  const others = finalizers.filter((finalizer) => finalizer !== orphanFinalizer && finalizer !== foregroundFinalizer);
  const wanted = [
    ...others,
    ...(orphans(served, finalizers, options) ? [orphanFinalizer] : []),
    ...(waitsForDependents(finalizers, options) ? [foregroundFinalizer] : []),
  ];
  return sameMembers(wanted, finalizers) ? finalizers : wanted;
}

/** An explicit option counts first, then a finalizer that is there already, then what is usual for the kind. */
function orphans({ resource }: Served, finalizers: readonly string[], { orphanDependents, propagationPolicy }: DeletionOptions): boolean {
  if (orphanDependents !== undefined) return orphanDependents;
  if (propagationPolicy !== undefined) return propagationPolicy === "Orphan";
  const set = finalizers.find((finalizer) => finalizer === orphanFinalizer || finalizer === foregroundFinalizer);
  return set === undefined ? resource.defaultPropagation === "Orphan" : set === orphanFinalizer;
}

function waitsForDependents(finalizers: readonly string[], { orphanDependents, propagationPolicy }: DeletionOptions): boolean {
  if (orphanDependents !== undefined) return false;
  if (propagationPolicy !== undefined) return propagationPolicy === "Foreground";
  const set = finalizers.find((finalizer) => finalizer === orphanFinalizer || finalizer === foregroundFinalizer);
  return set === foregroundFinalizer;
}

const sameMembers = (a: readonly string[], b: readonly string[]) => a.length === b.length && a.every((member) => b.includes(member));
