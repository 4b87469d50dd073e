/**
 * Fixed places for things that come and go: whoever has a slot keeps it, and a newcomer takes the lowest
 * free one. So a birth or a death never moves a neighbour.
 */
export class Slots {
  readonly #slotOf = new Map<string, number>();

  /** Frees the slots of those who are gone, then seats the newcomers in the order given. */
  seat(ids: readonly string[]): void {
    const present = new Set(ids);
    for (const id of this.#slotOf.keys()) if (!present.has(id)) this.#slotOf.delete(id);
    const taken = new Set(this.#slotOf.values());
    let free = 0;
    for (const id of ids) {
      if (this.#slotOf.has(id)) continue;
      while (taken.has(free)) free += 1;
      this.#slotOf.set(id, free);
      taken.add(free);
    }
  }

  slotOf(id: string): number {
    return this.#slotOf.get(id) ?? 0;
  }

  /** So many slots must be there to draw everyone. */
  get used(): number {
    let highest = -1;
    for (const slot of this.#slotOf.values()) highest = Math.max(highest, slot);
    return highest + 1;
  }
}

const tiers = [4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256];

/**
 * How many slots to draw for so many used ones. It grows in steps, and shrinks only when less than half is
 * needed, so that the boxes do not breathe with every pod.
 */
export function capacityFor(used: number, before: number): number {
  const fitting = tiers.find((tier) => tier >= used) ?? Math.ceil(used / 64) * 64;
  return fitting > before || used * 2 <= before ? fitting : before;
}
