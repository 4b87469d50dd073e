import { describe, expect, test } from "vitest";
import { NodeInfo } from "../cache/node-info.ts";
import { fitErrorMessage, truncateNote } from "./fit-error.ts";
import { Refusals } from "./refusals.ts";
import { type Refusal, unresolvable, unschedulable } from "./status.ts";

const refusedBy = (given: readonly Refusal[], absent?: Refusal) => {
  const refusals = new Refusals();
  given.forEach((refusal, index) => refusals.add(new NodeInfo(`n${index}`, index), refusal));
  if (absent !== undefined) refusals.absent = absent;
  return refusals;
};

describe("the message of a pod that fits nowhere", () => {
  test("counts the nodes by reason, sorted as text", () => {
    const refusals = refusedBy([unresolvable("node(s) had untolerated taint(s)"), unschedulable("Insufficient cpu"), unschedulable("Insufficient cpu"), unschedulable("Insufficient cpu")]);
    expect(fitErrorMessage({ allNodes: 4, refusals })).toBe("0/4 nodes are available: 1 node(s) had untolerated taint(s), 3 Insufficient cpu.");
  });

  test("sorts numbers as text, too", () => {
    const refusals = refusedBy([...Array.from({ length: 10 }, () => unschedulable("Insufficient memory")), unschedulable("Too many pods"), unschedulable("Too many pods")]);
    expect(fitErrorMessage({ allNodes: 12, refusals })).toBe("0/12 nodes are available: 10 Insufficient memory, 2 Too many pods.");
  });

  test("a node may give several reasons", () => {
    const refusals = refusedBy([unschedulable("Insufficient cpu", "Insufficient memory"), unschedulable("Insufficient memory")]);
    expect(fitErrorMessage({ allNodes: 2, refusals })).toBe("0/2 nodes are available: 1 Insufficient cpu, 2 Insufficient memory.");
  });

  test("nodes that nobody asked about give the common reason", () => {
    const refusals = refusedBy([unschedulable("Insufficient cpu")], unresolvable("node(s) didn't satisfy plugin(s) [NodeAffinity]"));
    expect(fitErrorMessage({ allNodes: 3, refusals })).toBe("0/3 nodes are available: 1 Insufficient cpu, 2 node(s) didn't satisfy plugin(s) [NodeAffinity].");
  });

  test("a pod that was refused for itself", () => {
    const preFilterMessage = 'persistentvolumeclaim "data" not found';
    const refusals = refusedBy([], unresolvable(preFilterMessage));
    expect(fitErrorMessage({ allNodes: 3, refusals, preFilterMessage })).toBe('0/3 nodes are available: persistentvolumeclaim "data" not found.');
  });

  test("what was tried to help comes last", () => {
    const refusals = refusedBy([unschedulable("Insufficient cpu")]);
    const postFilterMessage = "preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.";
    expect(fitErrorMessage({ allNodes: 1, refusals, postFilterMessage })).toBe(
      "0/1 nodes are available: 1 Insufficient cpu. preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.",
    );
  });

  test("no reasons at all", () => {
    expect(fitErrorMessage({ allNodes: 2, refusals: refusedBy([]) })).toBe("0/2 nodes are available:");
  });
});

describe("the note of an event", () => {
  test("is kept when it is short enough", () => {
    expect(truncateNote("x".repeat(1024))).toBe("x".repeat(1024));
  });
  test("is cut when it is too long", () => {
    const note = truncateNote("x".repeat(2000));
    expect(note).toHaveLength(1024);
    expect(note.endsWith("xxx ...")).toBe(true);
  });
});

describe("refusals", () => {
  const first = unschedulable("a");
  const second = unresolvable("b");
  const refusals = refusedBy([first, second]);
  const others = [new NodeInfo("other", 9)];

  test("are found by node", () => {
    expect(refusals.of(refusals.nodes[0]!)).toBe(first);
    expect(refusals.of(others[0]!)).toBe(refusals.absent);
  });

  test("are found by code", () => {
    expect(refusals.nodesWith("unschedulable", [...refusals.nodes, ...others]).map(({ name }) => name)).toEqual(["n0"]);
  });

  test("of nodes that nobody asked about count, if they have the code", () => {
    const all = refusedBy([second], unschedulable("not now"));
    expect(all.nodesWith("unschedulable", [...all.nodes, ...others]).map(({ name }) => name)).toEqual(["other"]);
  });
});
