import { formatLabels } from "../../apimachinery/labels.ts";
import { column, joinContainers, nameColumn } from "../columns.ts";
import { withField } from "../defaulting.ts";
import { defineResource } from "../define-resource.ts";
import type { PodTemplate } from "../generated/core/v1.ts";
import { defaultPodTemplate } from "./pod-spec-defaults.ts";
import { validatePodTemplate } from "./pod-spec-validation.ts";

export type { PodTemplate } from "../generated/core/v1.ts";

/** A template that is kept for whoever wants to make pods of it. */
export const PodTemplates = defineResource<PodTemplate>({
  group: "",
  version: "v1",
  kind: "PodTemplate",
  plural: "podtemplates",
  scope: "Namespaced",
  hasGeneration: true,

  defaults: (draft) => withField(draft, "template", defaultPodTemplate(draft.template)),
  validate: ({ template }, errors) => errors.at("template", template, validatePodTemplate),

  columns: [
    nameColumn,
    column("Containers", "string", ({ template }) => joinContainers(template, ({ name }) => name)),
    column("Images", "string", ({ template }) => joinContainers(template, ({ image }) => image ?? "")),
    column("Pod Labels", "string", ({ template }) => formatLabels(template?.metadata?.labels)),
  ],
});
