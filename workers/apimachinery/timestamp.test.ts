import { describe, expect, test } from "vitest";
import { FormatError } from "./format-error.ts";
import { civilTime, daysFromCivil, formatMicroTime, formatTime, parseTime, tryParseTime } from "./timestamp.ts";

describe("writing and reading", () => {
  test.each([
    [0, "1970-01-01T00:00:00Z"],
    [999, "1970-01-01T00:00:00Z"],
    [1000, "1970-01-01T00:00:01Z"],
    [951_782_400_000, "2000-02-29T00:00:00Z"],
    [1_709_251_199_000, "2024-02-29T23:59:59Z"],
    [1_709_251_200_000, "2024-03-01T00:00:00Z"],
    [1_767_225_599_000, "2025-12-31T23:59:59Z"],
    [1_767_225_600_000, "2026-01-01T00:00:00Z"],
    [4_107_542_400_000, "2100-03-01T00:00:00Z"],
    [-1000, "1969-12-31T23:59:59Z"],
    [-62_135_596_800_000, "0001-01-01T00:00:00Z"],
    [253_402_300_799_000, "9999-12-31T23:59:59Z"],
  ])("%d is %s", (time, text) => {
    expect(formatTime(time)).toBe(text);
    expect(parseTime(text)).toBe(Math.floor(time / 1000) * 1000);
  });

  test.each([
    [0, "1970-01-01T00:00:00.000000Z"],
    [1.5, "1970-01-01T00:00:00.001500Z"],
    [1_767_225_600_123, "2026-01-01T00:00:00.123000Z"],
    [-1, "1969-12-31T23:59:59.999000Z"],
  ])("%d is %s with microseconds", (time, text) => {
    expect(formatMicroTime(time)).toBe(text);
    expect(parseTime(text)).toBeCloseTo(time, 6);
  });

  test.each([
    ["2026-01-01T02:00:00+02:00", "2026-01-01T00:00:00Z"],
    ["2025-12-31T18:30:00-05:30", "2026-01-01T00:00:00Z"],
    ["2026-01-01T00:00:00.999Z", "2026-01-01T00:00:00Z"],
    ["2026-01-01T00:00:00+00:00", "2026-01-01T00:00:00Z"],
  ])("%s is %s", (text, expected) => {
    expect(formatTime(parseTime(text))).toBe(expected);
  });

  test("the kept second does not leak into another", () => {
    expect([formatTime(5000), formatTime(6000), formatTime(5000), formatTime(5999)]).toEqual([
      "1970-01-01T00:00:05Z", "1970-01-01T00:00:06Z", "1970-01-01T00:00:05Z", "1970-01-01T00:00:05Z",
    ]);
  });
});

describe("what is no time", () => {
  const layout = `"2006-01-02T15:04:05Z07:00"`;
  test.each([
    ["", `parsing time "" as ${layout}: cannot parse "" as "2006"`],
    ["yesterday", `parsing time "yesterday" as ${layout}: cannot parse "yesterday" as "2006"`],
    ["2026", `parsing time "2026" as ${layout}: cannot parse "" as "-"`],
    ["2026-01-01", `parsing time "2026-01-01" as ${layout}: cannot parse "" as "T"`],
    ["2026-01-01 00:00:00Z", `parsing time "2026-01-01 00:00:00Z" as ${layout}: cannot parse " 00:00:00Z" as "T"`],
    ["2026-01-01T00:00:00", `parsing time "2026-01-01T00:00:00" as ${layout}: cannot parse "" as "Z07:00"`],
    ["2026-01-01T00:00:00Zx", `parsing time "2026-01-01T00:00:00Zx": extra text: "x"`],
    ["2026-13-01T00:00:00Z", `parsing time "2026-13-01T00:00:00Z": month out of range`],
    ["2026-02-29T00:00:00Z", `parsing time "2026-02-29T00:00:00Z": day out of range`],
    ["2026-04-31T00:00:00Z", `parsing time "2026-04-31T00:00:00Z": day out of range`],
    ["2026-01-00T00:00:00Z", `parsing time "2026-01-00T00:00:00Z": day out of range`],
    ["2026-01-01T24:00:00Z", `parsing time "2026-01-01T24:00:00Z": hour out of range`],
    ["2026-01-01T00:60:00Z", `parsing time "2026-01-01T00:60:00Z": minute out of range`],
    ["2026-01-01T00:00:60Z", `parsing time "2026-01-01T00:00:60Z": second out of range`],
  ])("%j", (text, message) => {
    expect(() => parseTime(text)).toThrow(FormatError);
    expect(() => parseTime(text)).toThrow(message);
  });

  test("may be asked for without an error", () => {
    expect(tryParseTime(undefined)).toBeUndefined();
    expect(tryParseTime("soon")).toBeUndefined();
    expect(tryParseTime("1970-01-01T00:00:01Z")).toBe(1000);
  });
});

describe("the calendar", () => {
  test("every day of four centuries follows the one before", () => {
    let day = daysFromCivil(1900, 1, 1);
    for (let year = 1900; year < 2300; year++) {
      const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
      expect(daysFromCivil(year, 1, 1)).toBe(day);
      expect(daysFromCivil(year, 3, 1)).toBe(day + (leap ? 60 : 59));
      day += leap ? 366 : 365;
    }
  });

  test.each([
    [0, { year: 1970, month: 1, day: 1, hour: 0, minute: 0, second: 0, weekday: 4 }],
    [1_767_225_600_000, { year: 2026, month: 1, day: 1, hour: 0, minute: 0, second: 0, weekday: 4 }],
    [1_709_251_199_999, { year: 2024, month: 2, day: 29, hour: 23, minute: 59, second: 59, weekday: 4 }],
    [-1, { year: 1969, month: 12, day: 31, hour: 23, minute: 59, second: 59, weekday: 3 }],
  ])("%d", (time, expected) => {
    expect(civilTime(time)).toEqual(expected);
  });
});
