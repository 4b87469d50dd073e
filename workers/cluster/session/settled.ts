import type { Node } from "../../api/core/node.ts";
import type { EtcdEvent } from "../../etcd/key-value.ts";
import { minute, second, type Milliseconds } from "../../base/units.ts";

/** "Until settled" gives up after this much virtual time. */
export const longestWait: Milliseconds = 30 * minute;
/** So long nothing was written and nothing is going to happen: what follows upon the last change has had time to begin. */
export const quietPeriod: Milliseconds = 3 * second;

/** Heartbeats and records: they never stop, and change nothing that anybody waits for. */
const pulse = ["/registry/leases/", "/registry/events/"];

/** Does a commit change anything but the pulse? */
export const isNews = (events: readonly EtcdEvent[]): boolean => events.some(({ key }) => !pulse.some((prefix) => key.startsWith(prefix)));

/** Is a node taken to be ready though nothing can come from it? Then the controllers have yet to notice, and more is about to happen. */
export function silenceUnnoticed(nodes: readonly Node[], isSilent: (name: string) => boolean): boolean {
  return nodes.some((node) => seemsReady(node) && isSilent(node.metadata.name));
}

const seemsReady = ({ status }: Node) => (status.conditions ?? []).some(({ type, status: value }) => type === "Ready" && value === "True");
