import type { Milliseconds } from "../../base/units.ts";
import { parseTime } from "../../apimachinery/timestamp.ts";
import { keyOf, type ObjectKey } from "../../apimachinery/object.ts";
import type { Pod } from "../../api/core/pod.ts";
import type { Service } from "../../api/core/service.ts";
import { readySince } from "./pod-state.ts";

interface Seen {
  service: Milliseconds;
  readonly pods: Map<string, Pod>;
}

/** Finds out when the change was made that a sync of a service's endpoints reacts to. */
export class TriggerTimeTracker {
  readonly #seen = new Map<ObjectKey, Seen>();

  /** The earliest change since the last call; undefined when nothing that has a time changed. */
  changedAt(service: Service, pods: readonly Pod[]): Milliseconds | undefined {
    const key = keyOf(service);
    const created = parseTime(service.metadata.creationTimestamp);
    const known = this.#seen.get(key);
    const seen = known ?? { service: created, pods: new Map<string, Pod>() };
    this.#seen.set(key, seen);

    let earliest = known?.service === created ? undefined : created;
    for (const pod of pods) {
      const changed = changeOf(seen.pods.get(pod.metadata.name), pod);
      if (seen.pods.get(pod.metadata.name) !== pod) seen.pods.set(pod.metadata.name, pod);
      // What happened before the service was there did not make its endpoints change.
      if (changed === undefined || known === undefined) continue;
      if (earliest === undefined || changed < earliest) earliest = changed;
    }
    seen.service = created;
    if (seen.pods.size > pods.length) forgetOthers(seen.pods, pods);
    return earliest;
  }

  forget(key: ObjectKey): void {
    this.#seen.delete(key);
  }
}

/** When the pod came into its present readiness, if that is news. */
function changeOf(before: Pod | undefined, pod: Pod): Milliseconds | undefined {
  if (before === pod) return undefined;
  const time = readySince(pod);
  const known = before === undefined ? undefined : readySince(before);
  return time !== undefined && (known === undefined || time > known) ? time : undefined;
}

function forgetOthers(seen: Map<string, Pod>, pods: readonly Pod[]): void {
  const present = new Set(pods.map(({ metadata }) => metadata.name));
  for (const name of seen.keys()) if (!present.has(name)) seen.delete(name);
}
