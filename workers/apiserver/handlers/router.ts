import { assert } from "../../base/assert.ts";
import { ApiError, badRequest, methodNotAllowed } from "../../apimachinery/status.ts";
import type { Call } from "../core.ts";
import { type Answer, plainText } from "../exchange.ts";
import { subresourceVerbs, verbsOf } from "../discovery/resource-list.ts";
import { statusOnly, type WriteMode, wholeObject } from "../registry/change.ts";
import { bind } from "../subresources/binding.ts";
import { proxy, readLog } from "../subresources/connect.ts";
import { evict } from "../subresources/eviction.ts";
import { finalizeWrite } from "../subresources/finalize.ts";
import { ephemeralContainersWrite, resizeWrite } from "../subresources/pod-writes.ts";
import { getScale, patchScale, updateScale } from "../subresources/scale.ts";
import { isJsonObject } from "../../apimachinery/json-value.ts";
import { readBody } from "../media/body.ts";
import { requestToken } from "../subresources/token.ts";
import { create } from "./create.ts";
import { remove } from "./delete.ts";
import { removeCollection } from "./delete-collection.ts";
import { get, list } from "./list.ts";
import { patch } from "./patch.ts";
import { update } from "./update.ts";

/** Subresources that have the object's own shape, and what a write of them may touch. */
const objectShaped: Readonly<Record<string, WriteMode>> = {
  status: statusOnly,
  ephemeralcontainers: ephemeralContainersWrite,
  resize: resizeWrite,
  finalize: finalizeWrite,
};

/** Answers a request for objects: the one place that knows which handler serves which verb. */
export function serveResource(call: Call): Answer | Promise<Answer> {
  const { info } = call.exchange;
  if (info.subresource !== "") return serveSubresource(call);
  if (!verbsOf(call.served.resource).includes(info.verb)) throw methodNotAllowed(call.served.name, info.verb);
  switch (info.verb) {
    case "get": return get(call);
    case "list": return list(call);
    case "create":
      if (info.name !== "" || (call.served.namespaced && info.namespace === "")) throw methodNotAllowed(call.served.name, "create");
      return create(call);
    case "update":
      if (info.name === "") throw methodNotAllowed(call.served.name, "update");
      return update(call, wholeObject);
    case "patch":
      if (info.name === "") throw methodNotAllowed(call.served.name, "patch");
      return patch(call, wholeObject);
    case "delete": return remove(call);
    case "deletecollection": return removeCollection(call);
    default: throw badRequest("a watch is a stream, and this is not the way to open one");
  }
}

function serveSubresource(call: Call): Answer | Promise<Answer> {
  const { served, exchange } = call;
  const { subresource, verb } = exchange.info;
  const known = (served.resource.subresources as readonly string[]).includes(subresource);
  if (!known) return plainText(404, "404 page not found\n");
  if (!subresourceVerbs[subresource]?.includes(verb)) throw notOffered(call);
  const mode = objectShaped[subresource];
  if (mode !== undefined) return serveObjectShaped(call, mode);
  switch (subresource) {
    case "scale": return serveScale(call);
    case "binding": return bind(call);
    case "eviction": return evict(call);
    case "token": return requestToken(call);
    case "log": return readLog(call);
    case "proxy": return proxy(call);
    default: throw upgradeRequired();
  }
}

function serveObjectShaped(call: Call, mode: WriteMode): Answer {
  switch (call.exchange.info.verb) {
    case "get": return get(call);
    case "update": return update(call, mode);
    default: return patch(call, mode);
  }
}

function serveScale(call: Call): Answer {
  const { scale } = call.served.resource;
  assert(scale !== undefined, `${call.served.resource.plural} have a scale subresource, but no mapping for it`);
  switch (call.exchange.info.verb) {
    case "get": return getScale(call, scale);
    case "update": return updateScale(call, scale);
    default: return patchScale(call, scale);
  }
}

/** POST to bindings: the old way to pods/NAME/binding. The call is for pods; the body names the pod. */
export function serveBindings(call: Call): Answer {
  const { exchange } = call;
  if (exchange.info.verb !== "create") throw methodNotAllowed({ group: "", resource: "bindings" }, exchange.info.verb);
  const { value } = readBody(exchange.request);
  const metadata = isJsonObject(value) && isJsonObject(value.metadata) ? value.metadata : {};
  const name = typeof metadata.name === "string" ? metadata.name : "";
  return bind({ ...call, exchange: { ...exchange, info: { ...exchange.info, resource: "pods", name, subresource: "binding" } } });
}

const notOffered = ({ served, exchange }: Call) => methodNotAllowed({ group: served.name.group, resource: `${served.name.resource}/${exchange.info.subresource}` }, exchange.info.verb);

/** exec, attach and portforward need a connection that goes both ways. */
const upgradeRequired = () =>
  new ApiError({ kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", message: "Upgrade request required", reason: "BadRequest", code: 400 });
