import type { TokenRequest as TokenRequestObject } from "../../api/generated/authentication/v1.ts";
import { ApiError } from "../../apimachinery/status.ts";
import { parseTime } from "../../apimachinery/timestamp.ts";
import { second, type Milliseconds } from "../../base/units.ts";
import type { AnyResource } from "../../api/resource.ts";
import type { Client } from "../../client/client.ts";
import type { Clock } from "../../sim/clock.ts";
import type { Log } from "../../sim/log.ts";
import type { TokenRequest, TokenSource } from "./volume-plugin.ts";

interface Issued {
  readonly token: string;
  readonly renewAt: Milliseconds;
}

/** A token is renewed when this share of its life is over. */
const shareOfLife = 0.8;

export interface ServiceAccountTokensOptions {
  readonly client: Client;
  readonly clock: Pick<Clock, "now">;
  readonly serviceAccounts: AnyResource;
  readonly log: Log;
}

/** Tokens that the API server issues for the service accounts of this node's pods. */
export class ServiceAccountTokens implements TokenSource {
  readonly #client: Client;
  readonly #clock: Pick<Clock, "now">;
  readonly #serviceAccounts: AnyResource;
  readonly #log: Log;
  /** By pod, so that a pod that is gone takes its tokens along. */
  readonly #issued = new Map<string, Map<string, Issued>>();

  constructor({ client, clock, serviceAccounts, log }: ServiceAccountTokensOptions) {
    this.#client = client;
    this.#clock = clock;
    this.#serviceAccounts = serviceAccounts;
    this.#log = log;
  }

  async token(request: TokenRequest): Promise<string> {
    const { uid } = request.pod.metadata;
    const key = `${request.audience ?? ""} ${request.expirationSeconds}`;
    const issued = this.#issued.get(uid)?.get(key);
    if (issued !== undefined && this.#clock.now() < issued.renewAt) return issued.token;
    const renewed = await this.#request(request);
    this.#tokensOf(uid).set(key, renewed);
    return renewed.token;
  }

  forget(podUid: string): void {
    this.#issued.delete(podUid);
  }

  async #request({ pod, audience, expirationSeconds }: TokenRequest): Promise<Issued> {
    const { name, namespace, uid } = pod.metadata;
    const account = pod.spec.serviceAccountName ?? "default";
    const body = {
      apiVersion: "authentication.k8s.io/v1",
      kind: "TokenRequest",
      metadata: { name: account, namespace },
      spec: { audiences: audience === undefined ? [] : [audience], expirationSeconds, boundObjectRef: { apiVersion: "v1", kind: "Pod", name, uid } },
    };
    const reference = { name: account, ...(namespace !== undefined && { namespace }) };
    const { status } = (await this.#ask(reference, body)) as TokenRequestObject;
    if (status?.token === undefined) throw new Error(`failed to fetch token: the API server issued none for ${namespace}/${account}`);
    const now = this.#clock.now();
    const life = status.expirationTimestamp === undefined ? expirationSeconds * second : parseTime(status.expirationTimestamp) - now;
    return { token: status.token, renewAt: now + life * shareOfLife };
  }

  async #ask(reference: { readonly name: string; readonly namespace?: string }, body: unknown): Promise<unknown> {
    try {
      return await this.#client.createSubresource(this.#serviceAccounts, reference, "token", body);
    } catch (error) {
      if (!(error instanceof ApiError) || !issuesNoTokens(error)) throw error;
      this.#log.error(`the API server issues no tokens: ${reference.namespace}/${reference.name} gets one that opens nothing`);
      return { status: { token: `not-issued.${reference.namespace}.${reference.name}` } };
    }
  }

  #tokensOf(podUid: string): Map<string, Issued> {
    const found = this.#issued.get(podUid);
    if (found !== undefined) return found;
    const tokens = new Map<string, Issued>();
    this.#issued.set(podUid, tokens);
    return tokens;
  }
}

/** An API server without that endpoint has no object to complain about; one that knows the account names it. */
const issuesNoTokens = ({ code, status }: ApiError) => code === 405 || (code === 404 && status.details?.name === undefined);
