import { deepFreeze } from "../base/freeze.ts";
import type { KubernetesList, KubernetesObject } from "../apimachinery/object.ts";
import { ApiError, type Status } from "../apimachinery/status.ts";
import { type ApiRequest, type ApiResponse, type Cause, patchTypes, type StreamHandle, type WatchEvent } from "../apimachinery/wire.ts";
import type { AnyResource, Resource } from "../api/resource.ts";
import type { Clock } from "../sim/clock.ts";
import type { Lifetime } from "../sim/lifetime.ts";
import type { Client, ListOptions, WatchOptions, Watcher, WriteOptions } from "./client.ts";
import { collectionPath, deleteBody, listQuery, objectPath, watchQuery, writeQuery } from "./request-path.ts";
import { TokenBucket, type BucketSize } from "./token-bucket.ts";
import type { Transport } from "./transport.ts";

export interface ClientOptions {
  readonly transport: Transport;
  readonly clock: Clock;
  /** Such as `kube-scheduler/v1.36.0`; the server takes the field manager's name from the part before the slash. */
  readonly userAgent: string;
  readonly fieldManager?: string;
  /** Requests wait for their turn when there are more. Watches are not counted. */
  readonly rateLimit?: BucketSize;
  /** The process that the client belongs to: after its end no answer arrives and its watches are closed. */
  readonly lifetime?: Lifetime;
  readonly cause?: Cause;
}

interface Connection extends ClientOptions {
  readonly bucket: TokenBucket | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

/** A client of the API server for one component. */
export function createClient(options: ClientOptions): Client {
  const bucket = options.rateLimit === undefined ? undefined : new TokenBucket(options.clock, options.rateLimit);
  return clientOver({ ...options, bucket, headers: Object.freeze({ "user-agent": options.userAgent, accept: "application/json" }) });
}

function clientOver(connection: Connection): Client {
  const call = <T>(request: ApiRequest) => send(connection, request) as Promise<T>;
  const write = (options: WriteOptions = {}) => writeQuery({ ...(connection.fieldManager !== undefined && { fieldManager: connection.fieldManager }), ...options });
  const put = <T extends KubernetesObject>(resource: AnyResource, object: T, options: WriteOptions | undefined, subresource?: string) =>
    call<T>({ method: "PUT", path: objectPath(resource, object.metadata, subresource), query: write(options), body: object });

  return {
    get: (resource, reference) => call({ method: "GET", path: objectPath(of(resource), reference) }),
    list: <T extends KubernetesObject>(resource: Resource<T>, options: ListOptions = {}) =>
      call<KubernetesList<T>>({ method: "GET", path: collectionPath(of(resource), options.namespace), query: listQuery(options) }),
    watch: (resource, options, watcher) => watch(connection, of(resource), options, watcher),
    create: (resource, draft, options) =>
      call({ method: "POST", path: collectionPath(of(resource), draft.metadata?.namespace), query: write(options), body: named(of(resource), draft) }),
    update: (resource, object, options) => put(of(resource), object, options),
    updateStatus: (resource, object, options) => put(of(resource), object, options, "status"),
    patch: (resource, reference, { type, body, subresource }, options) =>
      call({ method: "PATCH", path: objectPath(of(resource), reference, subresource), query: write(options), headers: { "content-type": patchTypes[type] }, body }),
    delete: (resource, reference, options = {}) =>
      call({ method: "DELETE", path: objectPath(of(resource), reference), body: deleteBody(options) }),
    deleteCollection: async (resource, list, options = {}) => {
      await call({ method: "DELETE", path: collectionPath(resource, list.namespace), query: listQuery(list), body: deleteBody(options) });
    },
    updateSubresource: (resource, reference, subresource, body) =>
      call({ method: "PUT", path: objectPath(resource, reference, subresource), query: write(), body }),
    createSubresource: (resource, reference, subresource, body) =>
      call({ method: "POST", path: objectPath(resource, reference, subresource), query: write(), body }),
    because: (cause) => clientOver({ ...connection, cause }),
  };
}

/** A resource of a known kind, where only its names matter. */
const of = <T extends KubernetesObject>(resource: Resource<T>): AnyResource => resource as unknown as AnyResource;

/** Typed clients know what kind they send, so drafts need not say it. */
const named = ({ group, version, kind }: AnyResource, draft: object) => ({
  apiVersion: group === "" ? version : `${group}/${version}`,
  kind,
  ...draft,
});

async function send(connection: Connection, { headers, ...rest }: ApiRequest): Promise<unknown> {
  const wait = connection.bucket?.take() ?? 0;
  if (wait > 0) await connection.clock.sleep(wait);
  const response = await answered(connection, {
    ...rest,
    body: deepFreeze(rest.body),
    headers: headers === undefined ? connection.headers : { ...connection.headers, ...headers },
    ...(connection.cause !== undefined && { cause: connection.cause }),
  });
  if (response.status >= 400) throw refusal(response);
  return response.body;
}

/** The answer, unless the caller has died meanwhile: then nobody is there to hear it. */
function answered({ transport, lifetime }: Connection, request: ApiRequest): Promise<ApiResponse> {
  if (lifetime === undefined) return transport.handle(request);
  if (lifetime.ended) return new Promise(() => {});
  return new Promise((resolve, reject) => {
    const alive =
      <T>(settle: (value: T) => void) =>
      (value: T) => {
        if (!lifetime.ended) settle(value);
      };
    transport.handle(request).then(alive(resolve), alive(reject));
  });
}

function refusal({ status, body }: ApiResponse): ApiError {
  if (typeof body === "object" && body !== null && (body as Partial<Status>).kind === "Status") return new ApiError(body as Status);
  const message = typeof body === "string" ? body : `the server responded with the status code ${status}`;
  return new ApiError({ kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", message, reason: "Unknown", code: status });
}

function watch<T extends KubernetesObject>(
  { transport, headers, cause, lifetime }: Connection,
  resource: AnyResource,
  options: WatchOptions,
  watcher: Watcher<T>,
): StreamHandle {
  const request: ApiRequest = { method: "GET", path: collectionPath(resource, options.namespace), query: watchQuery(options), headers, ...(cause && { cause }) };
  let open = true;
  let forget = () => {};
  const end = (error?: Error) => {
    if (!open) return;
    open = false;
    forget();
    if (lifetime?.ended !== true) watcher.closed(error);
  };

  // The server may answer before `stream` has returned.
  const opening: { handle?: StreamHandle } = {};
  opening.handle = transport.stream(request, {
    opened: (response) => (response.status >= 400 ? end(refusal(response)) : undefined),
    chunk(data) {
      if (!open || lifetime?.ended === true) return;
      const { events, error } = withoutErrors(data as readonly WatchEvent<T>[]);
      if (events.length > 0) watcher.events(events);
      if (error === undefined) return;
      end(error);
      opening.handle?.close();
    },
    closed: end,
  });
  const close = () => {
    if (!open) return;
    open = false;
    forget();
    opening.handle?.close();
  };
  if (open && lifetime !== undefined) forget = lifetime.onEnd(close);
  return { send: (data) => opening.handle?.send(data), close };
}

/** An ERROR event carries a Status and is the last one of its watch. */
function withoutErrors<T>(batch: readonly WatchEvent<T>[]) {
  const index = batch.findIndex(({ type }) => type === "ERROR");
  if (index < 0) return { events: batch, error: undefined };
  const status = batch[index]?.object as unknown as Status;
  return { events: batch.slice(0, index), error: new ApiError(status) };
}

