import type { Draft, KubernetesObject } from "../../apimachinery/object.ts";
import type { Cause, UserInfo } from "../../apimachinery/wire.ts";
import type { Resource } from "../../api/resource.ts";
import { deepEqual } from "../../base/deep-equal.ts";
import type { Call, Core } from "../core.ts";
import { createObject } from "../handlers/create.ts";
import { changeObject, wholeObject } from "../registry/change.ts";
import { requestInfo } from "../request-info.ts";

/** The server as a client of itself. */
const user: UserInfo = Object.freeze({ username: "system:apiserver", groups: Object.freeze(["system:masters"]) });
const cause: Cause = Object.freeze({ actor: "kube-apiserver" });

/** Creates an object unless it is there. Returns what is stored; undefined when the kind is not served. */
export function ensure<T extends KubernetesObject>(core: Core, resource: Resource<T>, draft: Draft<T>): T | undefined {
  const namespace = draft.metadata?.namespace ?? "";
  const found = core.served.of(resource)?.get(namespace, draft.metadata?.name ?? "");
  if (found !== undefined) return found;
  const call = callFor(core, resource, namespace, "");
  return call === undefined ? undefined : (createObject(call, call.served.resource.defaults(draft as Draft<KubernetesObject>)) as T);
}

/** Makes fields of an object be as given, writing only when they are not; creates it when it is missing. */
export function ensureFields<T extends KubernetesObject>(core: Core, resource: Resource<T>, draft: Draft<T>): void {
  const existing = ensure(core, resource, draft);
  if (existing === undefined) return;
  const wanted = { ...existing, ...draft, metadata: { ...existing.metadata, labels: { ...existing.metadata.labels, ...draft.metadata?.labels } } } as T;
  const call = callFor(core, resource, existing.metadata.namespace ?? "", existing.metadata.name);
  if (call !== undefined && !deepEqual(wanted, existing)) changeObject(call, existing, call.served.resource.defaults(wanted as Draft<KubernetesObject>) as KubernetesObject, wholeObject);
}

function callFor<T extends KubernetesObject>(core: Core, { group, version, plural }: Resource<T>, namespace: string, name: string): Call | undefined {
  const served = core.served.find(group, version, plural);
  if (served === undefined) return undefined;
  const parts = [group === "" ? `/api/${version}` : `/apis/${group}/${version}`, ...(namespace === "" ? [] : ["namespaces", namespace]), plural, ...(name === "" ? [] : [name])];
  const request = { method: name === "" ? "POST" : "PUT", path: parts.join("/") } as const;
  return { core, served, exchange: { request, info: requestInfo(request), user, cause, query: {}, dryRun: false, fieldManager: "kube-apiserver", attempt: 0, warnings: [] } };
}
