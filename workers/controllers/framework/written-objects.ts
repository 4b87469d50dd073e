import { keyOf, type KubernetesObject, type ObjectKey } from "../../apimachinery/object.ts";
import type { Informer } from "../../client/informer.ts";

/**
 * Remembers the newest version of each object that the controller wrote. Until its informer has caught up,
 * deciding on what it shows would undo or repeat the controller's own work.
 */
export class WrittenObjects<T extends KubernetesObject> {
  readonly #informer: Informer<T>;
  /** By owner, such as a service, then by the object's own key. */
  readonly #written = new Map<ObjectKey, Map<ObjectKey, KubernetesObject["metadata"]>>();

  constructor(informer: Informer<T>) {
    this.#informer = informer;
  }

  wrote(owner: ObjectKey, object: T): void {
    const written = this.#written.get(owner) ?? new Map<ObjectKey, KubernetesObject["metadata"]>();
    this.#written.set(owner, written.set(keyOf(object), object.metadata));
  }

  /** The object is gone, whoever deleted it. */
  deleted(owner: ObjectKey, key: ObjectKey): void {
    this.#written.get(owner)?.delete(key);
  }

  /** Is the change news, or the echo of a write of our own? */
  isNews(owner: ObjectKey, object: T): boolean {
    const written = this.#written.get(owner)?.get(keyOf(object));
    return written === undefined || Number(object.metadata.resourceVersion) > Number(written.resourceVersion);
  }

  /** Does the informer lag behind what was written for the owner? */
  isStale(owner: ObjectKey): boolean {
    for (const [key, { uid, resourceVersion }] of this.#written.get(owner) ?? []) {
      const known = this.#informer.get(key);
      if (known === undefined || (known.metadata.uid === uid && Number(known.metadata.resourceVersion) < Number(resourceVersion))) return true;
    }
    return false;
  }

  forget(owner: ObjectKey): void {
    this.#written.delete(owner);
  }
}
