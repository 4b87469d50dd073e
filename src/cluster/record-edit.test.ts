import { describe, expect, test } from "vitest";
import type { SessionRecord } from "../../workers/protocol/session.ts";
import { asRecord } from "./input-log.ts";
import { isRecord, rewoundTo, withoutLastInput } from "./record-edit.ts";

const record: SessionRecord = {
  version: 1,
  settings: { seed: "s", nodes: 3 },
  inputs: [
    { at: 10, action: { type: "add-node" } },
    { at: 20, action: { type: "power-off", node: "a" } },
  ],
  until: 50,
};

describe("rewinding", () => {
  test.each([
    [5, 0, 5],
    [10, 1, 10],
    [25, 2, 25],
    [99, 2, 50],
  ])("to %d keeps %d inputs and ends at %d", (at, inputs, until) => {
    const rewound = rewoundTo(record, at);
    expect(rewound.inputs).toHaveLength(inputs);
    expect(rewound.until).toBe(until);
    expect(rewound.settings).toBe(record.settings);
  });
});

describe("undo", () => {
  test("takes the last input back, and the world to just before it", () => {
    expect(withoutLastInput(record)).toEqual({ ...record, inputs: record.inputs.slice(0, 1), until: 20 });
  });

  test("has nothing to do where nobody did anything", () => {
    expect(withoutLastInput({ ...record, inputs: [] })).toBeUndefined();
  });
});

test("records and settings are told apart", () => {
  expect(isRecord(record)).toBe(true);
  expect(isRecord(record.settings)).toBe(false);
});

test.each<[string, unknown, boolean]>([
  ["a record", record, true],
  ["nothing", undefined, false],
  ["another version", { ...record, version: 2 }, false],
  ["no settings", { ...record, settings: undefined }, false],
  ["no inputs", { ...record, inputs: "x" }, false],
  ["no end", { ...record, until: undefined }, false],
  ["a text", "record", false],
])("what lies in storage is checked: %s", (_, value, sound) => {
  expect(asRecord(value) !== undefined).toBe(sound);
});
