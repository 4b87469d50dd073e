import { describe, expect, test } from "vitest";
import { formatDuration, parseDuration } from "./duration.ts";
import { FormatError } from "./format-error.ts";
import { humanDuration, shortHumanDuration } from "./human-duration.ts";

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

describe("Go durations", () => {
  test.each([
    ["0", 0],
    ["0s", 0],
    ["5s", 5 * second],
    ["30s", 30 * second],
    ["1478s", 1478 * second],
    ["-5s", -5 * second],
    ["+5s", 5 * second],
    ["-0", 0],
    ["5.0s", 5 * second],
    ["5.6s", 5600],
    ["5.s", 5 * second],
    [".5s", 500],
    ["1.0s", second],
    ["100.00100s", 100_001],
    ["10ns", 1e-5],
    ["11us", 0.011],
    ["12µs", 0.012],
    ["12μs", 0.012],
    ["13ms", 13],
    ["14s", 14 * second],
    ["15m", 15 * minute],
    ["16h", 16 * hour],
    ["3h30m", 3 * hour + 30 * minute],
    ["10.5s4m", 4 * minute + 10.5 * second],
    ["-2m3.4s", -(2 * minute + 3.4 * second)],
    ["1h2m3s4ms5us6ns", hour + 2 * minute + 3 * second + 4.005006],
    ["39h9m14.425s", 39 * hour + 9 * minute + 14.425 * second],
  ])("%s", (text, expected) => {
    expect(parseDuration(text)).toBeCloseTo(expected, 5);
  });

  test.each([
    ["", `time: invalid duration ""`],
    ["3", `time: missing unit in duration "3"`],
    ["-", `time: invalid duration "-"`],
    ["s", `time: invalid duration "s"`],
    [".", `time: invalid duration "."`],
    ["-.", `time: invalid duration "-."`],
    [".s", `time: invalid duration ".s"`],
    ["+.s", `time: invalid duration "+.s"`],
    ["1d", `time: unknown unit "d" in duration "1d"`],
    ["1h1d", `time: unknown unit "d" in duration "1h1d"`],
    ["1 s", `time: unknown unit " s" in duration "1 s"`],
    ["3000000h", `time: invalid duration "3000000h"`],
    ["1toString", `time: unknown unit "toString" in duration "1toString"`],
  ])("%j is refused: %s", (text, message) => {
    expect(() => parseDuration(text)).toThrow(FormatError);
    expect(() => parseDuration(text)).toThrow(message);
  });

  test.each([
    [0, "0s"],
    [1e-6, "1ns"],
    [1.1e-3, "1.1µs"],
    [2.2, "2.2ms"],
    [300, "300ms"],
    [3.3 * second, "3.3s"],
    [30 * second, "30s"],
    [90 * second, "1m30s"],
    [4 * minute + 5 * second, "4m5s"],
    [4 * minute + 5001, "4m5.001s"],
    [hour, "1h0m0s"],
    [5 * hour + 6 * minute + 7001, "5h6m7.001s"],
    [100 * hour, "100h0m0s"],
    [-90 * second, "-1m30s"],
  ])("%d ms is written %s", (duration, text) => {
    expect(formatDuration(duration)).toBe(text);
    expect(parseDuration(text)).toBeCloseTo(duration, 5);
  });
});

describe("ages", () => {
  test.each([
    [-2 * second, "<invalid>", "<invalid>"],
    [-1 * second, "0s", "0s"],
    [-500, "0s", "0s"],
    [0, "0s", "0s"],
    [999, "0s", "0s"],
    [second, "1s", "1s"],
    [59 * second, "59s", "59s"],
    [70 * second, "70s", "1m"],
    [119 * second, "119s", "1m"],
    [2 * minute, "2m", "2m"],
    [2 * minute + 9 * second, "2m9s", "2m"],
    [9 * minute + 59 * second, "9m59s", "9m"],
    [10 * minute, "10m", "10m"],
    [10 * minute + 9 * second, "10m", "10m"],
    [47 * minute, "47m", "47m"],
    [179 * minute, "179m", "2h"],
    [3 * hour, "3h", "3h"],
    [3 * hour + 9 * second, "3h", "3h"],
    [7 * hour + 59 * minute, "7h59m", "7h"],
    [8 * hour, "8h", "8h"],
    [8 * hour + 9 * minute, "8h", "8h"],
    [24 * hour, "24h", "1d"],
    [47 * hour + 59 * minute, "47h", "1d"],
    [48 * hour, "2d", "2d"],
    [48 * hour + 9 * minute, "2d", "2d"],
    [49 * hour, "2d1h", "2d"],
    [7 * day + 23 * hour, "7d23h", "7d"],
    [8 * day, "8d", "8d"],
    [8 * day + 9 * hour, "8d", "8d"],
    [364 * day, "364d", "364d"],
    [365 * day, "365d", "1y"],
    [2 * 365 * day - hour, "729d", "1y"],
    [2 * 365 * day, "2y", "2y"],
    [2 * 365 * day + 23 * hour, "2y", "2y"],
    [3 * 365 * day + 5 * day, "3y5d", "3y"],
    [8 * 365 * day - hour, "7y364d", "7y"],
    [8 * 365 * day, "8y", "8y"],
    [9 * 365 * day + 100 * day, "9y", "9y"],
  ])("%d ms is %s, or %s in short", (duration, long, short) => {
    expect(humanDuration(duration)).toBe(long);
    expect(shortHumanDuration(duration)).toBe(short);
  });
});
