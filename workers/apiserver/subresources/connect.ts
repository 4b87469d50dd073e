import { badRequest, notFound, serviceUnavailable } from "../../apimachinery/status.ts";
import type { StreamHandle, StreamSink } from "../../apimachinery/wire.ts";
import type { Pod } from "../../api/core/pod.ts";
import type { Call } from "../core.ts";
import type { Answer } from "../exchange.ts";
import { mustExist } from "../registry/existing.ts";
import { repeatedValues } from "../request-info.ts";
import type { KubeletRequest, ProxyRequest } from "./kubelet-proxy.ts";

type ConnectKind = KubeletRequest["kind"];

const kinds: ReadonlySet<string> = new Set<ConnectKind>(["log", "exec", "attach", "portforward"]);

export const isConnect = (subresource: string): subresource is ConnectKind => kinds.has(subresource);

/** Opens a stream to a pod's container by way of its node's kubelet. */
export function connect(call: Call, sink: StreamSink): StreamHandle {
  const { core } = call;
  const request = kubeletRequest(call);
  if (request.node === "") return withoutNode(request, sink);
  if (core.kubelets === undefined) throw serviceUnavailable("this API server has no way to the kubelets");
  core.admission.validate({ call, operation: "CONNECT", object: undefined, previous: undefined, namespace: call.exchange.info.namespace, name: request.pod.metadata.name, subresource: request.kind });
  return core.kubelets.connect(request, sink);
}

/** A log that is not followed, as one text. */
export function readLog(call: Call): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const parts: string[] = [];
    let answer: Answer = { status: 200, body: "", contentType: "text/plain" };
    connect(call, {
      opened: ({ status, body, headers }) => {
        answer = { status, body, contentType: headers["content-type"] ?? "text/plain" };
      },
      chunk: (text) => void parts.push(String(text)),
      closed: (error) => (error === undefined ? resolve(answer.status >= 400 ? answer : { ...answer, body: parts.join("") }) : reject(error)),
    });
  });
}

/** Passes a request on to a program that listens in the cluster: pods, services and nodes have a proxy. */
export async function proxy(call: Call): Promise<Answer> {
  const { core, exchange } = call;
  if (core.kubelets === undefined) throw serviceUnavailable("this API server has no way to the pods");
  const { status, headers, body } = await core.kubelets.proxy({
    target: proxyTarget(call),
    method: exchange.request.method,
    path: `/${exchange.info.rest}`,
    query: exchange.query,
    body: exchange.request.body,
  });
  return { status, body, headers, contentType: headers["content-type"] ?? "text/plain; charset=utf-8" };
}

/** A pod that no node runs has said nothing yet, and nothing in it can be reached. */
function withoutNode({ kind, pod }: KubeletRequest, sink: StreamSink): StreamHandle {
  if (kind !== "log") throw badRequest(`pod ${pod.metadata.name} does not have a host assigned`);
  sink.opened({ status: 200, headers: { "content-type": "text/plain" }, body: undefined });
  sink.closed();
  return { send() {}, close() {} };
}

function kubeletRequest(call: Call): KubeletRequest {
  const { exchange } = call;
  const { subresource } = exchange.info;
  const pod = mustExist(call) as Pod;
  const kind = subresource as ConnectKind;
  const container = kind === "portforward" ? "" : containerOf(pod, exchange.query.container ?? "");
  return { node: pod.spec.nodeName ?? "", pod, kind, container, query: exchange.query, command: repeatedValues(exchange.query.command) };
}

/** The named container, or the only one there is. */
function containerOf({ metadata, spec }: Pod, wanted: string): string {
  const named = (list: readonly { readonly name: string }[] | undefined) => (list ?? []).map(({ name }) => name);
  const containers = named(spec.containers);
  const init = named(spec.initContainers);
  if (wanted !== "") {
    if ([...containers, ...init, ...named(spec.ephemeralContainers)].includes(wanted)) return wanted;
    throw badRequest(`container ${wanted} is not valid for pod ${metadata.name}`);
  }
  const [only] = containers;
  if (containers.length === 1 && only !== undefined) return only;
  if (only === undefined) throw badRequest(`a container name must be specified for pod ${metadata.name}`);
  const message = `a container name must be specified for pod ${metadata.name}, choose one of: [${containers.join(" ")}]`;
  throw badRequest(init.length === 0 ? message : `${message} or one of the init containers: [${init.join(" ")}]`);
}

/** pods/[https:]NAME[:port]/proxy, and the same for services and nodes. */
function proxyTarget({ served, exchange }: Call): ProxyRequest["target"] {
  const parts = exchange.info.name.split(":");
  const [scheme, name, port] = parts.length === 3 ? parts : ["http", ...parts];
  const kind = served.resource.plural === "services" ? "service" : served.resource.plural === "nodes" ? "node" : "pod";
  const namespace = served.namespaced ? exchange.info.namespace : "";
  if (served.store.get(namespace, name ?? "") === undefined) throw notFound(served.name, name ?? "");
  return { kind, namespace, name: name ?? "", port: port ?? "", scheme: scheme === "" ? "http" : (scheme ?? "http") };
}
