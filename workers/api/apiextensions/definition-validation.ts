import { isConditionTrue } from "../../apimachinery/conditions.ts";
import { goQuote } from "../../apimachinery/go-quote.ts";
import { dns1035LabelErrors, dns1123SubdomainErrors } from "../../apimachinery/names.ts";
import { validateReviewVersions } from "../admissionregistration/webhooks.ts";
import { requireOneOf } from "../core/container-validation.ts";
import { isUnset, listOrEmpty } from "../defaulting.ts";
import type { FieldErrors } from "../field-errors.ts";
import type { CustomResourceConversion, CustomResourceDefinition, CustomResourceDefinitionNames, CustomResourceDefinitionSpec, CustomResourceDefinitionStatus } from "../generated/apiextensions/v1.ts";
import { validateWebhookClient } from "../webhook-client-validation.ts";
import { validateVersions } from "./version-validation.ts";

/** The rules for a definition. */
export function validateDefinition({ metadata, spec, status }: CustomResourceDefinition, errors: FieldErrors): void {
  const name = `${spec.names?.plural ?? ""}.${spec.group ?? ""}`;
  if (metadata.name !== name) errors.invalid("metadata.name", metadata.name, 'must be spec.names.plural+"."+spec.group');
  errors.at("spec", spec, validateSpec);
  errors.at("status.acceptedNames", status.acceptedNames, validateAcceptedNames);
  validateStoredVersions(status, errors, spec);
  validateApproval(metadata.annotations ?? {}, errors, spec.group ?? "");
  if (spec.preserveUnknownFields === true) {
    errors.invalid("spec.preserveUnknownFields", true, "cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead");
  }
}

function validateSpec(spec: CustomResourceDefinitionSpec, errors: FieldErrors): void {
  validateGroup(spec.group ?? "", errors);
  requireOneOf("scope", spec.scope, ["Cluster", "Namespaced"], errors);
  validateVersions(listOrEmpty(spec.versions), errors);
  for (const field of ["plural", "singular", "kind", "listKind"] as const) if (isUnset(spec.names?.[field])) errors.required(`names.${field}`);
  errors.at("names", spec.names, validateAcceptedNames);
  errors.at("conversion", spec.conversion, validateConversion);
}

function validateGroup(group: string, errors: FieldErrors): void {
  const wrong = dns1123SubdomainErrors(group);
  if (group === "") errors.required("group");
  else if (wrong.length > 0) errors.invalid("group", group, wrong.join(","));
  else if (!group.includes(".")) errors.invalid("group", group, "should be a domain with at least one dot");
}

/** Names as far as they are given: those that are asked for, and those that were accepted. */
export function validateAcceptedNames(names: Partial<CustomResourceDefinitionNames>, errors: FieldErrors): void {
  const { plural = "", singular = "", kind = "", listKind = "", shortNames, categories } = names;
  const label = (field: string, name: string, spelt = name, before = "") => {
    const wrong = dns1035LabelErrors(spelt);
    if (wrong.length > 0) errors.invalid(field, name, before + wrong.join(","));
  };
  const mixed = "may have mixed case, but should otherwise match: ";
  if (plural !== "") label("plural", plural);
  if (singular !== "") label("singular", singular);
  if (kind !== "") label("kind", kind, kind.toLowerCase(), mixed);
  if (listKind !== "") label("listKind", listKind, listKind.toLowerCase(), mixed);
  errors.each("shortNames", shortNames, (name) => label("", name));
  if (kind !== "" && kind === listKind) errors.invalid("listKind", listKind, "kind and listKind may not be the same");
  errors.each("categories", categories, (name) => label("", name));
}

/** Errors speak of the webhook's parts as if they were the conversion's own. */
function validateConversion({ strategy, webhook }: CustomResourceConversion, errors: FieldErrors): void {
  requireOneOf("strategy", strategy, ["None", "Webhook"], errors);
  const client = webhook?.clientConfig;
  const versions = listOrEmpty(webhook?.conversionReviewVersions);
  if (strategy === "Webhook") {
    if (client === undefined) errors.required("webhookClientConfig", "required when strategy is set to Webhook");
    else errors.at("webhookClientConfig", client, validateWebhookClient);
    if (versions.length === 0) errors.required("conversionReviewVersions");
    else validateReviewVersions("conversionReviewVersions", versions, errors);
    return;
  }
  const rule = "should not be set when strategy is not set to Webhook";
  if (client !== undefined) errors.forbidden("webhookClientConfig", rule);
  if (versions.length > 0) errors.forbidden("conversionReviewVersions", rule);
}

function validateStoredVersions({ storedVersions }: CustomResourceDefinitionStatus, errors: FieldErrors, { versions }: CustomResourceDefinitionSpec): void {
  const stored = listOrEmpty(storedVersions);
  const field = "status.storedVersions";
  if (stored.length === 0) return errors.invalid(field, stored, "must have at least one stored version");
  const known = listOrEmpty(versions);
  for (const { name, storage } of known) if (storage && !stored.includes(name)) errors.invalid(field, stored, `must have the storage version ${name}`);
  for (const [index, version] of stored.entries()) {
    if (known.some(({ name }) => name === version)) continue;
    const until = `${version} was previously a storage version, and must remain in spec.versions until a storage migration ensures no data remains persisted in ${version} and removes ${version} from status.storedVersions`;
    errors.invalid(`${field}[${index}]`, version, `missing from spec.versions; ${until}`);
  }
}

const approvalAnnotation = "api-approved.kubernetes.io";
const isProtected = (group: string) => ["k8s.io", "kubernetes.io"].some((domain) => group === domain || group.endsWith(`.${domain}`));

/** Groups of the Kubernetes community need its approval, or say that they have none. */
function validateApproval(annotations: Readonly<Record<string, string>>, errors: FieldErrors, group: string): void {
  const approval = annotations[approvalAnnotation] ?? "";
  if (!isProtected(group) || approval.startsWith("unapproved") || /^[a-z][a-z0-9+.-]*:\/\/[^/]+/i.test(approval)) return;
  const field = `metadata.annotations[${approvalAnnotation}]`;
  const rule = `protected groups must have approval annotation ${goQuote(approvalAnnotation)}`;
  const reference = "see https://github.com/kubernetes/enhancements/pull/1111";
  if (approval === "") errors.required(field, `${rule}, ${reference}`);
  else errors.invalid(field, approval, `${rule} with either a URL or a reason starting with "unapproved", ${reference}`);
}

/** What decides where objects are stored stays, once there can be objects. */
export function validateDefinitionUpdate({ spec }: CustomResourceDefinition, previous: CustomResourceDefinition, errors: FieldErrors): void {
  const before = previous.spec;
  if (isConditionTrue(previous.status.conditions, "Established")) {
    errors.immutable("spec.scope", spec.scope, before.scope);
    errors.immutable("spec.names.kind", spec.names?.kind, before.names?.kind);
  }
  errors.immutable("spec.group", spec.group, before.group);
  errors.immutable("spec.names.plural", spec.names?.plural, before.names?.plural);
}
