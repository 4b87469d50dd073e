import { humanDuration } from "../../apimachinery/human-duration.ts";
import { second } from "../../base/units.ts";
import { ageColumn, column, nameColumn } from "../columns.ts";
import { isUnset, withDefaults } from "../defaulting.ts";
import { defineResource } from "../define-resource.ts";
import { validateDomainPath } from "../domain-path-validation.ts";
import type { FieldErrors } from "../field-errors.ts";
import type { CertificateSigningRequest, CertificateSigningRequestCondition } from "../generated/certificates/v1.ts";
import { isConditionTrue } from "../../apimachinery/conditions.ts";
import { deepEqual } from "../../base/deep-equal.ts";

export type { CertificateSigningRequest } from "../generated/certificates/v1.ts";

/** The wish for a certificate. */
export const CertificateSigningRequests = defineResource<CertificateSigningRequest>({
  group: "certificates.k8s.io",
  version: "v1",
  kind: "CertificateSigningRequest",
  plural: "certificatesigningrequests",
  shortNames: ["csr"],
  scope: "Cluster",
  subresources: ["status", "approval"],

  defaults: (draft) => withDefaults(draft, { spec: {}, status: {} }),
  prepareForCreate: (request) => ({ ...request, status: {} }),
  validateName: () => [],
  validate: validateRequest,
  validateUpdate(now, before, errors) {
    if (!deepEqual(now.spec, before.spec)) errors.immutable("spec", now.spec, before.spec);
  },
  validateStatusUpdate(now, before, errors) {
    if (before.status.certificate !== undefined) errors.immutable("status.certificate", now.status.certificate, before.status.certificate);
  },

  columns: [
    nameColumn,
    ageColumn,
    column("SignerName", "string", ({ spec }) => spec.signerName || "<none>"),
    column("Requestor", "string", ({ spec }) => spec.username ?? ""),
    column("RequestedDuration", "string", ({ spec }) => (spec.expirationSeconds === undefined ? "<none>" : humanDuration(spec.expirationSeconds * second))),
    column("Condition", "string", requestConditionText),
  ],
  selectableFields: { "spec.signerName": { get: ({ spec }) => spec.signerName ?? "" } },
});

/** `Approved,Issued`. */
export function requestConditionText({ status }: CertificateSigningRequest): string {
  const has = (type: string) => status.conditions?.some((condition: CertificateSigningRequestCondition) => condition.type === type) === true;
  const verdict = has("Denied") ? "Denied" : has("Approved") ? "Approved" : "Pending";
  return `${verdict}${has("Failed") ? ",Failed" : ""}${isUnset(status.certificate) ? "" : ",Issued"}`;
}

const shortestLife = 600;

function validateRequest({ spec, status }: CertificateSigningRequest, errors: FieldErrors): void {
  const { request, signerName, usages = [], expirationSeconds } = spec;
  if (isUnset(request)) errors.required("spec.request");
  if (usages.length === 0) errors.required("spec.usages");
  for (const [index, usage] of usages.entries()) if (usages.indexOf(usage) !== index) errors.duplicate(`spec.usages[${index}]`, usage);
  validateDomainPath("spec.signerName", signerName ?? "", errors);
  if (expirationSeconds !== undefined && expirationSeconds < shortestLife) {
    errors.invalid("spec.expirationSeconds", expirationSeconds, `may not specify a duration less than ${shortestLife} seconds (10 minutes)`);
  }
  if (isConditionTrue(status.conditions, "Approved") && isConditionTrue(status.conditions, "Denied")) {
    errors.invalid("status.conditions", "Denied", "Approved and Denied conditions are mutually exclusive");
  }
}
