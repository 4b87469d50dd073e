import { minute } from "../base/units.ts";
import { type Clock, every, type Timer } from "../sim/clock.ts";
import type { EtcdClient } from "./client.ts";
import { CompactedError, EtcdUnavailable } from "./errors.ts";

const period = 5 * minute;

/** Every five minutes forgets what is older than five minutes, as kube-apiserver does for its etcd. */
export function startCompactor(client: EtcdClient, clock: Clock): Timer {
  let revisionThen = 0;
  return every(clock, period, () => {
    try {
      if (revisionThen > client.compactRevision) client.compact(revisionThen);
      revisionThen = client.revision;
    } catch (error) {
      // Another API server was quicker, or etcd is away: the next round does it.
      if (!(error instanceof CompactedError || error instanceof EtcdUnavailable)) throw error;
    }
  });
}
