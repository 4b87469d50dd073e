import { span } from "../../lib/duration.ts";
import type { CoachStep } from "./coach.ts";

export interface CoachLine {
  readonly words: string;
  /** What is worth knowing beside it. */
  readonly aside?: string;
}

/** What the coach says at each step: what came of the last one, and what to try next. */
export function coachLine(step: CoachStep): CoachLine {
  switch (step.name) {
    case "kill":
      return { words: "This is a live cluster. Click a pod, then press Kill." };
    case "recovering":
      return { words: "It is being stopped. Watch who replaces it…" };
    case "recovered":
      return { words: `Recovered in ${span(step.took)}, ${requests(step.failed, step.sent)} failed. Now power off a node.`, aside: "A new pod satisfied the count; the old one never came back." };
    case "silent":
      return { words: `${step.node} has no power, but its status still says Ready. The controller waits 50 s for a heartbeat.` };
    case "lost":
      return { words: `${step.node} is NotReady. Its pods are given up after 300 s more.` };
    case "scale":
      return { words: "Now ask for more than there is: set replicas to 10." };
    case "scaled":
      return { words: "Select any pod and ask Why? Then change the manifest and press Apply." };
  }
}

const requests = (failed: number, sent: number) => (sent === 0 ? "no requests" : `${failed} of ${sent} requests`);
