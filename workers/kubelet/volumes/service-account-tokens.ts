import type { TokenRequest as TokenRequestObject } from "../../api/generated/authentication/v1.ts";
import { parseTime } from "../../apimachinery/timestamp.ts";
import { second, type Milliseconds } from "../../base/units.ts";
import type { AnyResource } from "../../api/resource.ts";
import type { Client } from "../../client/client.ts";
import type { Clock } from "../../sim/clock.ts";
import type { Log } from "../../sim/log.ts";
import { expected } from "../defect.ts";
import type { TokenRequest, TokenSource } from "./volume-plugin.ts";

interface Issued {
  readonly token: string;
  readonly renewAt: Milliseconds;
  readonly expiresAt: Milliseconds;
}

export interface ServiceAccountTokensOptions {
  readonly client: Client;
  readonly clock: Pick<Clock, "now">;
  readonly serviceAccounts: AnyResource;
  readonly log: Log;
}

/** A token is renewed when this share of its life is over. */
const shareOfLife = 0.8;

/** Tokens that the API server issues for the service accounts of this node's pods. */
export class ServiceAccountTokens implements TokenSource {
  readonly #options: ServiceAccountTokensOptions;
  /** By pod, so that a pod that is gone takes its tokens along. */
  readonly #issued = new Map<string, Map<string, Issued>>();

  constructor(options: ServiceAccountTokensOptions) {
    this.#options = options;
  }

  async token(request: TokenRequest): Promise<string> {
    const tokens = this.#tokensOf(request.pod.metadata.uid);
    const key = `${request.audience ?? ""} ${request.expirationSeconds}`;
    const issued = tokens.get(key);
    if (issued !== undefined && this.#options.clock.now() < issued.renewAt) return issued.token;
    try {
      const renewed = await this.#request(request);
      tokens.set(key, renewed);
      return renewed.token;
    } catch (error) {
      return this.#makeDo(issued, expected(error));
    }
  }

  forget(podUid: string): void {
    this.#issued.delete(podUid);
  }

  /** A token that cannot be renewed now is used for as long as it lasts. */
  #makeDo(issued: Issued | undefined, error: Error): string {
    const { clock, log } = this.#options;
    const message = `failed to fetch token: ${error.message}`;
    if (issued === undefined || clock.now() >= issued.expiresAt) throw new Error(message);
    log.error(`Couldn't update token, so the old one goes on being used: ${message}`);
    return issued.token;
  }

  async #request({ pod, audience, expirationSeconds }: TokenRequest): Promise<Issued> {
    const { client, clock, serviceAccounts } = this.#options;
    const { name, namespace, uid } = pod.metadata;
    const account = pod.spec.serviceAccountName ?? "default";
    const body = {
      apiVersion: "authentication.k8s.io/v1",
      kind: "TokenRequest",
      metadata: { name: account, namespace },
      spec: { audiences: audience === undefined ? [] : [audience], expirationSeconds, boundObjectRef: { apiVersion: "v1", kind: "Pod", name, uid } },
    };
    const reference = { name: account, ...(namespace !== undefined && { namespace }) };
    const { status } = (await client.createSubresource(serviceAccounts, reference, "token", body)) as TokenRequestObject;
    const now = clock.now();
    const expiresAt = status.expirationTimestamp === undefined ? now + expirationSeconds * second : parseTime(status.expirationTimestamp);
    return { token: status.token ?? "", expiresAt, renewAt: now + (expiresAt - now) * shareOfLife };
  }

  #tokensOf(podUid: string): Map<string, Issued> {
    const found = this.#issued.get(podUid);
    if (found !== undefined) return found;
    const tokens = new Map<string, Issued>();
    this.#issued.set(podUid, tokens);
    return tokens;
  }
}
