import type { KubernetesObject } from "../../apimachinery/object.ts";
import { controllerOf } from "../../apimachinery/owner-references.ts";

/** `ReplicaSet/web-5d8f`: who made the object; undefined when nobody did. */
export function controllerText(object: KubernetesObject): string | undefined {
  const controller = controllerOf(object);
  return controller === undefined ? undefined : `${controller.kind}/${controller.name}`;
}
