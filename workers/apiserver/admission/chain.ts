import type { KubernetesObject } from "../../apimachinery/object.ts";
import type { Admission, AdmissionPlugin, AdmissionReview } from "../core.ts";

/** The admission plugins in their order: first all that change objects, then all that only refuse. */
export class AdmissionChain implements Admission {
  readonly #mutating: readonly AdmissionPlugin[];
  readonly #validating: readonly AdmissionPlugin[];

  constructor(plugins: readonly AdmissionPlugin[]) {
    this.#mutating = plugins.filter((plugin) => "mutate" in plugin);
    this.#validating = plugins.filter((plugin) => "validate" in plugin);
  }

  mutate(object: KubernetesObject, review: AdmissionReview): KubernetesObject {
    let current = object;
    for (const plugin of this.#mutating) current = plugin.mutate!(current, current === review.object ? review : { ...review, object: current });
    return current;
  }

  validate(review: AdmissionReview): void {
    for (const plugin of this.#validating) plugin.validate!(review);
  }
}
