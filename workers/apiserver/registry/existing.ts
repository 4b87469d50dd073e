import type { KubernetesObject } from "../../apimachinery/object.ts";
import { notFound } from "../../apimachinery/status.ts";
import type { Call } from "../core.ts";

/** Where the objects that a request speaks of live. The path of a Namespace names itself as its namespace, and yet it lives in none. */
export const namespaceOf = ({ served, exchange }: Call): string => (served.namespaced ? exchange.info.namespace : "");

/** The stored object that a request names, if it is there. */
export const existing = (call: Call): KubernetesObject | undefined => call.served.store.get(namespaceOf(call), call.exchange.info.name);

/** The stored object that a request names; 404 when it is not there. */
export function mustExist(call: Call): KubernetesObject {
  const object = existing(call);
  if (object === undefined) throw notFound(call.served.name, call.exchange.info.name);
  return object;
}
