import { expect, test } from "vitest";
import type { EventLine } from "../../cluster/events.ts";
import { shownEvents } from "./event-filter.ts";

const line = (reason: string, message: string, warning = false): EventLine => ({ key: reason, at: 0, warning, reason, message, count: 1, from: "kubelet", kind: "Pod", name: "web-1", about: undefined });
const lines = [line("Scheduled", "assigned to node-1"), line("BackOff", "Back-off restarting", true), line("FailedScheduling", "0/3 nodes", true)];

test.each<[string, boolean, string[]]>([
  ["", false, ["Scheduled", "BackOff", "FailedScheduling"]],
  ["", true, ["BackOff", "FailedScheduling"]],
  ["backoff", false, ["BackOff"]],
  ["NODE", false, ["Scheduled", "FailedScheduling"]],
  ["pod/web-1 node-1", false, ["Scheduled"]],
  ["node-1 scheduled", true, []],
  ["kubelet", true, ["BackOff", "FailedScheduling"]],
  ["nothing like it", false, []],
])("%j, warnings only %s", (words, warningsOnly, reasons) => {
  expect(shownEvents(lines, { words, warningsOnly }).map(({ reason }) => reason)).toEqual(reasons);
});

test("without a filter the list itself is shown", () => {
  expect(shownEvents(lines, { words: "  ", warningsOnly: false })).toBe(lines);
});
