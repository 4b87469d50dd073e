import { methodNotAllowed } from "../apimachinery/status.ts";
import type { Core } from "./core.ts";
import { Discovery } from "./discovery/discovery.ts";
import { groupsOf } from "./discovery/groups.ts";
import { type Answer, type Exchange, ok, plainText } from "./exchange.ts";
import type { RequestLog } from "./filters/audit.ts";
import { serveHealth } from "./health.ts";
import { serveMetrics } from "./metrics.ts";
import { OpenApi } from "./openapi/openapi.ts";
import { kubernetesVersion } from "./version.ts";

/** Everything that the server answers besides objects: discovery, schemas, health, version. */
export class NonResources {
  readonly #core: Core;
  readonly #requests: RequestLog;
  readonly #discovery: Discovery;
  readonly #openApi: OpenApi;

  constructor(core: Core, requests: RequestLog, serverAddress: string) {
    const resources = () => core.served.registry.all();
    this.#core = core;
    this.#requests = requests;
    this.#discovery = new Discovery(resources, serverAddress);
    this.#openApi = new OpenApi(resources);
  }

  serve(exchange: Exchange): Answer {
    const answer = this.#find(exchange);
    if (answer === undefined) return plainText(404, "404 page not found\n");
    const { method } = exchange.request;
    if (method !== "GET" && method !== "HEAD") throw methodNotAllowed({ group: "", resource: exchange.info.path }, method);
    return answer;
  }

  #find(exchange: Exchange): Answer | undefined {
    switch (exchange.info.path) {
      case "/": return ok({ paths: this.#paths() });
      case "/version":
      case "/version/": return ok(kubernetesVersion);
      case "/metrics": return serveMetrics(this.#core, this.#requests);
      default: return serveHealth(this.#core, exchange) ?? this.#openApi.serve(exchange) ?? this.#discovery.serve(exchange);
    }
  }

  #paths(): readonly string[] {
    const groups = groupsOf(this.#core.served.registry.all()).filter(({ group }) => group !== "");
    const ofGroups = groups.flatMap(({ group, versions }) => [`/apis/${group}`, ...versions.map(({ version }) => `/apis/${group}/${version}`)]);
    return ["/api", "/api/v1", "/apis", ...ofGroups, "/healthz", "/livez", "/metrics", "/openapi/v2", "/openapi/v3", "/readyz", "/version"].sort();
  }
}
