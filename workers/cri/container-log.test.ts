import { beforeEach, describe, expect, test } from "vitest";
import { accessLogTime, civilTime, formatTime, httpDate, logTimestamp } from "./calendar.ts";
import { ContainerLog } from "./container-log.ts";
import type { LogOptions } from "./runtime.ts";

let now: number;
let log: ContainerLog;

beforeEach(() => {
  now = Number("1767225600000");
  log = new ContainerLog(() => now);
});

const print = (text: string, stream: "stdout" | "stderr" = "stdout") => log.sink(stream).write(text);

function read(options: Partial<LogOptions> = {}) {
  const reader = { text: "", ended: false, close: () => {} };
  const handle = log.read({ follow: false, timestamps: false, ...options }, { write: (text) => void (reader.text += text), end: () => void (reader.ended = true) });
  reader.close = () => handle.close();
  return reader;
}

test("lines of both streams in the order they were written", () => {
  print("a\nb\n");
  print("c\n", "stderr");
  print("d\n");
  expect(read()).toMatchObject({ text: "a\nb\nc\nd\n", ended: true });
});

test("a line is logged when it is finished, or the container is", () => {
  print("half");
  expect(read().text).toBe("");
  print(" whole\nrest");
  expect(read().text).toBe("half whole\n");
  log.close();
  expect(read().text).toBe("half whole\nrest\n");
  expect(print("too late\n")).toBe(false);
});

describe("what a reader asks for", () => {
  beforeEach(() => {
    for (const line of ["one", "two", "three", "four"]) {
      print(`${line}\n`);
      now += 1000;
    }
  });
  const cases: readonly [string, Partial<LogOptions>, string][] = [
    ["everything", {}, "one\ntwo\nthree\nfour\n"],
    ["the last two lines", { tailLines: 2 }, "three\nfour\n"],
    ["no lines", { tailLines: 0 }, ""],
    ["more lines than there are", { tailLines: 99 }, "one\ntwo\nthree\nfour\n"],
    ["since an instant", { since: 1_767_225_602_000 }, "three\nfour\n"],
    ["since then, one line", { since: 1_767_225_601_000, tailLines: 1 }, "four\n"],
    ["since the future", { since: 1_867_225_601_000 }, ""],
    ["a few bytes", { limitBytes: 6 }, "one\ntw"],
    ["with timestamps", { tailLines: 1, timestamps: true }, "2026-01-01T00:00:03.000000000Z four\n"],
  ];
  test.each(cases)("%s", (_name, options, text) => expect(read(options)).toMatchObject({ text, ended: true }));

  test("following goes on until the container ends", () => {
    const reader = read({ follow: true, tailLines: 1 });
    expect(reader).toMatchObject({ text: "four\n", ended: false });
    print("five\n");
    log.close();
    expect(reader).toMatchObject({ text: "four\nfive\n", ended: true });
  });

  test("or until the reader has enough, or leaves", () => {
    const bounded = read({ follow: true, tailLines: 0, limitBytes: 5 });
    const leaving = read({ follow: true, tailLines: 0 });
    print("five\n");
    expect(bounded).toMatchObject({ text: "five\n", ended: true });
    leaving.close();
    print("six\n");
    expect(leaving.text).toBe("five\n");
  });

  test("the end of the log, for a message", () => {
    expect([log.tail(2, 100), log.tail(9, 8)]).toEqual(["three\nfour\n", "ee\nfour\n"]);
  });
});

test("a chatty container keeps its newest lines only", () => {
  for (let line = 0; line < 20_000; line++) print(`${line} ${"x".repeat(50)}\n`);
  const { text } = read();
  expect(text.length).toBeLessThan(300_000);
  expect(text).toContain("19999 ");
  expect(text).not.toContain("\n100 ");
});

test("an endless line is cut into pieces", () => {
  print("x".repeat(40_000));
  expect(read().text.split("\n").map(({ length }) => length)).toEqual([16_384, 16_384, 0]);
});

describe("the calendar", () => {
  const cases: readonly [number, string][] = [
    [0, "1970-01-01 00:00:00 Thu 001"],
    [951_782_400_000, "2000-02-29 00:00:00 Tue 060"],
    [1_709_164_800_000, "2024-02-29 00:00:00 Thu 060"],
    [1_735_689_599_000, "2024-12-31 23:59:59 Tue 366"],
    [1_767_225_600_000, "2026-01-01 00:00:00 Thu 001"],
    [4_102_444_800_000, "2100-01-01 00:00:00 Fri 001"],
    [-86_400_000, "1969-12-31 00:00:00 Wed 365"],
  ];
  test.each(cases)("%d", (at, text) => expect(formatTime(at, "%Y-%m-%d %H:%M:%S %a %j")).toBe(text));

  const formats: readonly [string, string][] = [
    ["%a %b %e %H:%M:%S %Z %Y", "Fri May  8 15:04:05 UTC 2026"],
    ["%A %B %-d, %y", "Friday May 8, 26"],
    ["%F %T %R %D", "2026-05-08 15:04:05 15:04 05/08/26"],
    ["%I:%M %p %u %w %s", "03:04 PM 5 5 1778252645"],
    ["%N %z %% %n%t|%Q", "123000000 +0000 % \n\t|%Q"],
  ];
  test.each(formats)("%j", (format, text) => expect(formatTime(1_778_252_645_123, format)).toBe(text));

  test("stamps of logs and headers", () => {
    expect(logTimestamp(1_778_252_645_123)).toBe("2026-05-08T15:04:05.123000000Z");
    expect(accessLogTime(1_778_252_645_123)).toBe("08/May/2026:15:04:05 +0000");
    expect(httpDate(1_778_252_645_123)).toBe("Fri, 08 May 2026 15:04:05 GMT");
    expect(civilTime(1_778_252_645_123)).toMatchObject({ hour: 15, millisecond: 123, weekday: 5 });
  });
});
