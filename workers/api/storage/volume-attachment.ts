import { deepEqual } from "../../base/deep-equal.ts";
import { ageColumn, column, nameColumn } from "../columns.ts";
import { validateCsiDriverName } from "../core/volume-source-validation.ts";
import { isUnset, withDefaults } from "../defaulting.ts";
import { defineResource } from "../define-resource.ts";
import type { VolumeAttachment } from "../generated/storage/v1.ts";
import { subdomainName } from "../names.ts";

export type { VolumeAttachment } from "../generated/storage/v1.ts";

/** The wish that a volume be attached to a node. */
export const VolumeAttachments = defineResource<VolumeAttachment>({
  group: "storage.k8s.io",
  version: "v1",
  kind: "VolumeAttachment",
  plural: "volumeattachments",
  scope: "Cluster",
  subresources: ["status"],

  defaults: (draft) => withDefaults(draft, { spec: {}, status: { attached: false } }),
  prepareForCreate: (attachment) => ({ ...attachment, status: { attached: false } }),
  validate({ spec }, errors) {
    const { attacher, nodeName, source } = spec;
    validateCsiDriverName("spec.attacher", attacher, errors);
    if (isUnset(nodeName)) errors.required("spec.nodeName");
    else errors.check("spec.nodeName", nodeName, subdomainName(nodeName, false));
    const volume = source?.persistentVolumeName ?? "";
    if (source?.inlineVolumeSpec === undefined && volume === "") errors.required("spec.source", "must specify exactly one of inlineVolumeSpec and persistentVolumeName");
  },
  validateUpdate(now, before, errors) {
    if (!deepEqual(now.spec, before.spec)) errors.invalid("spec", now.spec, "field is immutable");
  },

  columns: [
    nameColumn,
    { ...column("Attacher", "string", ({ spec }: VolumeAttachment) => spec.attacher ?? ""), format: "name" },
    column("PV", "string", ({ spec }) => spec.source?.persistentVolumeName ?? ""),
    column("Node", "string", ({ spec }) => spec.nodeName ?? ""),
    column("Attached", "boolean", ({ status }) => status.attached),
    ageColumn,
  ],
});
