import type { KubernetesObject } from "../../apimachinery/object.ts";
import type { Client } from "../../client/client.ts";
import type { Milliseconds } from "../../base/units.ts";
import type { Description } from "./description.ts";

/** What a describer may ask besides the object. */
export interface DescribeContext {
  readonly client: Client;
  readonly now: Milliseconds;
  /** --show-events. */
  readonly showEvents: boolean;
}

/** Writes all that `kubectl describe` says about an object of one kind. */
export interface Describer<T extends KubernetesObject = KubernetesObject> {
  readonly group: string;
  readonly kind: string;
  describe(object: T, context: DescribeContext, into: Description): Promise<void>;
}

/** Describers of different kinds fit into one list, where `describers.ts` finds them by kind. */
export const defineDescriber = <T extends KubernetesObject>(describer: Describer<T>) => describer as unknown as Describer;
