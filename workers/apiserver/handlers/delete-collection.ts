import type { KubernetesList, KubernetesObject } from "../../apimachinery/object.ts";
import { ApiError } from "../../apimachinery/status.ts";
import type { Call } from "../core.ts";
import { type Answer, ok } from "../exchange.ts";
import { deletionOptions } from "../registry/delete-options.ts";
import { selectionOf } from "../selection.ts";
import { deleteObject } from "./delete.ts";
import { listObjects } from "./list.ts";
import { listOptions } from "./list-options.ts";

/** DELETE of a collection: of all that the selectors find. Answers with what was found. */
export function removeCollection(call: Call): Answer {
  const { served, exchange } = call;
  const options = deletionOptions(exchange);
  const selection = selectionOf(served.resource, exchange.info.namespace, exchange.query);
  const found: KubernetesList = listObjects(served, selection, listOptions(exchange.query, false));
  for (const object of found.items) removeOne(call, object, options);
  return ok(found);
}

function removeOne(call: Call, { metadata }: KubernetesObject, options: ReturnType<typeof deletionOptions>): void {
  const info = { ...call.exchange.info, namespace: metadata.namespace ?? "", name: metadata.name };
  try {
    deleteObject({ ...call, exchange: { ...call.exchange, info } }, metadata.name, options);
  } catch (error) {
    // Somebody else was quicker: gone is gone.
    if (!(error instanceof ApiError && error.code === 404)) throw error;
  }
}
