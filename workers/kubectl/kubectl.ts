import { parseAllDocuments, stringify } from "yaml";
import { resourceForKind } from "../api/kinds.ts";
import type { KubernetesObject } from "../apimachinery/object.ts";
import type { Cause } from "../apimachinery/wire.ts";
import { objectPath } from "../client/request-path.ts";
import type { Transport } from "../client/transport.ts";
import type { Clock } from "../sim/clock.ts";
import type { Lifetime } from "../sim/lifetime.ts";
import type { Random } from "../sim/random.ts";
import type { KubectlSettings } from "./settings.ts";
import type { KubectlEnvironment } from "./environment.ts";
export type { KubectlEnvironment };
export interface ApplyOutcome { readonly line: number; readonly target: string; readonly namespace?: string; readonly outcome: "created" | "configured" | "unchanged" | "error"; readonly message: string; readonly errorLine?: number; readonly warnings: readonly string[] }
export async function runKubectl(line: string | readonly string[], env: KubectlEnvironment): Promise<number> { env.stderr(`not yet: ${String(line)}\n`); return 1; }
export async function completeKubectl(line: string, _env: KubectlEnvironment) { return { from: line.length, candidates: [] as readonly string[] }; }
export const mayWrite = (_line: string) => true;
export async function applyManifest(manifest: string, env: KubectlEnvironment, options: { dryRun?: boolean } = {}): Promise<readonly ApplyOutcome[]> {
  const out: ApplyOutcome[] = [];
  for (const doc of parseAllDocuments(manifest)) {
    const o = (doc as { toJS(): KubernetesObject }).toJS(); if (!o) continue;
    const [g, v] = o.apiVersion.includes("/") ? o.apiVersion.split("/") : ["", o.apiVersion];
    const r = resourceForKind({ group: g!, version: v!, kind: o.kind })!;
    const ns = r.scope === "Namespaced" ? (o.metadata.namespace ?? "default") : undefined;
    const a = await env.transport.handle({ method: "PATCH", path: objectPath(r, { name: o.metadata.name, namespace: ns }), query: { fieldManager: "kubectl", force: "true", ...(options.dryRun && { dryRun: "All" }) }, headers: { "content-type": "application/apply-patch+yaml" }, body: o, cause: env.cause });
    out.push({ line: 1, target: `${r.singular}${g ? "." + g : ""}/${o.metadata.name}`, namespace: ns, outcome: a.status >= 400 ? "error" : a.status === 201 ? "created" : "configured", message: a.status >= 400 ? (a.body as { message: string }).message : `${o.kind.toLowerCase()}/${o.metadata.name} ${a.status === 201 ? "created" : "configured"}`, warnings: [] });
  }
  return out;
}
export const objectYaml = (o: object) => stringify(o);
export async function describeObject(resource: string, key: string, _env: KubectlEnvironment) { return `${resource} ${key}`; }
