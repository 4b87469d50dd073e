import { isJsonObject, type JsonObject } from "../apimachinery/json-value.ts";
import { formatTime } from "../apimachinery/timestamp.ts";
import type { UserInfo } from "../apimachinery/wire.ts";
import { Pods } from "../api/core/pod.ts";
import { type ServiceAccount, ServiceAccounts } from "../api/core/service-account.ts";
import { fnv1a } from "../base/hash.ts";
import { second } from "../base/units.ts";
import type { Clock } from "../sim/clock.ts";
import type { Random } from "../sim/random.ts";
import { decodeBase64Url, encodeBase64Url } from "./base64.ts";
import type { TokenAuthenticator } from "./filters/authentication.ts";
import type { ServedResources } from "./registry/served.ts";

/** Whom tokens are meant for when nobody says otherwise, and who issues them. */
export const issuer = "https://kubernetes.default.svc.cluster.local";

/** The lifetime that marks a token of a pod's own volume; such a token is honoured for a year. */
const podTokenSeconds = 3607;
const yearSeconds = 365 * 24 * 3600;

/** The object that a token dies with. */
export interface BoundObject {
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
}

export interface TokenOrder {
  readonly account: ServiceAccount;
  readonly audiences: readonly string[];
  readonly expirationSeconds: number;
  readonly bound: BoundObject | undefined;
}

export interface IssuedToken {
  readonly token: string;
  readonly expirationTimestamp: string;
}

/**
 * Issues and checks the tokens with which pods act as their service account. They are JSON Web Tokens in
 * form and content; only the signature is a plain hash, because nothing in here can be attacked.
 */
export class ServiceAccountTokens implements TokenAuthenticator {
  readonly #served: ServedResources;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #key: string;
  /** The same first part for all tokens: how they are signed. */
  readonly #header: string;

  constructor({ served, clock, random, key }: { readonly served: ServedResources; readonly clock: Clock; readonly random: Random; readonly key: string }) {
    this.#served = served;
    this.#clock = clock;
    this.#random = random;
    this.#key = key;
    this.#header = encodeBase64Url(JSON.stringify({ alg: "FNV1A", kid: this.#signature("kid") }));
  }

  issue({ account, audiences, expirationSeconds, bound }: TokenOrder): IssuedToken {
    const now = Math.floor(this.#clock.now() / second);
    const ofPod = expirationSeconds === podTokenSeconds && bound?.kind === "Pod";
    const { name, namespace = "", uid } = account.metadata;
    const payload = {
      aud: audiences.length === 0 ? [issuer] : audiences,
      exp: now + (ofPod ? yearSeconds : expirationSeconds),
      iat: now,
      iss: issuer,
      jti: this.#random.uuid(),
      "kubernetes.io": {
        namespace,
        ...(bound !== undefined && { [bound.kind.toLowerCase()]: { name: bound.name, uid: bound.uid } }),
        serviceaccount: { name, uid },
        ...(ofPod && { warnafter: now + expirationSeconds }),
      },
      nbf: now,
      sub: `system:serviceaccount:${namespace}:${name}`,
    };
    const body = `${this.#header}.${encodeBase64Url(JSON.stringify(payload))}`;
    return { token: `${body}.${this.#signature(body)}`, expirationTimestamp: formatTime((now + expirationSeconds) * second) };
  }

  /** Who holds the token; undefined when it is not ours, has expired, or outlived what it was bound to. */
  authenticate(token: string): UserInfo | undefined {
    const [header = "", payload = "", signature = ""] = token.split(".");
    if (signature !== this.#signature(`${header}.${payload}`)) return undefined;
    const claims = parse(payload);
    const now = this.#clock.now() / second;
    if (claims === undefined || !isList(claims.aud).includes(issuer) || Number(claims.exp) <= now || Number(claims.nbf) > now) return undefined;
    return isJsonObject(claims["kubernetes.io"]) ? this.#holder(claims["kubernetes.io"], String(claims.jti as string)) : undefined;
  }

  #holder(claims: JsonObject, id: string): UserInfo | undefined {
    const namespace = String(claims.namespace as string);
    const account = named(claims.serviceaccount);
    const pod = named(claims.pod);
    if (account === undefined || this.#served.of(ServiceAccounts)?.get(namespace, account.name)?.metadata.uid !== account.uid) return undefined;
    if (pod !== undefined && this.#served.of(Pods)?.get(namespace, pod.name)?.metadata.uid !== pod.uid) return undefined;
    return {
      username: `system:serviceaccount:${namespace}:${account.name}`,
      uid: account.uid,
      groups: ["system:serviceaccounts", `system:serviceaccounts:${namespace}`],
      extra: {
        "authentication.kubernetes.io/credential-id": [`JTI=${id}`],
        ...(pod !== undefined && { "authentication.kubernetes.io/pod-name": [pod.name], "authentication.kubernetes.io/pod-uid": [pod.uid] }),
      },
    };
  }

  #signature(text: string): string {
    return [1, 2, 3, 4].map((round) => fnv1a(`${this.#key} ${round} ${text}`).toString(16).padStart(8, "0")).join("");
  }
}

function parse(payload: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(decodeBase64Url(payload) ?? "");
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const isList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

function named(value: unknown): { readonly name: string; readonly uid: string } | undefined {
  return isJsonObject(value) && typeof value.name === "string" && typeof value.uid === "string" ? { name: value.name, uid: value.uid } : undefined;
}
