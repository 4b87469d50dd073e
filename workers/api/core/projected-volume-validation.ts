import { isUnset } from "../defaulting.ts";
import type { FieldErrors } from "../field-errors.ts";
import type { ClusterTrustBundleProjection, DownwardAPIVolumeFile, DownwardAPIVolumeSource, KeyToPath, PodCertificateProjection, ProjectedVolumeSource, ServiceAccountTokenProjection, VolumeProjection } from "../generated/core/v1.ts";
import { validateLabelSelector } from "../label-selector-validation.ts";
import { validateFieldRef, validateResourceFieldRef } from "./env-validation.ts";
import { validateFileMode, validateLocalNonReservedPath } from "./path-validation.ts";
import { validateKeyToPath } from "./volume-source-validation.ts";

const volumeFields = new Set(["metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace", "metadata.uid"]);

/** The rules for the downward API as a volume. Errors name the volume, not the item, as upstream's do. */
export function validateDownwardApi({ defaultMode, items = [] }: DownwardAPIVolumeSource, errors: FieldErrors): void {
  validateFileMode("defaultMode", defaultMode, errors);
  for (const file of items) validateDownwardApiFile(file, errors);
}

function validateDownwardApiFile({ path, fieldRef, resourceFieldRef, mode }: DownwardAPIVolumeFile, errors: FieldErrors): void {
  if (isUnset(path)) errors.required("path");
  validateLocalNonReservedPath("path", path ?? "", errors);
  if (fieldRef !== undefined) {
    errors.at("fieldRef", fieldRef, validateFieldRef, volumeFields);
    if (resourceFieldRef !== undefined) errors.invalid("", "resource", "fieldRef and resourceFieldRef can not be specified simultaneously");
  } else if (resourceFieldRef !== undefined) errors.at("resourceFieldRef", resourceFieldRef, validateResourceFieldRef, true);
  else errors.required("", "one of fieldRef and resourceFieldRef is required");
  validateFileMode("mode", mode, errors);
}

/** The rules for a volume that several sources fill: no two of them may write the same file. */
export function validateProjected({ defaultMode, sources = [] }: ProjectedVolumeSource, errors: FieldErrors): void {
  validateFileMode("defaultMode", defaultMode, errors);
  errors.each("sources", sources, validateProjection);
  const paths = new Set<string>();
  for (const source of sources) {
    for (const [path, shown] of writtenPaths(source)) {
      if (paths.has(path)) errors.invalid("", shown, "conflicting duplicate paths");
      paths.add(path);
    }
  }
}

/** Each file that a source writes, with what an error about it shows. */
function writtenPaths({ secret, configMap, downwardAPI, clusterTrustBundle }: VolumeProjection): readonly (readonly [string, string])[] {
  const ofItems = (items: readonly KeyToPath[] = [], name = "") => items.map(({ path }) => [path, name] as const);
  const all = [
    ...ofItems(secret?.items, secret?.name),
    ...ofItems(configMap?.items, configMap?.name),
    ...(downwardAPI?.items ?? []).map(({ path }) => [path, path] as const),
    ...(clusterTrustBundle === undefined ? [] : [[clusterTrustBundle.path, clusterTrustBundle.path] as const]),
  ];
  return all.filter(([path]) => !isUnset(path));
}

const sourceNames = ["secret", "configMap", "downwardAPI", "serviceAccountToken", "clusterTrustBundle", "podCertificate"] as const;

function validateProjection(source: VolumeProjection, errors: FieldErrors): void {
  errors.at("secret", source.secret, validateNamedItems);
  errors.at("configMap", source.configMap, validateNamedItems);
  errors.at("downwardAPI", source.downwardAPI, validateDownwardApi);
  errors.at("serviceAccountToken", source.serviceAccountToken, validateToken);
  errors.at("clusterTrustBundle", source.clusterTrustBundle, validateTrustBundle);
  errors.at("podCertificate", source.podCertificate, validatePodCertificate);
  let given = 0;
  for (const name of sourceNames) if (source[name] !== undefined) given += 1;
  if (given > 1) errors.forbidden("", "may not specify more than 1 volume type per source");
}

function validateNamedItems({ name, items }: { readonly name?: string; readonly items?: readonly KeyToPath[] }, errors: FieldErrors): void {
  if (isUnset(name)) errors.required("name");
  errors.each("items", items, validateKeyToPath);
}

function validateToken({ expirationSeconds = 0, path }: ServiceAccountTokenProjection, errors: FieldErrors): void {
  if (expirationSeconds < 600) errors.invalid("expirationSeconds", expirationSeconds, "may not specify a duration less than 10 minutes");
  if (expirationSeconds > 2 ** 32) errors.invalid("expirationSeconds", expirationSeconds, "may not specify a duration larger than 2^32 seconds");
  if (isUnset(path)) errors.required("path");
  else validateLocalNonReservedPath("path", path, errors);
}

function validateTrustBundle(bundle: ClusterTrustBundleProjection, errors: FieldErrors): void {
  const { name, signerName, labelSelector, path } = bundle;
  if (name !== undefined && signerName !== undefined) errors.invalid("", bundle, "only one of name and signerName may be used");
  else if (name !== undefined) {
    if (name === "") errors.required("name", "must be a valid object name");
    if (labelSelector !== undefined) errors.invalid("labelSelector", labelSelector, "labelSelector must be unset if name is specified");
  } else if (signerName !== undefined) {
    if (signerName === "") errors.required("signerName", "must be a valid signer name");
    errors.at("labelSelector", labelSelector, validateLabelSelector);
  } else errors.required("", "either name or signerName must be specified");
  if (isUnset(path)) errors.required("path");
  validateLocalNonReservedPath("path", path ?? "", errors);
}

const keyTypes = ["ECDSAP256", "ECDSAP384", "ECDSAP521", "ED25519", "RSA3072", "RSA4096"];

function validatePodCertificate(certificate: PodCertificateProjection, errors: FieldErrors): void {
  if (isUnset(certificate.signerName)) errors.required("signerName");
  errors.oneOf("keyType", certificate.keyType, keyTypes);
  const { credentialBundlePath, keyPath, certificateChainPath } = certificate;
  if (isUnset(credentialBundlePath) && isUnset(keyPath) && isUnset(certificateChainPath)) {
    errors.required("", "specify at least one of credentialBundlePath, keyPath, and certificateChainPath");
  }
  for (const [field, path] of Object.entries({ credentialBundlePath, keyPath, certificateChainPath })) {
    if (path !== undefined && path !== "") validateLocalNonReservedPath(field, path, errors);
  }
}
