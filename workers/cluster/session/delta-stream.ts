import { deepEqual } from "../../base/deep-equal.ts";
import type { KubernetesObject } from "../../apimachinery/object.ts";
import type { EtcdEvent } from "../../etcd/key-value.ts";
import type { ClockState, Delta, TrafficState } from "../../protocol/delta.ts";
import type { Chronicle } from "./chronicle.ts";
import { resourceNameOf } from "./chronicle.ts";
import { judge } from "./health.ts";
import type { WorldView } from "./world-view.ts";

/** Objects in one delta, at most: the page takes in each delta within a frame. */
const mostObjects = 250;
/** Happenings in one delta, at most: of a burst the newest are told. */
const mostHappenings = 50;

export interface DeltaSources {
  readonly world: WorldView;
  readonly chronicle: Chronicle;
  readonly clock: () => ClockState;
  readonly traffic: () => readonly TrafficState[];
  readonly apiServerUp: () => boolean;
}

/** The one stream from the cluster to the page: what is new, each thing once, a frame's worth at a time. */
export class DeltaStream {
  readonly #sources: DeltaSources;
  readonly #listener: (delta: Delta) => void;
  #sequence = 0;
  #last: Partial<Delta> = {};

  constructor(sources: DeltaSources, listener: (delta: Delta) => void) {
    this.#sources = sources;
    this.#listener = listener;
  }

  /** Takes in a commit of the store. */
  observe(events: readonly EtcdEvent[]): void {
    for (const event of events) {
      const object = (event.current ?? event.previous)?.value as KubernetesObject | undefined;
      if (object?.kind === undefined) continue;
      this.#sources.chronicle.write(event);
      const resource = resourceNameOf(object);
      if (unseen.has(resource)) continue;
      if (event.current === undefined) this.#sources.world.remove(resource, object);
      else this.#sources.world.set(resource, object);
    }
  }

  /** Tells the page what is new; nothing when there is nothing. Returns whether more is waiting. */
  flush(): boolean {
    const { world, chronicle, clock, traffic, apiServerUp } = this.#sources;
    const objects = world.take(mostObjects);
    const happenings = chronicle.takeHappenings().slice(-mostHappenings);
    const up = apiServerUp();
    const news = this.#news({ clock: clock(), traffic: traffic(), controlPlane: { apiServer: up ? "up" : "down" }, health: judge(world.vitals(up)) });
    if (objects.length > 0 || happenings.length > 0 || Object.keys(news).length > 0) {
      this.send({ ...news, ...(objects.length > 0 && { objects }), ...(happenings.length > 0 && { happenings }) });
    }
    return world.changed;
  }

  /** Sends something that is no change of the cluster: progress, a failure, a reset. */
  send(delta: Omit<Delta, "sequence">): void {
    this.#listener({ sequence: this.#sequence++, ...delta });
  }

  /** Those parts that differ from what was told last. */
  #news<Part extends Partial<Delta>>(parts: Part): Partial<Part> {
    const fresh = Object.entries(parts).filter(([name, value]) => !deepEqual(this.#last[name as keyof Delta], value));
    this.#last = { ...this.#last, ...Object.fromEntries(fresh) };
    return Object.fromEntries(fresh) as Partial<Part>;
  }
}

/** The pulse of the nodes would fill every delta, and no picture shows it. */
const unseen = new Set(["leases.coordination.k8s.io"]);
