import { qualifiedNameErrors, dns1123LabelErrors } from "../../apimachinery/names.ts";
import { compareQuantity, formatQuantity, parseQuantity, quantitySign } from "../../apimachinery/quantity.ts";
import { isNegative, notFound } from "../../apimachinery/validation.ts";
import type { FieldErrors } from "../field-errors.ts";
import type { ResourceClaim, ResourceRequirements } from "../generated/core/v1.ts";
import { isExtendedResource, isHugePage, isIntegerResource, isNativeResource, isOvercommitAllowed, isStandardContainerResource, isStandardResource } from "./resource-names.ts";

type Amounts = Readonly<Record<string, string>>;

/** Who may ask: names of the pod's resource claims. */
export type ClaimNames = ReadonlySet<string>;

/** The rules for the requests and limits of a container. */
export function validateResources(resources: ResourceRequirements, errors: FieldErrors, claimNames: ClaimNames): void {
  const { limits, requests, claims } = resources;
  for (const name in limits) {
    validateContainerResourceName(`limits[${name}]`, name, errors);
    validateAmount(`limits[${name}]`, name, limits[name] ?? "", errors);
  }
  for (const name in requests) {
    validateContainerResourceName(`requests[${name}]`, name, errors);
    validateAmount(`requests[${name}]`, name, requests[name] ?? "", errors);
    validateAgainstLimit(name, requests[name] ?? "", limits?.[name], errors);
  }
  validateHugePages(limits, requests, errors);
  if (claims !== undefined) validateClaims(claims, errors, claimNames);
}

/** A resource that containers can ask for. */
export function validateContainerResourceName(field: string, name: string, errors: FieldErrors): void {
  const before = errors.count;
  validateResourceName(field, name, errors);
  if (!name.includes("/")) {
    if (!isStandardContainerResource(name)) errors.invalid(field, name, "must be a standard resource for containers");
  } else if (errors.count === before && !isNativeResource(name) && !isExtendedResource(name)) {
    errors.invalid(field, name, "doesn't follow extended resource name standard");
  }
}

/** The name of any resource. */
export function validateResourceName(field: string, name: string, errors: FieldErrors): void {
  const messages = qualifiedNameErrors(name);
  if (messages.length > 0) errors.check(field, name, messages);
  else if (!name.includes("/") && !isStandardResource(name)) errors.invalid(field, name, "must be a standard resource type or fully qualified");
}

/** How much of a resource: never less than nothing, and whole where there are no halves. */
export function validateAmount(field: string, name: string, amount: string, errors: FieldErrors): void {
  if (quantitySign(amount) < 0) errors.invalid(field, formatQuantity(amount), isNegative);
  if (isIntegerResource(name) && parseQuantity(amount).nano % 1_000_000_000n !== 0n) errors.invalid(field, amount, "must be an integer");
  if (isHugePage(name) && !isWholePages(name, amount)) errors.invalid(field, formatQuantity(amount), `${formatQuantity(amount)} is not positive integer multiple of ${name}`);
}

function isWholePages(name: string, amount: string): boolean {
  const page = parseQuantity(name.slice("hugepages-".length)).nano;
  return page > 0n && parseQuantity(amount).nano % page === 0n;
}

function validateAgainstLimit(name: string, request: string, limit: string | undefined, errors: FieldErrors): void {
  const overcommit = isOvercommitAllowed(name);
  if (limit === undefined) {
    if (!overcommit) errors.required("limits", "Limit must be set for non overcommitable resources");
    return;
  }
  const order = compareQuantity(request, limit);
  if (order !== 0 && !overcommit) errors.invalid("requests", formatQuantity(request), `must be equal to ${name} limit of ${formatQuantity(limit)}`);
  else if (order > 0) errors.invalid("requests", formatQuantity(request), `must be less than or equal to ${name} limit of ${formatQuantity(limit)}`);
}

function validateHugePages(limits: Amounts | undefined, requests: Amounts | undefined, errors: FieldErrors): void {
  let huge = false;
  for (const name in limits) huge ||= isHugePage(name);
  for (const name in requests) huge ||= isHugePage(name);
  if (huge && limits?.cpu === undefined && limits?.memory === undefined && requests?.cpu === undefined && requests?.memory === undefined) {
    errors.forbidden("", "HugePages require cpu or memory");
  }
}

function validateClaims(claims: readonly ResourceClaim[], errors: FieldErrors, claimNames: ClaimNames): void {
  const seen = new Set<string>();
  errors.each("claims", claims, ({ name, request }) => {
    if ((name ?? "") === "") return errors.required("");
    const key = request === undefined || request === "" ? name : `${name}/${request}`;
    if (key !== name) errors.check("request", request, dns1123LabelErrors(request ?? ""));
    if (seen.has(name) || seen.has(key)) errors.duplicate("", seen.has(name) ? name : key);
    else if (key === name && [...seen].some((other) => other.startsWith(`${name}/`))) errors.duplicate("", name);
    seen.add(key);
    if (!claimNames.has(name)) errors.add({ ...notFound(errors.path(""), name), detail: unknownClaim(claimNames) });
  });
}

const unknownClaim = (names: ClaimNames) =>
  `must be one of the names in pod.spec.resourceClaims${names.size === 0 ? " which is empty" : `: ${[...names].sort().join(", ")}`}`;
