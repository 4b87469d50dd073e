import { ageColumn, column, nameColumn } from "../columns.ts";
import { validateCsiDriverName } from "../core/volume-source-validation.ts";
import { withDefaults, withField } from "../defaulting.ts";
import { defineResource } from "../define-resource.ts";
import type { CSIDriver, TokenRequest } from "../generated/storage/v1.ts";
import type { FieldErrors } from "../field-errors.ts";

export type { CSIDriver } from "../generated/storage/v1.ts";

const specDefaults = {
  attachRequired: true,
  podInfoOnMount: false,
  storageCapacity: false,
  fsGroupPolicy: "ReadWriteOnceWithFSType",
  volumeLifecycleModes: ["Persistent"],
  requiresRepublish: false,
  seLinuxMount: false,
};

/** What a storage driver can do and wants to be told. */
export const CSIDrivers = defineResource<CSIDriver>({
  group: "storage.k8s.io",
  version: "v1",
  kind: "CSIDriver",
  plural: "csidrivers",
  scope: "Cluster",
  hasGeneration: true,

  defaults: (draft) => withField(draft, "spec", withDefaults(draft.spec ?? {}, specDefaults)),
  validate: validateDriver,
  validateUpdate(now, before, errors) {
    errors.immutable("spec.attachedRequired", now.spec.attachRequired, before.spec.attachRequired);
    errors.immutable("spec.volumeLifecycleModes", now.spec.volumeLifecycleModes, before.spec.volumeLifecycleModes);
  },

  columns: [
    nameColumn,
    column("AttachRequired", "boolean", ({ spec }) => spec.attachRequired ?? true),
    column("PodInfoOnMount", "boolean", ({ spec }) => spec.podInfoOnMount ?? false),
    column("StorageCapacity", "boolean", ({ spec }) => spec.storageCapacity ?? false),
    column("TokenRequests", "string", ({ spec }) => spec.tokenRequests?.map(({ audience }) => audience).join(",") ?? "<unset>"),
    column("RequiresRepublish", "boolean", ({ spec }) => spec.requiresRepublish ?? false),
    column("Modes", "string", ({ spec }) => spec.volumeLifecycleModes?.join(",") || "<none>"),
    ageColumn,
  ],
});

function validateDriver({ metadata, spec }: CSIDriver, errors: FieldErrors): void {
  validateCsiDriverName("metadata.name", metadata.name, errors);
  for (const field of ["attachRequired", "podInfoOnMount", "storageCapacity", "requiresRepublish", "seLinuxMount"] as const) {
    if (spec[field] === undefined) errors.required(field === "attachRequired" ? "spec.attachedRequired" : `spec.${field}`);
  }
  if (spec.fsGroupPolicy !== undefined) errors.oneOf("spec.fsGroupPolicy", spec.fsGroupPolicy, ["File", "None", "ReadWriteOnceWithFSType"]);
  for (const mode of spec.volumeLifecycleModes ?? []) errors.oneOf("spec.volumeLifecycleModes", mode, ["Ephemeral", "Persistent"]);
  validateTokenRequests(spec.tokenRequests ?? [], errors);
}

function validateTokenRequests(requests: readonly TokenRequest[], errors: FieldErrors): void {
  const audiences = new Set<string>();
  errors.each("spec.tokenRequests", requests, ({ audience, expirationSeconds }) => {
    if (audiences.has(audience)) errors.duplicate("audience", audience);
    audiences.add(audience);
    if (expirationSeconds === undefined) return;
    if (expirationSeconds < 600) errors.invalid("expirationSeconds", expirationSeconds, "may not specify a duration less than 10 minutes");
    if (expirationSeconds > 2 ** 32) errors.invalid("expirationSeconds", expirationSeconds, "may not specify a duration larger than 2^32 seconds");
  });
}
