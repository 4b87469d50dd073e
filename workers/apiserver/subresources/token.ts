import { isJsonObject } from "../../apimachinery/json-value.ts";
import { badRequest, conflict, notFound } from "../../apimachinery/status.ts";
import { formatTime } from "../../apimachinery/timestamp.ts";
import { type FieldError, invalid, invalidObject } from "../../apimachinery/validation.ts";
import type { KubernetesObject } from "../../apimachinery/object.ts";
import { type Pod, Pods } from "../../api/core/pod.ts";
import { Nodes } from "../../api/core/node.ts";
import { Secrets } from "../../api/core/secret.ts";
import type { ServiceAccount } from "../../api/core/service-account.ts";
import type { Call } from "../core.ts";
import { decodeBody } from "../decode.ts";
import { type Answer, created } from "../exchange.ts";
import { mustExist, namespaceOf } from "../registry/existing.ts";
import { type BoundObject, issuer } from "../service-account-tokens.ts";

const defaultSeconds = 3600;
const leastSeconds = 600;
const mostSeconds = 2 ** 32;

interface TokenSpec {
  readonly audiences: readonly string[];
  readonly expirationSeconds: number;
  readonly boundObjectRef?: Partial<BoundObject>;
}

/** POST to serviceaccounts/NAME/token: a token for a while, bound to a pod if one is named. */
export function requestToken(call: Call): Answer {
  const { core } = call;
  const account = mustExist(call) as ServiceAccount;
  const spec = tokenSpec(call);
  const bound = spec.boundObjectRef === undefined ? undefined : boundObject(call, spec.boundObjectRef);
  const { token, expirationTimestamp } = core.accountTokens.issue({ account, audiences: spec.audiences, expirationSeconds: spec.expirationSeconds, bound });
  const { name, namespace } = account.metadata;
  return created({
    kind: "TokenRequest",
    apiVersion: "authentication.k8s.io/v1",
    metadata: { name, namespace, creationTimestamp: formatTime(core.clock.now()) },
    spec,
    status: { token, expirationTimestamp },
  });
}

function tokenSpec({ exchange }: Call): TokenSpec {
  const value = decodeBody(exchange, { group: "authentication.k8s.io", version: "v1", kind: "TokenRequest" });
  const spec = isJsonObject(value.spec) ? value.spec : {};
  const { expirationSeconds = defaultSeconds, audiences, boundObjectRef } = spec;
  const errors: FieldError[] = [];
  if (typeof expirationSeconds !== "number" || expirationSeconds < leastSeconds) errors.push(invalid("spec.expirationSeconds", expirationSeconds, "may not specify a duration less than 10 minutes"));
  else if (expirationSeconds > mostSeconds) errors.push(invalid("spec.expirationSeconds", expirationSeconds, "may not specify a duration larger than 2^32 seconds"));
  if (errors.length > 0) throw invalidObject({ group: "authentication.k8s.io", kind: "TokenRequest" }, "", errors);
  return {
    audiences: Array.isArray(audiences) && audiences.length > 0 ? (audiences as readonly string[]) : [issuer],
    expirationSeconds: expirationSeconds as number,
    ...(isJsonObject(boundObjectRef) && { boundObjectRef: boundObjectRef as Partial<BoundObject> }),
  };
}

/** The token dies with the object that it is bound to, which must be there. */
function boundObject(call: Call, { kind = "", name = "", uid = "" }: Partial<BoundObject>): BoundObject {
  const found = find(call, kind, name);
  if (found.kind === "Pod") checkAccount(call, found as Pod);
  if (uid !== "" && uid !== found.metadata.uid) {
    throw conflict({ group: "", resource: `${kind.toLowerCase()}s` }, name, `the UID in the bound object reference (${uid}) does not match the UID in record. The object might have been deleted and then recreated`);
  }
  return { kind, name, uid: found.metadata.uid };
}

function find(call: Call, kind: string, name: string): KubernetesObject {
  const namespace = namespaceOf(call);
  const { served } = call.core;
  const object = kind === "Pod" ? served.of(Pods)?.get(namespace, name) : kind === "Secret" ? served.of(Secrets)?.get(namespace, name) : kind === "Node" ? served.of(Nodes)?.get("", name) : undefined;
  if (object !== undefined) return object;
  if (!["Pod", "Secret", "Node"].includes(kind)) throw badRequest(`cannot bind token to object of type "${kind}"`);
  throw notFound({ group: "", resource: `${kind.toLowerCase()}s` }, name);
}

function checkAccount({ exchange }: Call, { spec }: Pod): void {
  if (spec.serviceAccountName !== exchange.info.name) throw badRequest(`cannot bind token for serviceaccount "${exchange.info.name}" to pod running with different serviceaccount name.`);
}
