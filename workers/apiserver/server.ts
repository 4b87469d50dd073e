import { ApiError, internalError, type Status } from "../apimachinery/status.ts";
import type { ApiHandler, ApiRequest, ApiResponse, StreamHandle, StreamSink } from "../apimachinery/wire.ts";
import type { AnyResource } from "../api/resource.ts";
import { ResourceRegistry } from "../api/resource-registry.ts";
import { AssertionError } from "../base/assert.ts";
import { minute } from "../base/units.ts";
import type { EtcdClient } from "../etcd/client.ts";
import { startCompactor } from "../etcd/compactor.ts";
import { EtcdUnavailable } from "../etcd/errors.ts";
import { type Clock, clockWithin, every } from "../sim/clock.ts";
import { Lifetime } from "../sim/lifetime.ts";
import { type Log, silentLog } from "../sim/log.ts";
import type { Random } from "../sim/random.ts";
import { AdmissionChain } from "./admission/chain.ts";
import { admissionPlugins } from "./admission/plugins.ts";
import { startBootstrap } from "./bootstrap/bootstrap.ts";
import type { AdmissionPlugin, Call, Core } from "./core.ts";
import { type Answer, type Exchange, TryAgainLater } from "./exchange.ts";
import { exchangeOf } from "./filters/exchange.ts";
import { RequestLog } from "./filters/audit.ts";
import type { TokenAuthenticator } from "./filters/authentication.ts";
import { alwaysAllow, type Authorizer, authorize, privilegedGroups, unionAuthorizer } from "./filters/authorization.ts";
import { serveBindings, serveResource } from "./handlers/router.ts";
import { type OpenWatch, watch } from "./handlers/watch.ts";
import { presentationOf, respond } from "./media/presentation.ts";
import { NonResources } from "./non-resource.ts";
import { LeasePool } from "./registry/lease-pool.ts";
import { type Served, ServedResources } from "./registry/served.ts";
import { ServiceAllocation } from "./registry/service-allocation.ts";
import { ServiceAccountTokens } from "./service-account-tokens.ts";
import type { DisruptionBudgets } from "./subresources/disruption-budgets.ts";
import { isConnect, connect } from "./subresources/connect.ts";
import type { KubeletProxy } from "./subresources/kubelet-proxy.ts";
import { CacheHub } from "./watch/cache-hub.ts";

export interface ApiServerOptions {
  readonly etcd: EtcdClient;
  readonly clock: Clock;
  readonly random: Random;
  readonly log?: Log;
  readonly resources: readonly AnyResource[];
  /** How long the process runs; its watches end with it. */
  readonly lifetime?: Lifetime;
  readonly tokens?: readonly TokenAuthenticator[];
  /** Asked after system:masters has passed. Default: everybody may do everything. */
  readonly authorizer?: Authorizer;
  /** Plugins beside the ones that are always on. */
  readonly admission?: readonly AdmissionPlugin[];
  readonly kubelets?: KubeletProxy;
  /** Asked before a pod is evicted. */
  readonly budgets?: DisruptionBudgets;
  /** With which tokens are signed: the same for all servers of a cluster. */
  readonly serviceAccountKey?: string;
  /** Where this server can be reached, as the Endpoints of the Service `kubernetes` say. */
  readonly advertise?: { readonly address: string; readonly port: number };
}

/** A running API server. */
export interface ApiServer extends ApiHandler {
  /** The latest requests and how they were answered. */
  readonly requests: RequestLog;
  /** The resources that are served, to be extended by custom ones. */
  readonly resources: ServedResources;
  /** Shuts down in order. A process that is killed ends its lifetime instead. */
  close(): void;
}

/** Bookmarks tell clients once a minute how far they are. */
const bookmarkPeriod = minute;
const requestsKept = 1000;
const defaultKey = "sa.key";
const defaultAddress = { address: "172.18.0.2", port: 6443 };

/**
 * kube-apiserver: authentication, authorization, admission, validation and the store behind one handler.
 * Left out so far: flow control, aggregation, webhooks, and protobuf request bodies.
 */
export function createApiServer(options: ApiServerOptions): ApiServer {
  return new Server(options);
}

class Server implements ApiServer {
  readonly requests = new RequestLog(requestsKept);
  readonly resources: ServedResources;
  readonly #core: Core;
  /** For dry runs: what is only tried must not change what the next real request draws. */
  readonly #tryCore: Core;
  readonly #nonResources: NonResources;
  readonly #tokens: readonly TokenAuthenticator[];
  readonly #lifetime: Lifetime;
  readonly #withdraw: () => void;
  readonly #bookmarked = new Set<OpenWatch>();
  readonly #streams = new Set<(error: Error | undefined) => void>();

  constructor(options: ApiServerOptions) {
    const { etcd, random, log = silentLog, resources, lifetime = new Lifetime(), tokens = [], kubelets } = options;
    this.#lifetime = lifetime.child();
    const clock = clockWithin(options.clock, this.#lifetime);
    const hub = new CacheHub(etcd, clock);
    this.resources = new ServedResources(new ResourceRegistry(resources), etcd, hub);
    const accountTokens = new ServiceAccountTokens({ served: this.resources, clock, random, key: options.serviceAccountKey ?? defaultKey });
    this.#tokens = [...tokens, accountTokens];
    this.#core = {
      clock, random, log, etcd, hub, kubelets,
      served: this.resources,
      admission: new AdmissionChain([...admissionPlugins, ...(options.admission ?? [])]),
      authorizer: unionAuthorizer(privilegedGroups("system:masters"), options.authorizer ?? alwaysAllow),
      services: new ServiceAllocation(etcd, random),
      leases: new LeasePool(etcd, clock),
      accountTokens,
      budgets: options.budgets,
    };
    const tried = random.fork("dry-run");
    this.#tryCore = { ...this.#core, random: tried, services: new ServiceAllocation(etcd, tried) };
    const { address, port } = options.advertise ?? defaultAddress;
    this.#nonResources = new NonResources(this.#core, this.requests, `${address}:${port}`);
    startCompactor(etcd, clock);
    every(clock, bookmarkPeriod, () => this.#bookmark());
    this.#withdraw = startBootstrap(this.#core, { address, port });
    this.#lifetime.onEnd(() => this.#stop());
  }

  handle(request: ApiRequest): Promise<ApiResponse> {
    try {
      const answer = this.#attempt(request, 0);
      return answer instanceof Promise ? answer : Promise.resolve(answer);
    } catch (error) {
      this.#core.clock.spawn(() => Promise.reject(error as Error));
      return Promise.reject(error as Error);
    }
  }

  stream(request: ApiRequest, sink: StreamSink): StreamHandle {
    const exchange = this.#begin(request, 0);
    if (exchange instanceof ApiError) return refuse(sink, exchange.status);
    try {
      authorize(this.#core.authorizer, exchange);
      const handle = this.#open(this.#call(exchange), sink);
      this.requests.add(exchange, this.#core.clock.now(), 200);
      return handle;
    } catch (error) {
      const status = statusOf(error);
      this.requests.add(exchange, this.#core.clock.now(), status.code, status.message);
      return refuse(sink, status);
    }
  }

  close(): void {
    this.#withdraw();
    this.#lifetime.end();
  }

  /** Tries a request, and tries again while it waits for something that the cluster makes itself. */
  #attempt(request: ApiRequest, attempt: number): ApiResponse | Promise<ApiResponse> {
    const exchange = this.#begin(request, attempt);
    if (exchange instanceof ApiError) return respond({ status: exchange.code, body: exchange.status }, undefined, []);
    try {
      authorize(this.#core.authorizer, exchange);
      const answer = exchange.info.isResource ? this.#serveResource(exchange) : this.#nonResources.serve(exchange);
      return answer instanceof Promise ? answer.then((settled) => this.#finish(exchange, settled), (error: unknown) => this.#fail(exchange, error)) : this.#finish(exchange, answer);
    } catch (error) {
      if (error instanceof TryAgainLater) return this.#later(request, attempt, error);
      return this.#fail(exchange, error);
    }
  }

  #begin(request: ApiRequest, attempt: number): Exchange | ApiError {
    try {
      return exchangeOf(request, this.#tokens, attempt);
    } catch (error) {
      return new ApiError(statusOf(error));
    }
  }

  async #later(request: ApiRequest, attempt: number, { delay }: TryAgainLater): Promise<ApiResponse> {
    await this.#core.clock.sleep(delay);
    return this.#attempt(request, attempt + 1);
  }

  #serveResource(exchange: Exchange): Answer | Promise<Answer> {
    const { group, version, resource } = exchange.info;
    if (this.resources.find(group, version, resource) !== undefined) return serveResource(this.#call(exchange));
    const pods = group === "" && resource === "bindings" ? this.resources.find("", "v1", "pods") : undefined;
    return pods === undefined ? this.#nonResources.serve(exchange) : serveBindings({ core: this.#core, served: pods, exchange });
  }

  #finish(exchange: Exchange, answer: Answer): ApiResponse {
    const { request, info, warnings } = exchange;
    this.requests.add(exchange, this.#core.clock.now(), answer.status);
    if (answer.contentType !== undefined) return respond(answer, undefined, warnings);
    const served = this.resources.find(info.group, info.version, info.resource);
    if (served === undefined) return respond(answer, undefined, warnings);
    const presentation = presentationOf(request, served, this.#core.clock);
    return respond({ ...answer, body: presentation.body(answer.body) }, presentation.accepted, warnings);
  }

  #fail(exchange: Exchange, error: unknown): ApiResponse {
    const status = statusOf(error);
    if (status.code >= 500) this.#core.log.error(`${exchange.info.verb} ${exchange.info.path}: ${error instanceof Error ? error.message : ""}`);
    this.requests.add(exchange, this.#core.clock.now(), status.code, status.message);
    const retry = status.details?.retryAfterSeconds;
    return respond({ status: status.code, body: status, ...(retry !== undefined && { headers: { "retry-after": String(retry) } }) }, undefined, exchange.warnings);
  }

  #call(exchange: Exchange): Call {
    const { group, version, resource } = exchange.info;
    const served: Served | undefined = this.resources.find(group, version, resource);
    if (served === undefined) throw unknownResource();
    return { core: exchange.dryRun ? this.#tryCore : this.#core, served, exchange };
  }

  #open(call: Call, sink: StreamSink): StreamHandle {
    const { verb, subresource } = call.exchange.info;
    if (verb === "watch") return this.#tracked(sink, (tracked) => watch(call, tracked, this.#bookmarked));
    if (isConnect(subresource)) return this.#tracked(sink, (tracked) => connect(call, tracked));
    throw internalError(`${verb} ${call.exchange.info.path} is not a stream`);
  }

  /** A stream that is closed when the server ends. */
  #tracked(sink: StreamSink, open: (sink: StreamSink) => StreamHandle): StreamHandle {
    let handle: StreamHandle | undefined;
    const stop = (error: Error | undefined) => {
      if (!this.#streams.delete(stop)) return;
      handle?.close();
      sink.closed(error);
    };
    this.#streams.add(stop);
    try {
      handle = open({ opened: (response) => sink.opened(response), chunk: (data) => sink.chunk(data), closed: stop });
    } catch (error) {
      this.#streams.delete(stop);
      throw error;
    }
    const opened = handle;
    return {
      send: (data) => opened.send(data),
      close: () => {
        if (this.#streams.delete(stop)) opened.close();
      },
    };
  }

  #bookmark(): void {
    for (const open of this.#bookmarked) open.bookmark(this.#core.hub.revision);
  }

  #stop(): void {
    for (const stop of this.#streams) stop(new Error("the API server is shutting down"));
    this.#core.hub.close();
  }
}

function refuse(sink: StreamSink, status: Status): StreamHandle {
  sink.opened(respond({ status: status.code, body: status }, undefined, []));
  sink.closed();
  return { send() {}, close() {} };
}

const unknownResource = () =>
  new ApiError({ kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", message: "the server could not find the requested resource", reason: "NotFound", details: {}, code: 404 });

/** Every failure ends as a Status, a fault of our own as upstream's panics do; a broken invariant stops the simulation instead. */
function statusOf(error: unknown): Status {
  if (error instanceof ApiError) return error.status;
  if (error instanceof TryAgainLater) return statusOf(error.error);
  if (error instanceof EtcdUnavailable) return { kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", message: error.message, code: 500 };
  if (error instanceof AssertionError || !(error instanceof Error)) throw error;
  return internalError("This request caused apiserver to panic. Look in the logs for details").status;
}
