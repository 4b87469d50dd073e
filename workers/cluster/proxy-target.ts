import { Nodes } from "../api/core/node.ts";
import { Pods } from "../api/core/pod.ts";
import { Services } from "../api/core/service.ts";
import { EndpointSlices } from "../api/discovery/endpoint-slice.ts";
import type { ProxyRequest } from "../apiserver/subresources/kubelet-proxy.ts";
import type { InformerFactory } from "../client/informer-factory.ts";

interface Place {
  readonly ip: string;
  readonly port: number;
}

/** Where the API server's proxy finds a pod, a Service's first ready endpoint, or a node. */
export function locate(informers: InformerFactory, { kind, namespace, name, port, scheme }: ProxyRequest["target"]): Place | undefined {
  const fallback = scheme === "https" ? 443 : 80;
  switch (kind) {
    case "pod": {
      const pod = informers.for(Pods).get(`${namespace}/${name}`);
      const [declared] = pod?.spec.containers[0]?.ports ?? [];
      return pod?.status.podIP === undefined ? undefined : { ip: pod.status.podIP, port: numberOr(port, declared?.containerPort ?? fallback) };
    }
    case "node": {
      const ip = (informers.for(Nodes).get(name)?.status.addresses ?? []).find(({ type }) => type === "InternalIP")?.address;
      return ip === undefined ? undefined : { ip, port: numberOr(port, 10250) };
    }
    case "service":
      return endpointOf(informers, `${namespace}/${name}`, port);
  }
}

function endpointOf(informers: InformerFactory, key: string, port: string): Place | undefined {
  const ports = informers.for(Services).get(key)?.spec.ports ?? [];
  const wanted = port === "" ? ports[0] : ports.find((candidate) => candidate.name === port || String(candidate.port) === port);
  const [namespace = "", name = ""] = key.split("/");
  for (const slice of informers.for(EndpointSlices).inNamespace(namespace)) {
    if (wanted === undefined || slice.metadata.labels?.["kubernetes.io/service-name"] !== name) continue;
    const ready = (slice.endpoints ?? []).find(({ conditions }) => conditions?.ready !== false);
    const target = (slice.ports ?? []).find((candidate) => (candidate.name ?? "") === (wanted.name ?? ""));
    if (ready?.addresses[0] !== undefined && target?.port !== undefined) return { ip: ready.addresses[0], port: target.port };
  }
  return undefined;
}

const numberOr = (text: string, fallback: number) => (text === "" || Number.isNaN(Number(text)) ? fallback : Number(text));
