/** The way from the root of an object to a field, as messages print it: `spec.containers[0].ports`. */
export class FieldPath {
  readonly #parent: FieldPath | undefined;
  readonly #step: string;

  private constructor(parent: FieldPath | undefined, step: string) {
    this.#parent = parent;
    this.#step = step;
  }

  /** A path that starts at the root of the object. */
  static of(name: string, ...more: readonly string[]): FieldPath {
    return new FieldPath(undefined, name).child(...more);
  }

  child(...names: readonly string[]): FieldPath {
    return names.reduce<FieldPath>((parent, name) => new FieldPath(parent, `.${name}`), this);
  }

  index(index: number): FieldPath {
    return new FieldPath(this, `[${index}]`);
  }

  key(key: string): FieldPath {
    return new FieldPath(this, `[${key}]`);
  }

  toString(): string {
    return this.#parent === undefined ? this.#step : this.#parent.toString() + this.#step;
  }
}
