import type { RequestTrace } from "../../../workers/protocol/session.ts";
import { tableOf, type ObjectIndex } from "../../cluster/object-table.ts";
import type { Target } from "../../lib/object-key.ts";

/** Addresses of the cluster, and what has them now. */
export type AddressBook = ReadonlyMap<string, Target>;

/** Pods and Services by IP. Pods that share their node's address are not told apart by it, so they are left out. */
export function addressBook(index: ObjectIndex): AddressBook {
  const book = new Map<string, Target>();
  for (const { key, object } of tableOf(index, "pods").values()) {
    if (object.status.podIP !== undefined && object.spec.hostNetwork !== true) book.set(object.status.podIP, { resource: "pods", key });
  }
  for (const { key, object } of tableOf(index, "services").values()) {
    const { clusterIP } = object.spec;
    if (clusterIP !== undefined && clusterIP !== "" && clusterIP !== "None") book.set(clusterIP, { resource: "services", key });
  }
  return book;
}

/** What a request went to: the object that has the address, or is meant by the name. */
export function destination({ to }: RequestTrace, book: AddressBook): Target | undefined {
  const host = to.replace(/:\d+$/, "");
  const found = book.get(host);
  if (found !== undefined) return found;
  const [name, namespace = "default"] = host.split(".");
  const named = [...book.values()].find(({ resource, key }) => resource === "services" && key === `${namespace}/${name}`);
  return named;
}

/** Those that a person wants to see first: to Services, and whatever went wrong. Probes and heartbeats are the rest. */
export const isOfInterest = (trace: RequestTrace, book: AddressBook) => !trace.ok || destination(trace, book)?.resource === "services";
