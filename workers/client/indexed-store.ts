import { keyOf, type KubernetesObject, type ObjectKey } from "../apimachinery/object.ts";

/** The values under which an object can be looked up in an index. */
export type IndexValues<T> = (object: T) => readonly string[];

/** Read access to the objects that an informer holds. Answers come from memory and may be a moment old. */
export interface Lister<T extends KubernetesObject> {
  get(key: ObjectKey): T | undefined;
  list(): readonly T[];
  inNamespace(namespace: string): readonly T[];
  /** The objects that `addIndex` filed under the value. */
  by(index: string, value: string): readonly T[];
  /** How many objects `by` would return. */
  countBy(index: string, value: string): number;
  /** All values of an index under which objects are filed now. */
  indexValues(index: string): readonly string[];
  readonly size: number;
}

interface Index<T> {
  readonly valuesOf: IndexValues<T>;
  readonly entries: Map<string, Map<ObjectKey, T>>;
}

const none: readonly never[] = Object.freeze([]);
const byNamespace = "namespace";

/** The objects of one kind, by key and by any number of indexes. */
export class IndexedStore<T extends KubernetesObject> implements Lister<T> {
  readonly #objects = new Map<ObjectKey, T>();
  readonly #indexes = new Map<string, Index<T>>();

  constructor() {
    this.addIndex(byNamespace, ({ metadata: { namespace } }) => (namespace === undefined ? none : [namespace]));
  }

  get size(): number {
    return this.#objects.size;
  }

  get(key: ObjectKey): T | undefined {
    return this.#objects.get(key);
  }

  list(): readonly T[] {
    return [...this.#objects.values()];
  }

  inNamespace(namespace: string): readonly T[] {
    return this.by(byNamespace, namespace);
  }

  by(index: string, value: string): readonly T[] {
    const found = this.#index(index).entries.get(value);
    return found === undefined ? none : [...found.values()];
  }

  countBy(index: string, value: string): number {
    return this.#index(index).entries.get(value)?.size ?? 0;
  }

  indexValues(index: string): readonly string[] {
    return [...this.#index(index).entries.keys()];
  }

  keys(): Iterable<ObjectKey> {
    return this.#objects.keys();
  }

  /** Adds an index, unless one of that name is there: the name stands for the function. */
  addIndex(name: string, valuesOf: IndexValues<T>): void {
    if (this.#indexes.has(name)) return;
    const index: Index<T> = { valuesOf, entries: new Map() };
    this.#indexes.set(name, index);
    for (const [key, object] of this.#objects) file(index, key, object);
  }

  /** Puts the object in and returns what was there before. */
  set(object: T): T | undefined {
    const key = keyOf(object);
    const previous = this.#objects.get(key);
    this.#objects.set(key, object);
    for (const index of this.#indexes.values()) {
      if (previous !== undefined) unfile(index, key, previous, index.valuesOf(object));
      file(index, key, object);
    }
    return previous;
  }

  delete(key: ObjectKey): T | undefined {
    const previous = this.#objects.get(key);
    if (previous === undefined) return undefined;
    this.#objects.delete(key);
    for (const index of this.#indexes.values()) unfile(index, key, previous, none);
    return previous;
  }

  #index(name: string): Index<T> {
    const index = this.#indexes.get(name);
    if (index === undefined) throw new Error(`there is no index ${name}`);
    return index;
  }
}

function file<T>({ valuesOf, entries }: Index<T>, key: ObjectKey, object: T): void {
  for (const value of valuesOf(object)) {
    const found = entries.get(value);
    if (found === undefined) entries.set(value, new Map([[key, object]]));
    else found.set(key, object);
  }
}

function unfile<T>({ valuesOf, entries }: Index<T>, key: ObjectKey, object: T, kept: readonly string[]): void {
  for (const value of valuesOf(object)) {
    if (kept.includes(value)) continue;
    const found = entries.get(value);
    found?.delete(key);
    if (found?.size === 0) entries.delete(value);
  }
}
