import { describe, expect, test } from "vitest";
import { age, clockFace, span } from "./duration.ts";

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

describe("ages as kubectl writes them", () => {
  test.each([
    [-5, "0s"],
    [0, "0s"],
    [119 * second, "119s"],
    [2 * minute, "2m"],
    [5 * minute + 30 * second, "5m30s"],
    [10 * minute, "10m"],
    [179 * minute, "179m"],
    [3 * hour + 4 * minute, "3h4m"],
    [3 * hour, "3h"],
    [47 * hour, "47h"],
    [3 * day + 4 * hour, "3d4h"],
    [30 * day, "30d"],
  ])("%d ms is %s", (milliseconds, text) => {
    expect(age(milliseconds)).toBe(text);
  });
});

describe("the face of the clock", () => {
  test.each([
    [0, "0:00.0"],
    [7_340, "0:07.3"],
    [12 * minute + 40 * second, "12:40.0"],
    [hour + 2 * minute + 3 * second + 400, "1:02:03.4"],
    [-1, "0:00.0"],
  ])("%d ms reads %s", (milliseconds, text) => {
    expect(clockFace(milliseconds)).toBe(text);
  });
});

describe("spans in a sentence", () => {
  test.each([
    [240.4, "240 ms"],
    [2_340, "2.3 s"],
    [50_000, "50 s"],
    [60_000, "1 min"],
    [72_000, "1 min 12 s"],
  ])("%d ms is %s", (milliseconds, text) => {
    expect(span(milliseconds)).toBe(text);
  });
});
