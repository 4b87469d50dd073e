import { internalError, serviceUnavailable } from "../apimachinery/status.ts";
import type { StreamHandle, StreamSink } from "../apimachinery/wire.ts";
import type { KubeletProxy, KubeletRequest, ProxyRequest, ProxyResponse } from "../apiserver/subresources/kubelet-proxy.ts";
import { second } from "../base/units.ts";
import type { ExecOptions, ExecOutput, ExecSession } from "../cri/runtime.ts";
import { tryParseTime } from "../apimachinery/timestamp.ts";
import type { KubeletServer } from "../kubelet/server/kubelet-server.ts";
import type { HttpCall, HttpResponse } from "../network/http.ts";
import { presentHeaders } from "./api-over-http.ts";
import { NetworkError } from "../network/network-error.ts";

export interface Kubelets {
  /** The kubelet that answers on a node, seen from the API server's node; a reason in words when none does. */
  reach(node: string): KubeletServer | string;
  /** An HTTP request from the API server's node. Rejects with NetworkError. */
  http(call: HttpCall): Promise<HttpResponse>;
  /** Address and port of a proxy's target. */
  locate(target: ProxyRequest["target"]): { readonly ip: string; readonly port: number } | undefined;
  now(): number;
}

/** The API server's way to the kubelets, over the cluster's network. */
export function createKubeletProxy(kubelets: Kubelets): KubeletProxy {
  return {
    connect: (request, sink) => connect(kubelets, request, sink),
    proxy: (request) => proxy(kubelets, request),
  };
}

function connect(kubelets: Kubelets, request: KubeletRequest, sink: StreamSink): StreamHandle {
  const kubelet = kubelets.reach(request.node);
  if (typeof kubelet === "string") throw internalError(kubelet);
  switch (request.kind) {
    case "log":
      return readLog(kubelet, request, sink, kubelets.now());
    case "exec":
      return openSession((options, output) => kubelet.exec(referenceOf(request), options, output), request, sink);
    case "attach":
      return openSession((options, output) => kubelet.attach(referenceOf(request), options, output), request, sink);
    case "portforward":
      throw internalError("port forwarding needs a connection that this way to the API server cannot carry");
  }
}

const referenceOf = ({ pod: { metadata }, container }: KubeletRequest) => ({ namespace: metadata.namespace ?? "", pod: metadata.name, container });

const isTrue = (value: string | undefined) => value === "true" || value === "1";

function readLog(kubelet: KubeletServer, request: KubeletRequest, sink: StreamSink, now: number): StreamHandle {
  const open = once(() => sink.opened({ status: 200, headers: { "content-type": "text/plain" }, body: undefined }));
  const write = (text: string) => {
    open();
    sink.chunk(text);
  };
  const end = () => {
    open();
    sink.closed();
  };
  const reading = kubelet.logs(referenceOf(request), logOptions(request.query, now), { write, end });
  open();
  return { send() {}, close: () => reading.close() };
}

function logOptions(query: KubeletRequest["query"], now: number) {
  const number = (name: string) => (query[name] === undefined ? undefined : Number(query[name]));
  const [tailLines, limitBytes, sinceSeconds] = [number("tailLines"), number("limitBytes"), number("sinceSeconds")];
  const since = sinceSeconds === undefined ? tryParseTime(query["sinceTime"]) : now - sinceSeconds * second;
  return {
    follow: isTrue(query["follow"]),
    timestamps: isTrue(query["timestamps"]),
    previous: isTrue(query["previous"]),
    ...(tailLines !== undefined && { tailLines }),
    ...(limitBytes !== undefined && { limitBytes }),
    ...(since !== undefined && { since }),
  };
}

/** The channels of v5.channel.k8s.io; a frame is `{ channel, data }`. */
const channels = { stdin: 0, stdout: 1, stderr: 2, error: 3, resize: 4, close: 255 } as const;

interface Frame {
  readonly channel: number;
  readonly data: string;
}

function openSession(start: (options: ExecOptions, output: ExecOutput) => ExecSession, request: KubeletRequest, sink: StreamSink): StreamHandle {
  const { query, command } = request;
  const [stdin, stdout, stderr, tty] = ["stdin", "stdout", "stderr", "tty"].map((name) => isTrue(query[name]));
  const frame = (channel: number, data: string) => sink.chunk({ channel, data });
  const open = once(() => sink.opened({ status: 101, headers: {}, body: undefined }));
  const say = (channel: number) => (text: string) => {
    open();
    frame(channel, text);
  };
  const exit = (code: number) => {
    open();
    frame(channels.error, JSON.stringify(exitStatus(code)));
    sink.closed();
  };
  const session = start({ command, stdin: stdin!, stdout: stdout!, stderr: stderr!, tty: tty! }, { stdout: say(channels.stdout), stderr: say(channels.stderr), exit });
  open();
  return { send: (data) => receive(session, data as Frame), close: () => session.close() };
}

function receive(session: ExecSession, { channel, data }: Frame): void {
  if (channel === channels.stdin) session.stdin(data);
  if (channel === channels.close) session.endStdin();
  if (channel !== channels.resize) return;
  const { Width = 80, Height = 24 } = JSON.parse(data) as { readonly Width?: number; readonly Height?: number };
  session.resize(Width, Height);
}

/** How the end of a command is told: Success, or the exit code as a cause. */
function exitStatus(code: number) {
  if (code === 0) return { metadata: {}, status: "Success" };
  const message = `command terminated with non-zero exit code: exit status ${code}`;
  return { metadata: {}, status: "Failure", message, reason: "NonZeroExitCode", details: { causes: [{ reason: "ExitCode", message: String(code) }] } };
}

async function proxy(kubelets: Kubelets, { target, method, path, query, body }: ProxyRequest): Promise<ProxyResponse> {
  const place = kubelets.locate(target);
  if (place === undefined) throw serviceUnavailable(`no endpoints available for ${target.kind} ${JSON.stringify(target.name)}`);
  const search = Object.entries(query).map(([name, value]) => `${name}=${value}`).join("&");
  try {
    const answer = await kubelets.http({ ...place, method, path: search === "" ? path : `${path}?${search}`, host: place.ip, ...(typeof body === "string" && { body }), tls: target.scheme === "https" });
    return { status: answer.status, headers: presentHeaders(answer.headers), body: answer.body };
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    throw serviceUnavailable(`error trying to reach service: dial tcp ${place.ip}:${place.port}: ${error.message}`);
  }
}

function once(run: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    run();
  };
}
