import type { Milliseconds } from "../base/units.ts";
import type { Clock } from "../sim/clock.ts";
import type { Connection } from "./connection.ts";
import type { Attempt, Established } from "./established.ts";
import type { HttpCall, HttpResponse, IncomingRequest } from "./http.ts";
import { askText } from "./http-wire.ts";
import type { NetworkNamespace, TraceTarget } from "./namespace.ts";
import { NetworkError } from "./network-error.ts";
import type { Trace } from "./trace.ts";

/** What an HTTP exchange needs of the layers below. */
export interface Connector {
  readonly clock: Clock;
  startTrace(source: NetworkNamespace, target: TraceTarget): Trace;
  deadline<T>(timeout: Milliseconds | undefined, work: (abandoned: () => boolean) => Promise<T>): Promise<T>;
  establish(attempt: Attempt): Promise<Established>;
  openConnection(source: NetworkNamespace, established: Established, options: object): Connection;
}

/** One request and its answer. Between structured ends no text is built; same-node exchanges take no timer. */
export async function exchange(connector: Connector, source: NetworkNamespace, call: HttpCall): Promise<HttpResponse> {
  const trace = call.trace ?? startTrace(connector, source, call);
  try {
    const response = await connector.deadline(call.timeout, (abandoned) => ask(connector, call, { source, address: call, trace, abandoned }));
    trace.finish(response.status < 500, `${response.status}`);
    return response;
  } catch (error) {
    if (error instanceof NetworkError) trace.finish(false, error.message);
    throw error;
  }
}

function startTrace(connector: Connector, source: NetworkNamespace, { ip, port, host, method = "GET", path = "/" }: HttpCall): Trace {
  return connector.startTrace(source, { to: `${host ?? ip}:${port}`, protocol: "HTTP", method, path });
}

async function ask(connector: Connector, call: HttpCall, attempt: Attempt): Promise<HttpResponse> {
  const established = await connector.establish(attempt);
  const { listener, server } = established;
  if (listener.http === undefined) return await askText(connector.openConnection(attempt.source, established, {}), call);
  if (call.tls === true && !listener.tls) throw new NetworkError("EPROTO", "server gave HTTP response to HTTPS client");
  if (call.tls !== true && listener.tls) return { status: 400, body: "Client sent an HTTP request to an HTTPS server.\n" };
  const response = await answer(connector.clock, established, incoming(call, established));
  attempt.trace.hop(`${established.target.name} (${server.ip}:${server.port}) answered ${response.status}`);
  return response;
}

function incoming({ method = "GET", host, ip, path = "/", headers = {}, body = "" }: HttpCall, { client, server }: Established): IncomingRequest {
  return { method, host: host ?? ip, path, headers, body, from: client.ip, fromPort: client.port, port: server.port };
}

/** The server's answer, or a reset when its process dies first. A dead machine never answers. */
function answer(clock: Clock, { listener, target, circuit }: Established, request: IncomingRequest): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    const back = circuit.reversed();
    const { up } = target;
    const fail = () => reject(new NetworkError("ECONNRESET"));
    const giveUp = () => reject(new NetworkError("ETIMEDOUT"));
    const forget = listener.owner?.onEnd(() => back.send(fail, giveUp)) ?? (() => {});
    clock.spawn(async () => {
      try {
        const response = await listener.http!(request);
        if (listener.owner?.ended === true || target.up !== up) return;
        forget();
        back.send(() => resolve(response), giveUp);
      } catch (error) {
        // A server that fails on its own upstream drops this connection; anything else is a fault in the program.
        if (!(error instanceof NetworkError)) throw error;
        forget();
        back.send(fail, giveUp);
      }
    });
  });
}
