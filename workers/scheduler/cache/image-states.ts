import type { Node } from "../../api/core/node.ts";
import type { Bytes } from "../../base/units.ts";

/** One image on the nodes that have it. */
export interface ImageState {
  readonly size: Bytes;
  /** The slots of the nodes. */
  readonly slots: ReadonlySet<number>;
}

interface State {
  readonly size: Bytes;
  readonly slots: Set<number>;
}

/** Which images lie on which nodes, by each of their names. */
export class ImageStates {
  readonly #byName = new Map<string, State>();
  readonly #bySlot = new Map<number, Node["status"]["images"]>();

  get(image: string): ImageState | undefined {
    return this.#byName.get(image);
  }

  /** The node's list has changed; undefined when the node is gone. */
  set(slot: number, images: Node["status"]["images"]): void {
    const before = this.#bySlot.get(slot);
    if (before === images) return;
    for (const { names } of before ?? []) for (const name of names ?? []) this.#remove(name, slot);
    for (const { names, sizeBytes } of images ?? []) for (const name of names ?? []) this.#add(name, slot, sizeBytes ?? 0);
    if (images === undefined) this.#bySlot.delete(slot);
    else this.#bySlot.set(slot, images);
  }

  #add(name: string, slot: number, size: Bytes): void {
    const state = this.#byName.get(name);
    if (state === undefined) this.#byName.set(name, { size, slots: new Set([slot]) });
    else state.slots.add(slot);
  }

  #remove(name: string, slot: number): void {
    const state = this.#byName.get(name);
    state?.slots.delete(slot);
    if (state?.slots.size === 0) this.#byName.delete(name);
  }
}
