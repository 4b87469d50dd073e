import type { KubernetesObject } from "../../apimachinery/object.ts";
import type { StreamHandle, StreamSink } from "../../apimachinery/wire.ts";

/** Which container of which pod, on which node, and what is wanted of it. */
export interface KubeletRequest {
  readonly node: string;
  readonly pod: KubernetesObject;
  readonly kind: "log" | "exec" | "attach" | "portforward";
  /** Empty for portforward. */
  readonly container: string;
  /** The options as they stand in the query: tailLines, follow, stdin, tty, ports, … */
  readonly query: Readonly<Record<string, string>>;
  /** The command line of exec. */
  readonly command: readonly string[];
}

/** What is wanted of a program that listens in the cluster, by way of the API server. */
export interface ProxyRequest {
  readonly target: { readonly kind: "pod" | "service" | "node"; readonly namespace: string; readonly name: string; readonly port: string; readonly scheme: string };
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface ProxyResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The API server's way to the kubelets. It rejects with a Status (an ApiError) when a node does not answer. */
export interface KubeletProxy {
  /** Opens a stream to a container: log (text chunks), exec and attach (channel frames), portforward. */
  connect(request: KubeletRequest, sink: StreamSink): StreamHandle;
  proxy(request: ProxyRequest): Promise<ProxyResponse>;
}
