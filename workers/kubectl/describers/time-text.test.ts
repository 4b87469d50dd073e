import { expect, test } from "vitest";
import { now } from "../../testing/made-object.ts";
import { sinceText, timeText } from "./time-text.ts";

test.each([
  ["2026-04-22T10:00:00Z", "Wed, 22 Apr 2026 10:00:00 +0000"],
  ["2026-03-01T09:05:07.123456Z", "Sun, 01 Mar 2026 09:05:07 +0000"],
  [undefined, "Mon, 01 Jan 0001 00:00:00 +0000"],
])("%s", (time, text) => expect(timeText(time)).toBe(text));

test.each([
  ["2026-04-22T10:00:00Z", "10m"],
  [undefined, "<unknown>"],
])("how long ago %s was", (time, text) => expect(sinceText(time, now)).toBe(text));
