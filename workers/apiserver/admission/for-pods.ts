import type { KubernetesObject } from "../../apimachinery/object.ts";
import { type Pod, Pods } from "../../api/core/pod.ts";
import type { AdmissionPlugin, AdmissionReview } from "../core.ts";

/** The mutation of a plugin that concerns new pods only. */
export function forNewPods(mutate: (pod: Pod, review: AdmissionReview) => Pod): NonNullable<AdmissionPlugin["mutate"]> {
  return (object, review) => {
    const { resource } = review.call.served;
    if (review.operation !== "CREATE" || resource.plural !== Pods.plural || resource.group !== Pods.group || review.subresource !== "") return object;
    return mutate(object as Pod, review) as KubernetesObject;
  };
}
