import type { Backend } from "./endpoints.ts";

/** Where the rules are written. */
export interface Vantage {
  readonly node: string;
  readonly zone: string | undefined;
}

/** The backends that traffic may go to: everywhere, and on this node only. */
export interface BackendChoice {
  readonly cluster: readonly Backend[];
  readonly local: readonly Backend[];
}

/**
 * Ready backends; when none is ready, those that terminate but still serve, so that the last pods of a
 * rollout go on answering. Hints narrow the choice to the same node or zone.
 */
export function chooseBackends(backends: readonly Backend[], vantage: Vantage): BackendChoice {
  const ready = backends.filter((backend) => backend.ready);
  const here = backends.filter(({ node }) => node === vantage.node);
  return {
    cluster: usable(ready.length > 0 ? nearest(ready, vantage) : [], backends),
    local: usable(here.filter((backend) => backend.ready), here),
  };
}

function usable(ready: readonly Backend[], all: readonly Backend[]): readonly Backend[] {
  return ready.length > 0 ? ready : all.filter(({ serving, terminating }) => serving && terminating);
}

/** Hints count only when every ready backend has them and at least one is meant for us. */
function nearest(ready: readonly Backend[], { node, zone }: Vantage): readonly Backend[] {
  const sameNode = ready.filter(({ forNodes }) => forNodes?.includes(node) === true);
  if (sameNode.length > 0 && ready.every(({ forNodes }) => (forNodes?.length ?? 0) > 0)) return sameNode;
  if (zone === undefined) return ready;
  const sameZone = ready.filter(({ forZones }) => forZones?.includes(zone) === true);
  return sameZone.length > 0 && ready.every(({ forZones }) => (forZones?.length ?? 0) > 0) ? sameZone : ready;
}
