import { deepEqual } from "../../base/deep-equal.ts";
import type { FieldErrors } from "../field-errors.ts";
import type { Node, NodeAddress } from "../generated/core/v1.ts";
import { isDualStack, validateCidr } from "../ip-validation.ts";
import { validateAmount } from "./resource-validation.ts";
import { validateTaints } from "./toleration-validation.ts";

/** The rules for a node. Errors about taints name metadata, as upstream's do. */
export function validateNode({ spec, status }: Node, errors: FieldErrors): void {
  if (spec.taints !== undefined) errors.at("metadata.taints", spec.taints, validateTaints);
  validateAmounts("capacity", status.capacity, errors);
  validateAmounts("allocatable", status.allocatable, errors);
  const cidrs = spec.podCIDRs ?? [];
  errors.each("spec.podCIDRs", cidrs, validateCidr);
  if (cidrs.length < 2) return;
  if (!isDualStack(cidrs.map((cidr) => cidr.split("/")[0] ?? ""))) {
    errors.invalid("spec.podCIDRs", cidrs, "may specify no more than one CIDR for each IP family");
  }
  for (const [index, cidr] of cidrs.entries()) if (cidrs.indexOf(cidr) !== index) errors.duplicate(`spec.podCIDRs[${index}]`, cidr);
}

const onceOnly = (what: string) => `node updates may not change ${what} except from "" to valid`;

/** What of a node stays as it was first set. */
export function validateNodeUpdate({ spec, status }: Node, { spec: before }: Node, errors: FieldErrors): void {
  validateAddresses(status.addresses ?? [], errors);
  if ((before.podCIDRs?.length ?? 0) > 0 && !deepEqual(spec.podCIDRs, before.podCIDRs)) errors.forbidden("spec.podCIDRs", onceOnly("podCIDR"));
  if ((before.providerID ?? "") !== "" && spec.providerID !== before.providerID) errors.forbidden("spec.providerID", onceOnly("providerID"));
  if ((spec.externalID ?? "") !== (before.externalID ?? "")) errors.forbidden("spec.externalID", "may not be updated");
}

export function validateNodeStatusUpdate(node: Node, previous: Node, errors: FieldErrors): void {
  validateAmounts("capacity", node.status.capacity, errors);
  validateAmounts("allocatable", node.status.allocatable, errors);
  validateNodeUpdate(node, previous, errors);
}

function validateAmounts(field: string, amounts: Readonly<Record<string, string>> | undefined, errors: FieldErrors): void {
  for (const name in amounts) validateAmount(`status.${field}.${name}`, name, amounts[name] ?? "0", errors);
}

function validateAddresses(addresses: readonly NodeAddress[], errors: FieldErrors): void {
  errors.each("status.addresses", addresses, (address) => {
    if (addresses.find((other) => deepEqual(other, address)) !== address) errors.duplicate("", address);
  });
}

