import type { Milliseconds } from "../../base/units.ts";
import { parseTime } from "../../apimachinery/timestamp.ts";
import { keyOf, type ObjectKey } from "../../apimachinery/object.ts";
import type { Pod } from "../../api/core/pod.ts";
import type { Service } from "../../api/core/service.ts";
import { readySince } from "./pod-state.ts";

interface Seen {
  readonly service: Milliseconds;
  readonly pods: ReadonlyMap<string, Milliseconds>;
}

/** Finds out when the change was made that a sync of a service's endpoints reacts to. */
export class TriggerTimeTracker {
  readonly #seen = new Map<ObjectKey, Seen>();

  /** The earliest change since the last call; undefined when nothing that has a time changed. */
  changedAt(service: Service, pods: readonly Pod[]): Milliseconds | undefined {
    const key = keyOf(service);
    const before = this.#seen.get(key);
    const created = parseTime(service.metadata.creationTimestamp);
    const times = new Map<string, Milliseconds>();
    let earliest = before?.service === created ? undefined : created;
    for (const pod of pods) {
      const time = readySince(pod);
      if (time === undefined) continue;
      times.set(pod.metadata.name, time);
      // Changes before the service existed did not make its endpoints change.
      if (time <= (before?.pods.get(pod.metadata.name) ?? -1) || (before === undefined && time < created)) continue;
      if (before !== undefined && (earliest === undefined || time < earliest)) earliest = time;
    }
    this.#seen.set(key, { service: created, pods: times });
    return earliest;
  }

  forget(key: ObjectKey): void {
    this.#seen.delete(key);
  }
}
