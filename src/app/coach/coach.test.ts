import { describe, expect, test } from "vitest";
import type { Action } from "../../../workers/protocol/session.ts";
import { advance, evictionDelay, firstStep, type Coach, type CoachFacts } from "./coach.ts";
import { coachLine } from "./coach-words.ts";

const facts = (more: Partial<CoachFacts> = {}): CoachFacts => ({ now: 1000, lastAction: undefined, ready: 6, keys: new Set(["default/a", "default/b"]), sent: 100, failed: 0, lostNodes: new Set(), ...more });
const did = (action: Action, number = 1, ok = true) => ({ number, action, at: 1000, result: { ok, message: "" } });
const kill: Action = { type: "delete-pod", namespace: "default", name: "a" };

/** The names of the steps that a series of moments leads through. */
function walk(moments: readonly CoachFacts[], from: Coach = firstStep): string[] {
  let coach = from;
  return moments.map((moment) => {
    coach = advance(coach, moment);
    return coach.step.name;
  });
}

describe("the first thirty seconds", () => {
  test("lead from a kill over a lost node to more replicas", () => {
    const killed = did(kill);
    const off = did({ type: "power-off", node: "n1" }, 2);
    const scaled = did({ type: "scale", resource: "deployments.apps", namespace: "default", name: "web", replicas: 10 }, 3);
    expect(
      walk([
        facts(),
        facts({ lastAction: killed }),
        facts({ lastAction: killed, now: 2000, ready: 5 }),
        facts({ lastAction: killed, now: 2500, ready: 5, keys: new Set(["default/b", "default/c"]) }),
        facts({ lastAction: killed, now: 3300, ready: 6, keys: new Set(["default/b", "default/c"]), sent: 141, failed: 1 }),
        facts({ lastAction: off, now: 4000 }),
        facts({ lastAction: off, now: 54_000, lostNodes: new Set(["n1"]) }),
        facts({ lastAction: off, now: 60_000, lostNodes: new Set(["n1"]) }),
        facts({ lastAction: off, now: 54_000 + evictionDelay + 11_000, lostNodes: new Set(["n1"]) }),
        facts({ lastAction: scaled, now: 400_000, lostNodes: new Set(["n1"]) }),
      ]),
    ).toEqual(["kill", "recovering", "recovering", "recovering", "recovered", "silent", "lost", "lost", "scale", "scaled"]);
  });

  test("the recovery is measured from the kill", () => {
    const killed = did(kill);
    const during = advance(firstStep, facts({ lastAction: killed }));
    const after = advance(during, facts({ lastAction: killed, now: 3300, keys: new Set(["default/c"]), sent: 141, failed: 1 }));
    expect(after.step).toEqual({ name: "recovered", took: 2300, sent: 41, failed: 1 });
    expect(coachLine(after.step).words).toBe("Recovered in 2.3 s, 1 of 41 requests failed. Now power off a node.");
  });

  test("a kill that failed changes nothing", () => {
    expect(walk([facts({ lastAction: did(kill, 1, false) })])).toEqual(["kill"]);
  });

  test("an action counts once", () => {
    const killed = did(kill);
    const recovered = advance(advance(firstStep, facts({ lastAction: killed })), facts({ lastAction: killed, keys: new Set() }));
    expect(advance(recovered, facts({ lastAction: killed })).step.name).toBe("recovered");
  });

  test("who powers a node off first is followed there", () => {
    expect(walk([facts({ lastAction: did({ type: "power-off", node: "n1" }) })])).toEqual(["silent"]);
  });

  test("a node that comes back is no longer waited for", () => {
    const off = { step: { name: "lost", node: "n1", at: 0 }, seen: 1 } as const;
    expect(walk([facts({ lastAction: did({ type: "power-on", node: "n1" }, 2) })], off)).toEqual(["scale"]);
  });

  test("nothing new gives the very same coach", () => {
    expect(advance(firstStep, facts())).toBe(firstStep);
  });
});
