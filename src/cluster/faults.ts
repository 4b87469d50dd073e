import type { Action } from "../../workers/protocol/session.ts";

/**
 * What the person broke outside of the cluster's own sight. The API server learns of a node without power only
 * when its heartbeats stay away, so this is known from the inputs and not from any object.
 */
export interface Faults {
  readonly off: ReadonlySet<string>;
  readonly partitioned: ReadonlySet<string>;
}

export const noFaults: Faults = { off: new Set(), partitioned: new Set() };

/** The faults that stand after these inputs. */
export const faultsAfter = (actions: readonly Action[]): Faults => actions.reduce(withAction, noFaults);

/** The faults after one more input. */
export function withAction(faults: Faults, action: Action): Faults {
  switch (action.type) {
    case "power-off":
      return { ...faults, off: new Set([...faults.off, action.node]) };
    case "power-on":
      return { ...faults, off: without(faults.off, action.node) };
    case "partition":
      return { ...faults, partitioned: new Set([...faults.partitioned, action.node]) };
    case "heal-partition":
      return { ...faults, partitioned: without(faults.partitioned, action.node) };
    case "remove-node":
      return { off: without(faults.off, action.node), partitioned: without(faults.partitioned, action.node) };
    default:
      return faults;
  }
}

const without = (set: ReadonlySet<string>, value: string): ReadonlySet<string> => new Set([...set].filter((each) => each !== value));
