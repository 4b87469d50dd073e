import { fill, type Frame, type GraphElement } from "./element.ts";
import type { Rollout } from "./rollout.ts";

/**
 * A rollout as a bar. Its length is the ceiling (desired and surge); green is new, slate is old, and two ticks mark the
 * budget: what must stay available, and what was asked for.
 */
export function drawRolloutBar(id: string, rollout: Rollout, frame: Frame): readonly GraphElement[] {
  const most = Math.max(1, rollout.inProgress ? rollout.ceiling : rollout.desired, rollout.updated + rollout.old);
  const width = (pods: number) => (frame.width * pods) / most;
  const part = (name: string, from: number, pods: number): readonly GraphElement[] =>
    pods === 0 ? [] : [fill(`${id}#${name}`, { ...frame, left: frame.left + width(from), width: Math.max(1, width(pods) - 1) }, { classes: `bar ${name}` })];
  return [
    fill(`${id}#track`, frame, { classes: "track" }),
    ...part("updated", 0, rollout.updated),
    ...part("outdated", rollout.updated, rollout.old),
    ...(rollout.inProgress ? [tick(`${id}#floor`, frame, width(rollout.floor)), tick(`${id}#desired`, frame, width(rollout.desired))] : []),
  ];
}

const tick = (id: string, { left, top, height }: Frame, at: number): GraphElement =>
  fill(id, { left: left + at - 0.75, top: top - 3, width: 1.5, height: height + 6 }, { classes: "tick" });
