import { describe, expect, test } from "vitest";
import type { SchedulingRecord } from "../../../workers/protocol/session.ts";
import type { ResourceTypes } from "../../lib/resources.ts";
import { containerWords } from "./container-words.ts";
import { LogBuffer, mostLines } from "./log-buffer.ts";
import { decisionSentence, rankedNodes, weightedScores } from "./scheduling-words.ts";

type Pod = ResourceTypes["pods"];
const podWith = (...containerStatuses: object[]) => ({ status: { containerStatuses } }) as unknown as Pod;

describe("a container in words", () => {
  test.each<[object, string]>([
    [{ ready: true, restartCount: 0, state: { running: {} } }, "Running, ready"],
    [{ ready: false, restartCount: 1, state: { running: {} } }, "Running, not ready, restarted 1 time"],
    [{ ready: false, restartCount: 0, state: { waiting: { reason: "ContainerCreating" } } }, "Waiting: ContainerCreating"],
    [{ ready: false, restartCount: 0, state: {} }, "Waiting"],
    [{ ready: false, restartCount: 3, state: { waiting: { reason: "CrashLoopBackOff" } }, lastState: { terminated: { exitCode: 1, reason: "Error" } } }, "Waiting: CrashLoopBackOff, restarted 3 times, last ended with Error, exit code 1"],
    [{ ready: false, restartCount: 0, state: { terminated: { exitCode: 0, reason: "Completed" } } }, "Ended with Completed, exit code 0"],
    [{ ready: false, restartCount: 0, state: { terminated: { exitCode: 2 } } }, "Ended with exit code 2"],
  ])("%o", (status, words) => {
    expect(containerWords(podWith({ name: "app", ...status }), "app")).toBe(words);
  });

  test("one that has no status yet has not started", () => {
    expect(containerWords(podWith(), "app")).toBe("Not started");
  });
});

const scored = (node: string, total: number) => ({ node, refusals: [], scores: [], total });
const refused = (node: string, reason: string) => ({ node, refusals: [{ plugin: "P", reason }], scores: [] });
const record = (nodes: SchedulingRecord["nodes"], more: Partial<SchedulingRecord> = {}): SchedulingRecord => ({ at: 0, pod: "default/a", nodes, ...more });

describe("a scheduling decision", () => {
  test.each<[string, SchedulingRecord, string]>([
    ["a choice of two", record([scored("n1", 71), scored("n2", 83)], { chosen: "n2" }), "n2 chosen, 83 against 71 for n1"],
    ["with a refusal", record([scored("n1", 71), scored("n2", 83), refused("n3", "untolerated taint gpu")], { chosen: "n2" }), "n2 chosen, 83 against 71 for n1; n3 refused: untolerated taint gpu"],
    ["only one fits", record([scored("n1", 5), refused("n2", "Insufficient cpu"), refused("n3", "Insufficient cpu")], { chosen: "n1" }), "n1 chosen; 2 nodes refused: Insufficient cpu"],
    ["different refusals", record([refused("n2", "Insufficient cpu"), refused("n3", "taint")], {}), "No node fits: n2 refused: Insufficient cpu; n3 refused: taint"],
    ["the scheduler's own message wins", record([refused("n2", "x")], { message: "0/1 nodes are available: 1 Insufficient cpu." }), "0/1 nodes are available: 1 Insufficient cpu."],
    ["no nodes at all", record([]), "No node was chosen"],
  ])("%s", (_, decision, sentence) => {
    expect(decisionSentence(decision)).toBe(sentence);
  });

  test("nodes are listed by interest: chosen, by total, refused", () => {
    expect(rankedNodes(record([refused("r", "x"), scored("a", 90), scored("b", 40), scored("c", 90)], { chosen: "b" })).map(({ node }) => node)).toEqual(["b", "a", "c", "r"]);
  });

  test("scores count with their weights, the largest first", () => {
    const node = { node: "a", refusals: [], scores: [{ plugin: "Fit", score: 50, weight: 1 }, { plugin: "Spread", score: 40, weight: 2 }] };
    expect(weightedScores(node)).toEqual([{ plugin: "Spread", points: 80 }, { plugin: "Fit", points: 50 }]);
  });
});

describe("a log", () => {
  test("comes in pieces and is read in lines", () => {
    const log = new LogBuffer();
    for (const piece of ["one\ntw", "o\r\nthr", "ee"]) log.write(piece);
    expect(log.lines()).toEqual(["one", "two", "three"]);
    log.write("\n");
    expect(log.lines()).toEqual(["one", "two", "three"]);
  });

  test("tells once that something has come", () => {
    const log = new LogBuffer();
    expect(log.takeChange()).toBe(false);
    log.write("a\n");
    expect(log.takeChange()).toBe(true);
    expect(log.takeChange()).toBe(false);
  });

  test("keeps only its newest lines", () => {
    const log = new LogBuffer();
    for (let line = 0; line < mostLines + 10; line += 1) log.write(`${line}\n`);
    expect(log.lines()).toHaveLength(mostLines);
    expect(log.lines()[0]).toBe("10");
  });
});
