import type { DoneAction } from "../../cluster/session-slice.ts";

/** What the coach needs to know of the world at one moment. */
export interface CoachFacts {
  readonly now: number;
  readonly lastAction: DoneAction | undefined;
  /** Pods of applications: those that are ready, and those that exist. */
  readonly ready: number;
  readonly keys: ReadonlySet<string>;
  readonly sent: number;
  readonly failed: number;
  /** Nodes that the API server calls not ready. */
  readonly lostNodes: ReadonlySet<string>;
}

export type CoachStep =
  | { readonly name: "kill" }
  | { readonly name: "recovering"; readonly pod: string; readonly at: number; readonly ready: number; readonly sent: number; readonly failed: number }
  | { readonly name: "recovered"; readonly took: number; readonly sent: number; readonly failed: number }
  | { readonly name: "silent"; readonly node: string; readonly at: number }
  | { readonly name: "lost"; readonly node: string; readonly at: number }
  | { readonly name: "scale" }
  | { readonly name: "scaled" };

/** The coach's memory: where it is, and the last action that it has taken note of. */
export interface Coach {
  readonly step: CoachStep;
  readonly seen: number;
}

export const firstStep: Coach = { step: { name: "kill" }, seen: 0 };

/** How long the control plane waits before it gives the pods of a lost node up (taint-based eviction). */
export const evictionDelay = 300_000;

/** The next state of the coach: it follows what the person did and what came of it, whatever the order. */
export function advance(coach: Coach, facts: CoachFacts): Coach {
  const { lastAction } = facts;
  const fresh = lastAction !== undefined && lastAction.number > coach.seen ? lastAction : undefined;
  const seen = Math.max(coach.seen, lastAction?.number ?? 0);
  const step = fresh?.result.ok === true ? afterAction(coach.step, fresh, facts) : afterTime(coach.step, facts);
  return step === coach.step && seen === coach.seen ? coach : { step, seen };
}

function afterAction(step: CoachStep, { action, at }: DoneAction, { ready, sent, failed }: CoachFacts): CoachStep {
  switch (action.type) {
    case "delete-pod":
      return step.name === "kill" ? { name: "recovering", pod: `${action.namespace}/${action.name}`, at, ready, sent, failed } : step;
    case "power-off":
      return step.name === "kill" || step.name === "recovering" || step.name === "recovered" ? { name: "silent", node: action.node, at } : step;
    case "power-on":
    case "remove-node":
      return step.name === "silent" || step.name === "lost" ? { name: "scale" } : step;
    case "scale":
      return step.name === "scale" || step.name === "lost" || step.name === "silent" ? { name: "scaled" } : step;
    default:
      return step;
  }
}

function afterTime(step: CoachStep, facts: CoachFacts): CoachStep {
  switch (step.name) {
    case "recovering":
      return facts.keys.has(step.pod) || facts.ready < step.ready ? step : { name: "recovered", took: facts.now - step.at, sent: facts.sent - step.sent, failed: facts.failed - step.failed };
    case "silent":
      return facts.lostNodes.has(step.node) ? { name: "lost", node: step.node, at: facts.now } : step;
    case "lost":
      return facts.now - step.at > evictionDelay + 10_000 || !facts.lostNodes.has(step.node) ? { name: "scale" } : step;
    default:
      return step;
  }
}
