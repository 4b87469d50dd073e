import type { ApiRequest, ApiResponse, StreamHandle, StreamSink, UserInfo } from "../apimachinery/wire.ts";
import { ConnectionError, type Transport } from "../client/transport.ts";
import type { ApiEndpoint, ApiEndpoints } from "./api-endpoints.ts";

/** kubeadm's admin.conf: may do everything. */
export const admin: UserInfo = { username: "kubernetes-admin", groups: ["kubeadm:cluster-admins", "system:masters", "system:authenticated"] };

/**
 * The way in for people: the page, its terminal and real clients. It costs no virtual time, so it works
 * while the clock is paused; without an API server the connection is refused, as for anybody.
 */
export function createOutsideTransport(endpoints: ApiEndpoints, user: UserInfo | undefined): Transport {
  const as = (request: ApiRequest): ApiRequest => (user === undefined ? request : { ...request, user });
  return {
    handle: async (request) => ask(listening(endpoints), as(request)),
    stream: (request, sink) => openStream(endpoints, as(request), sink),
  };
}

function listening(endpoints: ApiEndpoints): ApiEndpoint {
  const endpoint = endpoints.any;
  if (endpoint !== undefined) return endpoint;
  const address = endpoints.expected[0]?.address ?? "127.0.0.1:6443";
  throw new ConnectionError(`The connection to the server ${address} was refused - did you specify the right host or port?`);
}

function ask({ handler, lifetime }: ApiEndpoint, request: ApiRequest): Promise<ApiResponse> {
  return new Promise((resolve, reject) => {
    const forget = lifetime.onEnd(() => reject(new ConnectionError("unexpected EOF")));
    handler.handle(request).then(
      (response) => {
        forget();
        resolve(response);
      },
      (error: unknown) => {
        forget();
        reject(error as Error);
      },
    );
  });
}

/** At the other end of a stream that is not open (yet). */
const nobody: StreamHandle = { send() {}, close() {} };

function openStream(endpoints: ApiEndpoints, request: ApiRequest, sink: StreamSink): StreamHandle {
  const endpoint = endpoints.any;
  if (endpoint === undefined) {
    sink.closed(new ConnectionError("connect: connection refused"));
    return nobody;
  }
  const connection = endpoint.lifetime.child();
  let handle = nobody;
  const close = (error?: Error) => {
    if (connection.ended) return;
    forget();
    connection.end();
    sink.closed(error && new ConnectionError(error.message));
  };
  const forget = connection.onEnd(() => {
    handle.close();
    sink.closed(new ConnectionError("unexpected EOF"));
  });
  handle = endpoint.handler.stream(request, { opened: (response) => sink.opened(response), chunk: (data) => sink.chunk(data), closed: close });
  return {
    send: (data) => handle.send(data),
    close() {
      forget();
      connection.end();
      handle.close();
    },
  };
}
