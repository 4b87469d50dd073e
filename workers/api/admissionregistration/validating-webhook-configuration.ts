import { changeField, mapShared } from "../defaulting.ts";
import { defineResource } from "../define-resource.ts";
import type { ValidatingWebhookConfiguration } from "../generated/admissionregistration/v1.ts";
import { defaultWebhook, validateWebhooks, webhookColumns } from "./webhooks.ts";

export type { ValidatingWebhook, ValidatingWebhookConfiguration } from "../generated/admissionregistration/v1.ts";

/** Whom to ask whether an object may be written. */
export const ValidatingWebhookConfigurations = defineResource<ValidatingWebhookConfiguration>({
  group: "admissionregistration.k8s.io",
  version: "v1",
  kind: "ValidatingWebhookConfiguration",
  plural: "validatingwebhookconfigurations",
  categories: ["api-extensions"],
  scope: "Cluster",
  hasGeneration: true,

  defaults: (draft) => changeField(draft, "webhooks", (webhooks) => mapShared(webhooks, defaultWebhook)),
  validate: ({ webhooks }, errors) => validateWebhooks(webhooks, errors),

  columns: webhookColumns,
});
