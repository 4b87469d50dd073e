import { ageColumn, column, nameColumn } from "../columns.ts";
import { withDefaults } from "../defaulting.ts";
import { defineResource } from "../define-resource.ts";
import type { ServiceCIDR } from "../generated/networking/v1.ts";
import { isDualStack, validateCidr } from "../ip-validation.ts";

export type { ServiceCIDR } from "../generated/networking/v1.ts";

/** Addresses for services. */
export const ServiceCIDRs = defineResource<ServiceCIDR>({
  group: "networking.k8s.io",
  version: "v1",
  kind: "ServiceCIDR",
  plural: "servicecidrs",
  scope: "Cluster",
  subresources: ["status"],

  defaults: (draft) => withDefaults(draft, { spec: {}, status: {} }),
  prepareForCreate: (range) => ({ ...range, status: {} }),
  validate({ spec }, errors) {
    const cidrs = spec.cidrs ?? [];
    if (cidrs.length === 0) return errors.required("spec.cidrs", "at least one CIDR required");
    if (cidrs.length > 2) return errors.invalid("spec.cidrs", spec, "may only hold up to 2 values");
    if (cidrs.length === 2 && !isDualStack(cidrs.map((cidr) => cidr.split("/")[0] ?? ""))) {
      return errors.invalid("spec.cidrs", spec, "may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64");
    }
    errors.each("spec.cidrs", cidrs, validateCidr);
  },
  validateUpdate: ({ spec }, { spec: before }, errors) => errors.immutable("spec.cidrs", spec.cidrs, before.cidrs),

  columns: [nameColumn, column("CIDRs", "string", ({ spec }) => spec.cidrs?.join(",") ?? ""), ageColumn],
});
