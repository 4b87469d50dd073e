import { dns1123LabelErrors, qualifiedNameErrors } from "../../apimachinery/names.ts";
import { validateCsiDriverName } from "../core/volume-source-validation.ts";
import { isUnset, listOrEmpty } from "../defaulting.ts";
import type { FieldErrors } from "../field-errors.ts";
import type { DeviceClaim, DeviceConstraint, DeviceRequest, DeviceSelector, DeviceSubRequest, DeviceToleration, ExactDeviceRequest, OpaqueDeviceConfiguration } from "../generated/resource/v1.ts";
import { subdomainName } from "../names.ts";

const most = { requests: 32, selectors: 32, constraints: 32, config: 32, firstAvailable: 8, tolerations: 16 } as const;

/** The rules for what a claim asks for. */
export function validateDeviceClaim({ requests = [], constraints = [], config = [] }: DeviceClaim, errors: FieldErrors): void {
  const names = requestNames(requests);
  validateNamed("requests", requests, errors, { most: most.requests, visit: validateRequest });
  validateCount("constraints", constraints, errors);
  errors.each("constraints", constraints, validateConstraint, names);
  validateCount("config", config, errors);
  errors.each("config", config, ({ requests: about, opaque }) => {
    validateReferences(listOrEmpty(about), errors, names);
    validateConfiguration(opaque, errors);
  });
}

function validateCount(field: keyof typeof most, items: readonly unknown[], errors: FieldErrors): void {
  if (items.length > most[field]) errors.tooMany(field, items.length, most[field]);
}

/** Requests, and `request/subrequest` for each way to meet one. */
function requestNames(requests: readonly DeviceRequest[]): ReadonlySet<string> {
  return new Set(requests.flatMap(({ name, firstAvailable = [] }) => [name, ...firstAvailable.map((sub) => `${name}/${sub.name}`)]));
}

interface Limits<T> {
  readonly most: number;
  visit(item: T, errors: FieldErrors): void;
}

/** Items that are told apart by their names. */
export function validateNamed<T extends { readonly name: string }>(field: string, items: readonly T[], errors: FieldErrors, limits: Limits<NoInfer<T>>): void {
  const names = new Set<string>();
  if (items.length > limits.most) errors.tooMany(field, items.length, limits.most);
  errors.each(field, items, (item) => {
    if (isUnset(item.name)) errors.required("name");
    else errors.check("name", item.name, dns1123LabelErrors(item.name));
    limits.visit(item, errors);
    if (names.has(item.name)) errors.duplicate("", item.name);
    names.add(item.name);
  });
}

function validateRequest({ exactly, firstAvailable }: DeviceRequest, errors: FieldErrors): void {
  const ways = listOrEmpty(firstAvailable);
  if (exactly !== undefined && ways.length > 0) errors.invalid("", null, "exactly one of `exactly` or `firstAvailable` is required, but multiple fields are set");
  else if (exactly !== undefined) errors.at("exactly", exactly, validateWanted);
  else if (ways.length > 0) validateNamed("firstAvailable", ways, errors, { most: most.firstAvailable, visit: validateWanted });
  else errors.required("", "exactly one of `exactly` or `firstAvailable` is required");
}

function validateWanted({ deviceClassName, selectors, allocationMode, count = 0, tolerations }: ExactDeviceRequest | DeviceSubRequest, errors: FieldErrors): void {
  if (isUnset(deviceClassName)) errors.required("deviceClassName");
  else errors.check("deviceClassName", deviceClassName, subdomainName(deviceClassName, false));
  validateSelectors(listOrEmpty(selectors), errors);
  if (allocationMode === "All" && count !== 0) errors.invalid("count", count, "must not be specified when allocationMode is 'All'");
  if (allocationMode === "ExactCount" && count <= 0) errors.invalid("count", count, "must be greater than zero");
  errors.oneOf("allocationMode", allocationMode, ["All", "ExactCount"]);
  validateCount("tolerations", listOrEmpty(tolerations), errors);
  errors.each("tolerations", tolerations, validateToleration);
}

/** Expressions that choose devices. What they say is not looked at here. */
export function validateSelectors(selectors: readonly DeviceSelector[], errors: FieldErrors): void {
  validateCount("selectors", selectors, errors);
  errors.each("selectors", selectors, ({ cel }) => {
    if (cel === undefined) errors.required("cel");
    else if (isUnset(cel.expression?.trim())) errors.required("cel.expression");
  });
}

function validateToleration({ key, operator, value, effect }: DeviceToleration, errors: FieldErrors): void {
  if (!isUnset(key)) errors.check("key", key, qualifiedNameErrors(key ?? ""));
  if (operator === "Exists" && !isUnset(value)) errors.invalid("value", value, "must be empty for operator `Exists`");
  if (operator === "Equal" && isUnset(key)) errors.required("key", "must be non-empty for operator `Equal`");
  errors.oneOf("operator", operator, ["Equal", "Exists"]);
  if (!isUnset(effect)) errors.oneOf("effect", effect, ["NoExecute", "NoSchedule"]);
}

function validateConstraint({ requests, matchAttribute, distinctAttribute }: DeviceConstraint, errors: FieldErrors, names: ReadonlySet<string>): void {
  validateReferences(listOrEmpty(requests), errors, names);
  if (matchAttribute === undefined && distinctAttribute === undefined) errors.required("", "exactly one of `matchAttribute` or `distinctAttribute` is required");
  for (const [field, name] of [["matchAttribute", matchAttribute], ["distinctAttribute", distinctAttribute]] as const) {
    if (name === undefined) continue;
    if (name === "") errors.required(field);
    else if (!name.includes("/")) errors.invalid(field, name, "must include a domain");
    else errors.check(field, name, qualifiedNameErrors(name));
  }
}

function validateReferences(references: readonly string[], errors: FieldErrors, names: ReadonlySet<string>): void {
  errors.each("requests", references, (name) => {
    if (!names.has(name)) errors.invalid("", name, "must be the name of a request in the claim or the name of a request and a subrequest separated by '/'");
    if (references.indexOf(name) !== references.lastIndexOf(name)) errors.duplicate("", name);
  });
}

/** Words for a driver that only the driver understands. */
export function validateConfiguration(opaque: OpaqueDeviceConfiguration | undefined, errors: FieldErrors): void {
  if (opaque === undefined) return errors.required("opaque");
  validateCsiDriverName("opaque.driver", opaque.driver, errors);
  const parameters: unknown = opaque.parameters;
  if (parameters === undefined) errors.required("opaque.parameters");
  else if (typeof parameters !== "object" || parameters === null || Array.isArray(parameters)) errors.invalid("opaque.parameters", parameters, "must be a valid JSON object");
}
