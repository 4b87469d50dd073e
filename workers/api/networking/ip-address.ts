import { column, nameColumn } from "../columns.ts";
import { isUnset, withDefaults } from "../defaulting.ts";
import { defineResource } from "../define-resource.ts";
import type { FieldErrors } from "../field-errors.ts";
import type { IPAddress, ParentReference } from "../generated/networking/v1.ts";
import { isIp } from "../ip-validation.ts";
import { pathSegmentName, subdomainName } from "../names.ts";

export type { IPAddress } from "../generated/networking/v1.ts";

/** An address that is taken, named after itself. */
export const IPAddresses = defineResource<IPAddress>({
  group: "networking.k8s.io",
  version: "v1",
  kind: "IPAddress",
  plural: "ipaddresses",
  shortNames: ["ip"],
  scope: "Cluster",

  defaults: (draft) => withDefaults(draft, { spec: {} }),
  validateName: (name) => (isIp(name) ? [] : ["must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"]),
  validate({ spec }, errors) {
    if (spec.parentRef === undefined) errors.required("spec.parentRef");
    else errors.at("spec.parentRef", spec.parentRef, validateParent);
  },
  validateUpdate: ({ spec }, { spec: before }, errors) => errors.immutable("spec.parentRef", spec.parentRef, before.parentRef),

  columns: [nameColumn, column("ParentRef", "string", ({ spec }) => parentText(spec.parentRef))],
});

function parentText(parent: ParentReference | undefined): string {
  if (parent === undefined) return "";
  const { group = "", resource, namespace = "", name } = parent;
  const kind = group === "" ? resource : `${resource}.${group}`;
  return namespace === "" ? `${kind}/${name}` : `${kind}/${namespace}/${name}`;
}

function validateParent({ group = "", resource, namespace = "", name }: ParentReference, errors: FieldErrors): void {
  if (group !== "") errors.check("group", group, subdomainName(group, false));
  for (const [field, value] of [["resource", resource], ["name", name]] as const) {
    if (isUnset(value)) errors.required(field);
    else errors.check(field, value, pathSegmentName(value, false));
  }
  if (namespace !== "") errors.check("namespace", namespace, pathSegmentName(namespace, false));
}
