import { deepFreeze } from "../base/freeze.ts";
import type { KubernetesList, KubernetesObject } from "../apimachinery/object.ts";
import { ApiError } from "../apimachinery/status.ts";
import { type ApiRequest, type ApiResponse, patchTypes, type StreamHandle, type StreamSink } from "../apimachinery/wire.ts";
import type { Client, DeleteOptions, ListOptions, ObjectReference, Patch, WatchOptions, WriteOptions } from "../client/client.ts";
import { createClient } from "../client/create-client.ts";
import { deleteBody, listQuery, watchQuery, writeQuery } from "../client/request-path.ts";
import type { Transport } from "../client/transport.ts";
import type { Resource } from "../api/resource.ts";
import { type AggregatedList, type Discovery, discoveryAccept, discoveryOf } from "./discovery.ts";
import { type ApiResource, collectionPathOf, objectPathOf, type ServedResource } from "./api-resource.ts";
import type { KubectlEnvironment } from "./environment.ts";
import { refusal, warningTexts } from "./response.ts";

const userAgent = "kubectl/v1.36.0 (linux/amd64) kubernetes/kubarium";

/** A request as a command states it; who asks and why is added here. */
export type Call = Omit<ApiRequest, "user" | "cause">;

/** Either a built-in resource, which tells the type of its objects, or one that discovery tells of. */
export type Of<T extends KubernetesObject> = Resource<T> | ApiResource;

/** What writes of one command have in common. */
export interface ApiOptions {
  /** --as, --as-group, --as-uid. */
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * kubectl's connection to the API server. It works with kinds that kubectl has never heard of. Every call rejects with
 * `ApiError` when the server refuses and with `ConnectionError` when there is no answer. After Ctrl-C nothing is sent any
 * more and no answer arrives. Warnings of the server go to standard error, each once.
 */
export class Api {
  /** The same connection, typed by the built-in kinds. Writes name the field manager themselves. */
  readonly client: Client;
  readonly #environment: KubectlEnvironment;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #told = new Set<string>();
  #discovery: Promise<Discovery> | undefined;

  constructor(environment: KubectlEnvironment, { headers = {} }: ApiOptions = {}) {
    this.#environment = environment;
    this.#headers = { "user-agent": userAgent, accept: "application/json", ...headers };
    const { clock, lifetime, cause } = environment;
    this.client = createClient({ transport: this.#transport(), clock, lifetime, cause, userAgent });
  }

  /** How many different warnings the server gave. */
  get warnings(): number {
    return this.#told.size;
  }

  /** What the server serves, asked once. */
  discovery(): Promise<Discovery> {
    this.#discovery ??= this.#discover();
    return this.#discovery;
  }

  /** The resource that a person means by `po`, `pods`, `deploy.apps`; rejects with a KubectlError if there is none. */
  async resourceFor(text: string): Promise<ServedResource> {
    return (await this.discovery()).named(text);
  }

  get<T extends KubernetesObject = KubernetesObject>(resource: Of<T>, reference: ObjectReference, subresource?: string): Promise<T> {
    return this.request({ method: "GET", path: objectPathOf(plain(resource), reference, subresource) });
  }

  /** A list; all namespaces when none is named. */
  list<T extends KubernetesObject = KubernetesObject>(resource: Of<T>, options: ListOptions = {}): Promise<KubernetesList<T>> {
    return this.request({ method: "GET", path: collectionPathOf(plain(resource), options.namespace), query: listQuery(options) });
  }

  create<T extends KubernetesObject = KubernetesObject>(resource: Of<T>, object: object, { namespace, ...options }: WriteOptions & { readonly namespace?: string } = {}): Promise<T> {
    return this.request({ method: "POST", path: collectionPathOf(plain(resource), namespace), query: writeQuery(options), body: object });
  }

  update<T extends KubernetesObject = KubernetesObject>(resource: Of<T>, object: KubernetesObject, options: WriteOptions = {}): Promise<T> {
    return this.request({ method: "PUT", path: objectPathOf(plain(resource), object.metadata), query: writeQuery(options), body: object });
  }

  patch<T extends KubernetesObject = KubernetesObject>(resource: Of<T>, reference: ObjectReference, { type, body, subresource }: Patch, options: WriteOptions = {}): Promise<T> {
    const path = objectPathOf(plain(resource), reference, subresource);
    return this.request({ method: "PATCH", path, query: writeQuery(options), headers: { "content-type": patchTypes[type] }, body });
  }

  delete(resource: Of<KubernetesObject>, reference: ObjectReference, options: DeleteOptions = {}): Promise<unknown> {
    return this.request({ method: "DELETE", path: objectPathOf(plain(resource), reference), body: deleteBody(options) });
  }

  /**
   * Watches, and resolves when `seen` says `true`, or with `false` when the server ends the watch in order.
   * Rejects with ApiError or ConnectionError otherwise.
   */
  watch<T extends KubernetesObject = KubernetesObject>(resource: Of<T>, options: WatchOptions, seen: (event: WatchNews<T>) => boolean | void): Promise<boolean> {
    const call: Call = { method: "GET", path: collectionPathOf(plain(resource), options.namespace), query: watchQuery(options) };
    return this.watchCall(call, seen as (event: WatchNews) => boolean | void);
  }

  /** The same for a request of one's own, such as one for tables. */
  async watchCall(call: Call, seen: (event: WatchNews) => boolean | void): Promise<boolean> {
    const outcome = this.follow(call, (chunk) => {
      for (const event of chunk as readonly WatchNews[]) {
        if (event.type === "ERROR") throw refusal({ status: 410, headers: {}, body: event.object });
        if (seen(event) === true) return true;
      }
      return false;
    });
    return outcome;
  }

  /** Reads a long answer piece by piece. Resolves with true when `take` says so, with false at the end of the answer. */
  follow(call: Call, take: (chunk: unknown) => boolean): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const opening: { handle?: StreamHandle } = {};
      let over = false;
      const end = (settle: () => void) => {
        if (over) return;
        over = true;
        opening.handle?.close();
        settle();
      };
      opening.handle = this.stream(call, {
        opened: (response) => (response.status >= 400 ? end(() => reject(refusal(response))) : this.#tell(response)),
        chunk: (data) => {
          if (over) return;
          try {
            if (take(data)) end(() => resolve(true));
          } catch (error) {
            end(() => reject(error as Error));
          }
        },
        closed: (error) => end(() => (error === undefined ? resolve(false) : reject(error))),
      });
      if (over) opening.handle.close();
    });
  }

  /** The body of an answer. */
  async request<T>(call: Call): Promise<T> {
    return (await this.exchange(call)).body as T;
  }

  /** The whole answer, with its status and headers. */
  async exchange(call: Call): Promise<ApiResponse> {
    const response = await this.#answered(call);
    if (response.status >= 400) throw generic(refusal(response), call);
    return response;
  }

  /** Opens a long answer; it is closed with Ctrl-C. */
  stream(call: Call, sink: StreamSink): StreamHandle {
    const { lifetime, transport } = this.#environment;
    if (lifetime.ended) return { send() {}, close() {} };
    let forget = () => {};
    const handle = transport.stream(this.#complete(call), {
      opened: (response) => (lifetime.ended ? undefined : sink.opened(response)),
      chunk: (data) => (lifetime.ended ? undefined : sink.chunk(data)),
      closed(error) {
        forget();
        if (!lifetime.ended) sink.closed(error);
      },
    });
    forget = lifetime.onEnd(() => handle.close());
    return {
      send: (data) => handle.send(data),
      close() {
        forget();
        handle.close();
      },
    };
  }

  async #discover(): Promise<Discovery> {
    const headers = { accept: discoveryAccept };
    const core = await this.request<AggregatedList>({ method: "GET", path: "/api", headers });
    return discoveryOf(core, await this.request<AggregatedList>({ method: "GET", path: "/apis", headers }));
  }

  /** The answer, unless the command has been interrupted meanwhile: then nobody is there to hear it. */
  #answered(call: Call): Promise<ApiResponse> {
    const { lifetime, transport } = this.#environment;
    if (lifetime.ended) return new Promise(() => {});
    return new Promise((resolve, reject) => {
      transport.handle(this.#complete(call)).then(
        (response) => {
          if (lifetime.ended) return;
          this.#tell(response);
          resolve(response);
        },
        (error: unknown) => {
          if (!lifetime.ended) reject(error as Error);
        },
      );
    });
  }

  #complete(call: Call): ApiRequest {
    return { ...call, body: deepFreeze(call.body), headers: { ...this.#headers, ...call.headers }, cause: this.#environment.cause };
  }

  #tell({ headers }: ApiResponse): void {
    for (const text of warningTexts(headers["warning"])) {
      if (this.#told.has(text)) continue;
      this.#told.add(text);
      this.#environment.stderr(`Warning: ${text}\n`);
    }
  }

  /** The connection for the typed client: with this command's headers and warnings. */
  #transport(): Transport {
    return {
      handle: ({ user: _user, cause: _cause, ...call }) => this.#answered(call),
      stream: ({ user: _user, cause: _cause, ...call }, sink) => this.stream(call, sink),
    };
  }
}

/** A path that leads nowhere is told with what was asked of it: `(get selfsubjectreviews.authentication.k8s.io)`. */
function generic(error: ApiError, { method, path }: Call): ApiError {
  const [, group, plural, name = ""] = /^\/(?:api|apis\/([^/]+))\/[^/]+(?:\/namespaces\/[^/]+(?=\/))?\/([^/]+)(?:\/([^/]+))?/.exec(path) ?? [];
  if (error.code !== 404 || error.message !== "the server could not find the requested resource" || plural === undefined) return error;
  const resource = group === undefined ? plural : `${plural}.${group}`;
  return new ApiError({ ...error.status, message: `${error.message} (${[method.toLowerCase(), resource, name].filter((part) => part !== "").join(" ")})` });
}

/** An event of a watch; of tables when tables were asked for. */
export interface WatchNews<T = unknown> {
  readonly type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK" | "ERROR";
  readonly object: T;
}

/** Where only the names of a resource matter. */
const plain = <T extends KubernetesObject>(resource: Of<T>): ApiResource => resource as ApiResource;
