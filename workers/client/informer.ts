import { keyOf, type KubernetesObject, type ObjectKey } from "../apimachinery/object.ts";
import type { WatchEvent } from "../apimachinery/wire.ts";
import { IndexedStore, type IndexValues, type Lister } from "./indexed-store.ts";
import type { ReflectorSink } from "./reflector.ts";

/** Told of every change after it has reached the store. Objects are frozen. */
export interface InformerHandler<T> {
  /** A new object, or one that was there when the handler came. */
  added?(object: T): void;
  updated?(previous: T, object: T): void;
  /** The last known state; its resourceVersion is the deletion's own where the watch saw it happen. */
  deleted?(object: T): void;
}

/** A local copy of all objects of a kind, kept up to date by one watch for a whole process. */
export interface Informer<T extends KubernetesObject> extends Lister<T> {
  /** Files every object under the values of the function; an index of that name is made once. */
  addIndex(name: string, valuesOf: IndexValues<T>): void;
  /** Returns how to stop listening. */
  addHandler(handler: InformerHandler<T>): () => void;
  /** Has the first list arrived? */
  readonly hasSynced: boolean;
  /** Resolves when the first list has arrived. */
  synced(): Promise<void>;
}

/** The revision of the change that brought the object into its state. */
export const revisionOf = ({ metadata: { resourceVersion } }: KubernetesObject): number => Number(resourceVersion);

/** The informer's own side: filled by a reflector. */
export class SharedInformer<T extends KubernetesObject> implements Informer<T>, ReflectorSink<T> {
  readonly #store = new IndexedStore<T>();
  readonly #handlers = new Set<InformerHandler<T>>();
  readonly #synced: Promise<void>;
  #resolveSynced: () => void = () => {};
  #hasSynced = false;

  constructor() {
    this.#synced = new Promise((resolve) => (this.#resolveSynced = resolve));
  }

  get hasSynced(): boolean {
    return this.#hasSynced;
  }

  get size(): number {
    return this.#store.size;
  }

  synced(): Promise<void> {
    return this.#synced;
  }

  get(key: ObjectKey): T | undefined {
    return this.#store.get(key);
  }

  list(): readonly T[] {
    return this.#store.list();
  }

  inNamespace(namespace: string): readonly T[] {
    return this.#store.inNamespace(namespace);
  }

  by(index: string, value: string): readonly T[] {
    return this.#store.by(index, value);
  }

  countBy(index: string, value: string): number {
    return this.#store.countBy(index, value);
  }

  indexValues(index: string): readonly string[] {
    return this.#store.indexValues(index);
  }

  addIndex(name: string, valuesOf: IndexValues<T>): void {
    this.#store.addIndex(name, valuesOf);
  }

  addHandler(handler: InformerHandler<T>): () => void {
    this.#handlers.add(handler);
    for (const object of this.#store.list()) handler.added?.(object);
    return () => this.#handlers.delete(handler);
  }

  replace(objects: readonly T[]): void {
    const gone = new Set(this.#store.keys());
    for (const object of objects) {
      gone.delete(keyOf(object));
      this.#set(object);
    }
    for (const key of gone) this.#delete(key, undefined);
    this.#hasSynced = true;
    this.#resolveSynced();
  }

  apply(events: readonly WatchEvent<T>[]): void {
    for (const { type, object } of events) {
      if (type === "DELETED") this.#delete(keyOf(object), object);
      else this.#set(object);
    }
  }

  #set(object: T): void {
    const previous = this.#store.get(keyOf(object));
    if (previous?.metadata.resourceVersion === object.metadata.resourceVersion && previous.metadata.uid === object.metadata.uid) return;
    this.#store.set(object);
    for (const handler of this.#handlers) {
      if (previous === undefined) handler.added?.(object);
      else handler.updated?.(previous, object);
    }
  }

  #delete(key: ObjectKey, last: T | undefined): void {
    const previous = this.#store.delete(key);
    if (previous === undefined) return;
    for (const handler of this.#handlers) handler.deleted?.(last ?? previous);
  }
}
