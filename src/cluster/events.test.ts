import { describe, expect, test } from "vitest";
import * as make from "../testing/fake-objects.ts";
import { eventLines, eventsAbout } from "./events.ts";
import { applyChanges, emptyIndex, tableOf } from "./object-table.ts";

const at = make.fakeStart;
const scheduled = make.event({ kind: "Pod", name: "a", namespace: "default" }, { reason: "Scheduled", message: "Successfully assigned default/a to node-1", at });
const backOff = make.event({ kind: "Pod", name: "a", namespace: "default" }, { reason: "BackOff", message: "Back-off restarting", warning: true, at: at + 5_000 });
const nodeEvent = make.event({ kind: "Node", name: "node-1", namespace: "default" }, { reason: "NodeNotReady", message: "Node node-1 status is now: NodeNotReady", at: at + 9_000, from: "node-controller" });
const tableWith = (...changes: ReturnType<typeof make.event>[]) => tableOf(applyChanges(emptyIndex, changes), "events");
const index = tableWith(scheduled, backOff, nodeEvent);

describe("lines of Events", () => {
  test("the newest comes first", () => {
    expect(eventLines(index).map(({ reason }) => reason)).toEqual(["NodeNotReady", "BackOff", "Scheduled"]);
  });

  test("carry who, what and how often", () => {
    expect(eventLines(index)[1]).toMatchObject({ at: at + 5_000, warning: true, reason: "BackOff", count: 1, from: "kubelet", kind: "Pod", name: "a" });
  });

  test("know what they are about; a Node has no namespace, whatever the Event says", () => {
    expect(eventLines(index).map(({ about }) => about)).toEqual([
      { resource: "nodes", key: "node-1" },
      { resource: "pods", key: "default/a" },
      { resource: "pods", key: "default/a" },
    ]);
  });

  test("of one object are found by it", () => {
    expect(eventsAbout(index, { resource: "pods", key: "default/a" }).map(({ reason }) => reason)).toEqual(["BackOff", "Scheduled"]);
    expect(eventsAbout(index, { resource: "pods", key: "default/b" })).toEqual([]);
  });

  test("a series tells the last time and the count", () => {
    const repeated = { ...backOff, object: { ...backOff.object, series: { count: 12, lastObservedTime: make.time(at + 60_000) } } };
    expect(eventLines(tableWith(repeated))[0]).toMatchObject({ at: at + 60_000, count: 12 });
  });

  test("an unknown kind is about nothing that can be opened", () => {
    const odd = make.event({ kind: "Widget", name: "w" }, { reason: "Spun", message: "", at });
    expect(eventLines(tableWith(odd))[0]?.about).toBeUndefined();
  });
});
