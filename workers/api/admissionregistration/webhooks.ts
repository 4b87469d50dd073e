import { dns1035LabelErrors, dns1123SubdomainErrors } from "../../apimachinery/names.ts";
import { ageColumn, column, nameColumn } from "../columns.ts";
import { changeField, isUnset, listOrEmpty, mapShared, type Part, withDefaults } from "../defaulting.ts";
import type { FieldErrors } from "../field-errors.ts";
import type { MutatingWebhook, MutatingWebhookConfiguration, RuleWithOperations, ValidatingWebhook, ValidatingWebhookConfiguration, WebhookClientConfig } from "../generated/admissionregistration/v1.ts";
import { validateLabelSelector } from "../label-selector-validation.ts";
import type { Column } from "../resource.ts";
import { validateWebhookClient } from "../webhook-client-validation.ts";
import { validateMatchConditions, validateRule } from "./rule-validation.ts";

type Webhook = ValidatingWebhook | MutatingWebhook;

const webhookDefaults = { failurePolicy: "Fail", matchPolicy: "Equivalent", namespaceSelector: {}, objectSelector: {}, timeoutSeconds: 10 } as const;

/** What webhooks of both kinds get when their authors say nothing. */
export function defaultWebhook<W extends Part<Webhook>>(webhook: W): W {
  const filled: Part<Webhook> = withDefaults<Part<Webhook>>(webhook, webhookDefaults);
  const withRules = changeField(filled, "rules", (rules) => mapShared(rules, defaultRule));
  return changeField(withRules, "clientConfig", defaultClient) as W;
}

/** A rule is about objects anywhere. */
export const defaultRule = <R extends Part<RuleWithOperations>>(rule: R): R => withDefaults<Part<RuleWithOperations>>(rule, { scope: "*" }) as R;

const defaultClient = (client: Part<WebhookClientConfig>): Part<WebhookClientConfig> =>
  changeField(client, "service", (service) => withDefaults(service, { port: 443 }));

/** The rules for all webhooks of a configuration; each has a name of its own. */
export function validateWebhooks<W extends Webhook>(webhooks: readonly W[] | undefined, errors: FieldErrors, validateOne?: (webhook: W, errors: FieldErrors) => void): void {
  const names = new Set<string>();
  errors.each("webhooks", webhooks, (webhook) => {
    validateWebhook(webhook, errors);
    validateOne?.(webhook, errors);
    if (isUnset(webhook.name)) return;
    if (names.has(webhook.name)) errors.duplicate("name", webhook.name);
    names.add(webhook.name);
  });
}

function validateWebhook(webhook: Webhook, errors: FieldErrors): void {
  validateQualifiedDomain("name", webhook.name, errors);
  errors.each("rules", webhook.rules, validateRule);
  errors.oneOf("failurePolicy", webhook.failurePolicy, ["Fail", "Ignore"]);
  errors.oneOf("matchPolicy", webhook.matchPolicy, ["Equivalent", "Exact"]);
  if (webhook.sideEffects === undefined) errors.required("sideEffects", "must specify one of None, NoneOnDryRun");
  else errors.oneOf("sideEffects", webhook.sideEffects, ["None", "NoneOnDryRun"]);
  const timeout = webhook.timeoutSeconds ?? 0;
  if (timeout < 1 || timeout > 30) errors.invalid("timeoutSeconds", timeout, "the timeout value must be between 1 and 30 seconds");
  errors.at("namespaceSelector", webhook.namespaceSelector, validateLabelSelector);
  errors.at("objectSelector", webhook.objectSelector, validateLabelSelector);
  errors.at("clientConfig", webhook.clientConfig ?? {}, validateWebhookClient);
  validateReviewVersions("admissionReviewVersions", webhook.admissionReviewVersions, errors);
  validateMatchConditions(listOrEmpty(webhook.matchConditions), errors);
}

/** A name that is somebody's: it has a domain of two labels or more. */
function validateQualifiedDomain(field: string, name: string | undefined, errors: FieldErrors): void {
  if (name === undefined || name === "") return errors.required(field);
  const messages = dns1123SubdomainErrors(name);
  errors.check(field, name, messages);
  if (messages.length === 0 && name.split(".").length < 3) errors.invalid(field, name, "should be a domain with at least three segments separated by dots");
}

const knownVersions = ["v1", "v1beta1"];

/** The rules for the versions in which a webhook can be asked: the server must know at least one. */
export function validateReviewVersions(field: string, given: readonly string[] | undefined, errors: FieldErrors): void {
  const versions = listOrEmpty(given);
  if (versions.length === 0) return errors.required(field, `must specify one of ${knownVersions.join(", ")}`);
  for (const [index, version] of versions.entries()) {
    if (versions.indexOf(version) !== index) errors.invalid(`${field}[${index}]`, version, "duplicate version");
    else errors.check(`${field}[${index}]`, version, dns1035LabelErrors(version));
  }
  if (!versions.some((version) => knownVersions.includes(version))) errors.invalid(field, versions, `must include at least one of ${knownVersions.join(", ")}`);
}

/** The columns of both kinds of configurations. */
export const webhookColumns: readonly Column<ValidatingWebhookConfiguration | MutatingWebhookConfiguration>[] = [
  nameColumn,
  column("Webhooks", "integer", ({ webhooks }) => webhooks?.length ?? 0),
  ageColumn,
];
