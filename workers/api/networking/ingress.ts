import { ageColumn, column, nameColumn } from "../columns.ts";
import { withDefaults } from "../defaulting.ts";
import { defineResource } from "../define-resource.ts";
import type { Ingress, IngressRule } from "../generated/networking/v1.ts";
import { validateIngress, validateIngressCreate, validateIngressStatus } from "./ingress-validation.ts";

export type { Ingress, IngressBackend, IngressRule } from "../generated/networking/v1.ts";

/** Which requests from outside go to which services. */
export const Ingresses = defineResource<Ingress>({
  group: "networking.k8s.io",
  version: "v1",
  kind: "Ingress",
  plural: "ingresses",
  shortNames: ["ing"],
  scope: "Namespaced",
  subresources: ["status"],
  hasGeneration: true,

  defaults: (draft) => withDefaults(draft, { spec: {}, status: { loadBalancer: {} } }),
  prepareForCreate: (ingress) => ({ ...ingress, status: { loadBalancer: {} } }),
  validate: validateIngress,
  validateCreate: validateIngressCreate,
  validateStatusUpdate: validateIngressStatus,

  columns: [
    nameColumn,
    column("Class", "string", ({ spec }) => spec.ingressClassName ?? "<none>"),
    column("Hosts", "string", ({ spec }) => hostsText(spec.rules ?? [])),
    column("Address", "string", addressText),
    column("Ports", "string", ({ spec }) => ((spec.tls?.length ?? 0) > 0 ? "80, 443" : "80")),
    ageColumn,
  ],
});

const mostShown = 3;

function hostsText(rules: readonly IngressRule[]): string {
  const hosts: string[] = [];
  let more = false;
  for (const { host = "" } of rules) {
    more ||= hosts.length === mostShown;
    if (!more && host !== "") hosts.push(host);
  }
  if (hosts.length === 0) return "*";
  return more ? `${hosts.join(",")} + ${rules.length - mostShown} more...` : hosts.join(",");
}

function addressText({ status }: Ingress): string {
  const texts = (status.loadBalancer?.ingress ?? []).map(({ ip, hostname }) => ip || hostname || "");
  return [...new Set(texts.filter((text) => text !== ""))].sort().join(",");
}
