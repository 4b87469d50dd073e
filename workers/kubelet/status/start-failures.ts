import type { StartError } from "../runtime/start-error.ts";

/** Why containers could not be started when it was last tried, by pod and container. */
export class StartFailures {
  readonly #pods = new Map<string, Map<string, StartError>>();

  get(podUid: string, container: string): StartError | undefined {
    return this.#pods.get(podUid)?.get(container);
  }

  /** Notes the outcome of a start. */
  report(podUid: string, container: string, failure: StartError | undefined): void {
    const failures = this.#pods.get(podUid) ?? new Map<string, StartError>();
    if (failure === undefined) failures.delete(container);
    else failures.set(container, failure);
    if (failures.size === 0) this.#pods.delete(podUid);
    else this.#pods.set(podUid, failures);
  }

  forget(podUid: string): void {
    this.#pods.delete(podUid);
  }
}
