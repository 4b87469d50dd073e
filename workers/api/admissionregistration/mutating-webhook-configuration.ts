import { changeField, mapShared, withDefaults } from "../defaulting.ts";
import { defineResource } from "../define-resource.ts";
import type { MutatingWebhookConfiguration } from "../generated/admissionregistration/v1.ts";
import { defaultWebhook, validateWebhooks, webhookColumns } from "./webhooks.ts";

export type { MutatingWebhook, MutatingWebhookConfiguration } from "../generated/admissionregistration/v1.ts";

/** Whom to ask how to change an object before it is written. */
export const MutatingWebhookConfigurations = defineResource<MutatingWebhookConfiguration>({
  group: "admissionregistration.k8s.io",
  version: "v1",
  kind: "MutatingWebhookConfiguration",
  plural: "mutatingwebhookconfigurations",
  categories: ["api-extensions"],
  scope: "Cluster",
  hasGeneration: true,

  defaults: (draft) => changeField(draft, "webhooks", (webhooks) => mapShared(webhooks, (webhook) => withDefaults(defaultWebhook(webhook), { reinvocationPolicy: "Never" }))),
  validate({ webhooks }, errors) {
    validateWebhooks(webhooks, errors, ({ reinvocationPolicy }) => errors.oneOf("reinvocationPolicy", reinvocationPolicy, ["IfNeeded", "Never"]));
  },

  columns: webhookColumns,
});
