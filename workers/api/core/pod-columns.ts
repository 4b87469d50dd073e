import { findCondition } from "../../apimachinery/conditions.ts";
import { humanDuration } from "../../apimachinery/human-duration.ts";
import type { Milliseconds } from "../../base/units.ts";
import { ageColumn, column, nameColumn, wideColumn } from "../columns.ts";
import type { Pod } from "../generated/core/v1.ts";
import type { Column } from "../resource.ts";
import { type PodSituation, podSituation } from "./pod-status-text.ts";

/** The columns of `kubectl get pods`. */
export const podColumns: readonly Column<Pod>[] = [
  nameColumn,
  column("Ready", "string", (pod) => readyText(situationOf(pod))),
  column("Status", "string", (pod) => situationOf(pod).status),
  column("Restarts", "string", (pod, { now }) => restartsText(situationOf(pod), now)),
  ageColumn,
  wideColumn("IP", "string", ({ status }) => status.podIPs?.[0]?.ip || status.podIP || "<none>"),
  wideColumn("Node", "string", ({ spec }) => spec.nodeName || "<none>"),
  wideColumn("Nominated Node", "string", ({ status }) => status.nominatedNodeName || "<none>"),
  wideColumn("Readiness Gates", "string", gatesText),
];

/** `1/2`: containers that are ready, of all that should be. */
export const readyText = ({ readyContainers, totalContainers }: PodSituation) => `${readyContainers}/${totalContainers}`;

/** `3 (5m ago)`: how often containers were restarted, and when last. */
export const restartsText = ({ restarts, lastRestart }: PodSituation, now: Milliseconds) =>
  restarts === 0 || lastRestart === undefined ? String(restarts) : `${restarts} (${humanDuration(now - lastRestart)} ago)`;

/** Three columns of one row need the same walk over the pod. */
const known = new WeakMap<Pod, PodSituation>();

function situationOf(pod: Pod): PodSituation {
  const found = known.get(pod);
  if (found !== undefined) return found;
  const situation = podSituation(pod);
  if (Object.isFrozen(pod)) known.set(pod, situation);
  return situation;
}

function gatesText({ spec, status }: Pod): string {
  const gates = spec.readinessGates ?? [];
  if (gates.length === 0) return "<none>";
  const open = gates.filter(({ conditionType }) => findCondition(status.conditions, conditionType)?.status === "True");
  return `${open.length}/${gates.length}`;
}
