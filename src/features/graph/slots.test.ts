import { describe, expect, test } from "vitest";
import { capacityFor, Slots } from "./slots.ts";

const seated = (slots: Slots, ids: readonly string[]) => Object.fromEntries(ids.map((id) => [id, slots.slotOf(id)]));

describe("slots", () => {
  test("are taken in the order given", () => {
    const slots = new Slots();
    slots.seat(["a", "b", "c"]);
    expect(seated(slots, ["a", "b", "c"])).toEqual({ a: 0, b: 1, c: 2 });
    expect(slots.used).toBe(3);
  });

  test("a death moves nobody, and the next birth takes the free place", () => {
    const slots = new Slots();
    slots.seat(["a", "b", "c"]);
    slots.seat(["a", "c"]);
    expect(seated(slots, ["a", "c"])).toEqual({ a: 0, c: 2 });
    slots.seat(["a", "c", "d", "e"]);
    expect(seated(slots, ["a", "c", "d", "e"])).toEqual({ a: 0, c: 2, d: 1, e: 3 });
  });

  test("the order of a later list changes nothing for those who sit", () => {
    const slots = new Slots();
    slots.seat(["a", "b"]);
    slots.seat(["b", "a"]);
    expect(seated(slots, ["a", "b"])).toEqual({ a: 0, b: 1 });
  });

  test("a death and a birth at once share the place", () => {
    const slots = new Slots();
    slots.seat(["a", "b"]);
    slots.seat(["b", "c"]);
    expect(seated(slots, ["b", "c"])).toEqual({ b: 1, c: 0 });
  });

  test("nobody needs none", () => {
    expect(new Slots().used).toBe(0);
  });
});

describe("capacity", () => {
  test.each([
    [0, 0, 4],
    [4, 0, 4],
    [5, 4, 6],
    [7, 6, 8],
    [5, 8, 8],
    [4, 8, 4],
    [3, 4, 4],
    [30, 0, 32],
    [300, 0, 320],
  ])("%d used after %d drawn gives %d", (used, before, capacity) => {
    expect(capacityFor(used, before)).toBe(capacity);
  });

  test("never is smaller than what is used", () => {
    for (let used = 0; used < 700; used += 7) expect(capacityFor(used, 0)).toBeGreaterThanOrEqual(used);
  });
});
