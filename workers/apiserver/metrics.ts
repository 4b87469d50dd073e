import type { Core } from "./core.ts";
import { type Answer, plainText } from "./exchange.ts";
import type { RequestLog } from "./filters/audit.ts";

type Labels = Readonly<Record<string, string | number>>;

/** GET /metrics in Prometheus' text form: requests by their outcome, and how much is stored. */
export function serveMetrics({ served, etcd }: Core, requests: RequestLog): Answer {
  const lines: string[] = [];
  family(lines, "apiserver_request_total", "counter", "Counter of apiserver requests broken out for each verb, resource and HTTP response code.");
  for (const { verb, resource, code, count } of requests.totals()) lines.push(sample("apiserver_request_total", { code, resource, verb: verb.toUpperCase() }, count));
  family(lines, "apiserver_resource_objects", "gauge", "Number of stored objects at the time of last check split by kind.");
  for (const { resource, store } of served.all()) {
    let count = 0;
    store.visit("", () => void count++);
    lines.push(sample("apiserver_resource_objects", { group: resource.group, resource: resource.plural }, count));
  }
  family(lines, "apiserver_storage_revision", "gauge", "Newest revision of the store.");
  lines.push(sample("apiserver_storage_revision", {}, etcd.revision));
  return plainText(200, `${lines.join("\n")}\n`);
}

function family(lines: string[], name: string, type: string, help: string): void {
  lines.push(`# HELP ${name} [STABLE] ${help}`, `# TYPE ${name} ${type}`);
}

function sample(name: string, labels: Labels, value: number): string {
  const pairs = Object.entries(labels).map(([key, label]) => `${key}="${label}"`);
  return `${name}${pairs.length === 0 ? "" : `{${pairs.join(",")}}`} ${value}`;
}
