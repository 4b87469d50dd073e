import type { KubernetesObject } from "../../apimachinery/object.ts";
import type { Call } from "../core.ts";

export type AdmissionOperation = "CREATE" | "UPDATE" | "DELETE" | "CONNECT";

/** What a plugin may look at. */
export interface AdmissionReview {
  readonly call: Call;
  readonly operation: AdmissionOperation;
  /** The object as it shall be; undefined for DELETE. */
  readonly object: KubernetesObject | undefined;
  /** The object as it is; undefined for CREATE. */
  readonly previous: KubernetesObject | undefined;
  readonly namespace: string;
  readonly name: string;
  readonly subresource: string;
}

/**
 * One step of admission. `mutate` returns the object to go on with, changed or not; `validate` only looks.
 * Both refuse by throwing an ApiError.
 */
export interface AdmissionPlugin {
  readonly name: string;
  mutate?(object: KubernetesObject, review: AdmissionReview): KubernetesObject;
  validate?(review: AdmissionReview): void;
}

/** The admission plugins in their order: first all that change objects, then all that only refuse. */
export class AdmissionChain {
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
