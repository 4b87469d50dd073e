import { dns1123LabelErrors, dns1123SubdomainErrors } from "../../apimachinery/names.ts";
import { quantitySign } from "../../apimachinery/quantity.ts";
import { isUnset, numberOrZero } from "../defaulting.ts";
import type { FieldErrors } from "../field-errors.ts";
import type * as v1 from "../generated/core/v1.ts";
import { subdomainName } from "../names.ts";
import { validateFileMode, validateLocalDescendingPath, validateLocalNonReservedPath, validatePathNoBacksteps } from "./path-validation.ts";

export function validateEmptyDir({ sizeLimit }: v1.EmptyDirVolumeSource, errors: FieldErrors): void {
  if (sizeLimit !== undefined && quantitySign(sizeLimit) < 0) errors.forbidden("sizeLimit", "SizeLimit field must be a valid resource quantity");
}

const hostPathTypes = ["", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket"];

export function validateHostPath({ path, type }: v1.HostPathVolumeSource, errors: FieldErrors): void {
  if (isUnset(path)) return errors.required("path");
  validatePathNoBacksteps("path", path, errors);
  if (type !== undefined) errors.oneOf("type", type, hostPathTypes);
}

export function validateGitRepo({ repository, directory }: v1.GitRepoVolumeSource, errors: FieldErrors): void {
  if (isUnset(repository)) errors.required("repository");
  validateLocalDescendingPath("directory", directory ?? "", errors);
}

export function validateSecretVolume({ secretName, defaultMode, items }: v1.SecretVolumeSource, errors: FieldErrors): void {
  if (isUnset(secretName)) errors.required("secretName");
  validateFileMode("defaultMode", defaultMode, errors);
  errors.each("items", items, validateKeyToPath);
}

export function validateConfigMapVolume({ name, defaultMode, items }: v1.ConfigMapVolumeSource, errors: FieldErrors): void {
  if (isUnset(name)) errors.required("name");
  validateFileMode("defaultMode", defaultMode, errors);
  errors.each("items", items, validateKeyToPath);
}

/** One key of a ConfigMap or Secret as a file. */
export function validateKeyToPath({ key, path, mode }: v1.KeyToPath, errors: FieldErrors): void {
  if (isUnset(key)) errors.required("key");
  if (isUnset(path)) errors.required("path");
  validateLocalNonReservedPath("path", path ?? "", errors);
  validateFileMode("mode", mode, errors);
}

export function validateClaimVolume({ claimName }: v1.PersistentVolumeClaimVolumeSource, errors: FieldErrors): void {
  if (isUnset(claimName)) errors.required("claimName");
}

export function validateNfs({ server, path }: v1.NFSVolumeSource, errors: FieldErrors): void {
  requireEach(errors, { server, path });
  if (!(path ?? "").startsWith("/")) errors.invalid("path", path ?? "", "must be an absolute path");
}

export function validateImageVolume({ reference, pullPolicy }: v1.ImageVolumeSource, errors: FieldErrors): void {
  if (isUnset(reference)) errors.required("reference");
  if (isUnset(pullPolicy)) errors.required("pullPolicy");
  else errors.oneOf("pullPolicy", pullPolicy, ["Always", "IfNotPresent", "Never"]);
}

/** The name of a CSI driver is a DNS name in any case. */
export function validateCsiDriverName(field: string, driver: string | undefined, errors: FieldErrors): void {
  if (isUnset(driver)) errors.required(field);
  if ((driver?.length ?? 0) > 63) errors.tooLong(field, 63);
  errors.check(field, driver ?? "", dns1123SubdomainErrors((driver ?? "").toLowerCase()));
}

export function validateCsi({ driver, nodePublishSecretRef }: v1.CSIVolumeSource, errors: FieldErrors): void {
  validateCsiDriverName("driver", driver, errors);
  if (nodePublishSecretRef === undefined) return;
  if (isUnset(nodePublishSecretRef.name)) errors.required("nodePublishSecretRef.name");
  else errors.check("name", nodePublishSecretRef.name, subdomainName(nodePublishSecretRef.name ?? "", false));
}

const partitionRule = "must be between 1 and 255, inclusive";

export function validateGcePersistentDisk({ pdName, partition = 0 }: v1.GCEPersistentDiskVolumeSource, errors: FieldErrors): void {
  requireEach(errors, { pdName });
  if (partition < 0 || partition > 255) errors.invalid("partition", partition, partitionRule);
}

export function validateAwsElasticBlockStore({ volumeID, partition = 0 }: v1.AWSElasticBlockStoreVolumeSource, errors: FieldErrors): void {
  requireEach(errors, { volumeID });
  if (partition < 0 || partition > 255) errors.invalid("partition", partition, partitionRule);
}

export function validateFc({ targetWWNs = [], wwids = [], lun }: v1.FCVolumeSource, errors: FieldErrors): void {
  if (targetWWNs.length === 0 && wwids.length === 0) errors.required("targetWWNs", "must specify either targetWWNs or wwids, but not both");
  if (targetWWNs.length === 0) return;
  if (wwids.length > 0) errors.invalid("targetWWNs", targetWWNs, "targetWWNs and wwids can not be specified simultaneously");
  if (lun === undefined) errors.required("lun", "lun is required if targetWWNs is specified");
  else if (lun < 0 || lun > 255) errors.invalid("lun", lun, "must be between 0 and 255, inclusive");
}

const iscsiNames = [/iqn\.\d{4}-\d{2}\.([A-Za-z0-9.-]+)(:[^,;*&$|\s]+)$/, /^eui.[A-Za-z0-9]{16}$/, /^naa.[A-Za-z0-9]{32}$/] as const;

/** Names of initiators and targets come in three formats, told apart by how they start. */
function validateIscsiName(field: string, name: string, errors: FieldErrors): void {
  const format = ["iqn", "eui", "naa"].findIndex((prefix) => name.startsWith(prefix));
  if (format < 0) errors.invalid(field, name, "must be valid format starting with iqn, eui, or naa");
  else if (!iscsiNames[format]!.test(name)) errors.invalid(field, name, "must be valid format");
}

export function validateIscsi(source: v1.ISCSIVolumeSource, errors: FieldErrors): void {
  const { targetPortal, iqn, chapAuthDiscovery, chapAuthSession, secretRef, initiatorName } = source;
  const lun = numberOrZero(source.lun);
  requireEach(errors, { targetPortal, iqn });
  if (!isUnset(iqn)) validateIscsiName("iqn", iqn, errors);
  if (lun < 0 || lun > 255) errors.invalid("lun", lun, "must be between 0 and 255, inclusive");
  if ((chapAuthDiscovery === true || chapAuthSession === true) && secretRef === undefined) errors.required("secretRef");
  if (initiatorName !== undefined) validateIscsiName("initiatorname", initiatorName, errors);
}

export function validateFlocker({ datasetName = "", datasetUUID = "" }: v1.FlockerVolumeSource, errors: FieldErrors): void {
  if (datasetName === "" && datasetUUID === "") errors.required("", "one of datasetName and datasetUUID is required");
  if (datasetName !== "" && datasetUUID !== "") errors.invalid("", "resource", "datasetName and datasetUUID can not be specified simultaneously");
  if (datasetName.includes("/")) errors.invalid("datasetName", datasetName, "must not contain '/'");
}

const hostPortRule = "must be a host:port pair or multiple pairs separated by commas";

export function validateQuobyte({ registry = "", tenant = "", volume }: Partial<v1.QuobyteVolumeSource>, errors: FieldErrors): void {
  if (registry === "") errors.required("registry", hostPortRule);
  else if (tenant.length >= 65) errors.required("tenant", "must be a UUID and may not exceed a length of 64 characters");
  else if (!registry.split(",").every((pair) => /^(\[[^\]]*\]|[^:[\]]*):[^:]*$/.test(pair))) errors.invalid("registry", registry, hostPortRule);
  requireEach(errors, { volume });
}

export function validateFlexVolume({ driver, options }: v1.FlexVolumeSource, errors: FieldErrors): void {
  requireEach(errors, { driver });
  for (const key in options) {
    const owner = `.${(key.split("/")[0] ?? "").toLowerCase()}`;
    if (owner.endsWith(".kubernetes.io") || owner.endsWith(".k8s.io")) {
      errors.invalid(`options[${key}]`, key, "kubernetes.io and k8s.io namespaces are reserved");
    }
  }
}

export function validateAzureDisk({ diskName, diskURI, cachingMode, kind }: v1.AzureDiskVolumeSource, errors: FieldErrors): void {
  requireEach(errors, { diskName, diskURI });
  if (cachingMode !== undefined) errors.oneOf("cachingMode", cachingMode, ["None", "ReadOnly", "ReadWrite"]);
  if (kind !== undefined) errors.oneOf("kind", kind, ["Dedicated", "Managed", "Shared"]);
  const managed = "/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}";
  const blob = "https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd";
  if (kind === "Managed" && !(diskURI ?? "").startsWith("/subscriptions/")) errors.notSupported("diskURI", diskURI ?? "", [managed]);
  if (kind !== undefined && kind !== "Managed" && !(diskURI ?? "").startsWith("https://")) errors.notSupported("diskURI", diskURI ?? "", [blob]);
}

export function validateStorageOs({ volumeName, volumeNamespace, secretRef }: v1.StorageOSVolumeSource, errors: FieldErrors): void {
  if (isUnset(volumeName)) errors.required("volumeName");
  else errors.check("volumeName", volumeName, dns1123LabelErrors(volumeName ?? ""));
  if (!isUnset(volumeNamespace)) errors.check("volumeNamespace", volumeNamespace, dns1123LabelErrors(volumeNamespace ?? ""));
  if (secretRef !== undefined && isUnset(secretRef.name)) errors.required("secretRef.name");
}

export function validateCinder({ volumeID, secretRef }: v1.CinderVolumeSource, errors: FieldErrors): void {
  requireEach(errors, { volumeID });
  if (secretRef !== undefined && isUnset(secretRef.name)) errors.required("secretRef.name");
}

export const validateRbd = ({ monitors, image }: v1.RBDVolumeSource, errors: FieldErrors) => requireEach(errors, { monitors, image });
export const validateCephFs = ({ monitors }: v1.CephFSVolumeSource, errors: FieldErrors) => requireEach(errors, { monitors });
export const validateGlusterfs = ({ endpoints, path }: v1.GlusterfsVolumeSource, errors: FieldErrors) => requireEach(errors, { endpoints, path });
export const validateAzureFile = ({ secretName, shareName }: v1.AzureFileVolumeSource, errors: FieldErrors) => requireEach(errors, { secretName, shareName });
export const validateVsphere = ({ volumePath }: v1.VsphereVirtualDiskVolumeSource, errors: FieldErrors) => requireEach(errors, { volumePath });
export const validatePhoton = ({ pdID }: v1.PhotonPersistentDiskVolumeSource, errors: FieldErrors) => requireEach(errors, { pdID });
export const validatePortworx = ({ volumeID }: v1.PortworxVolumeSource, errors: FieldErrors) => requireEach(errors, { volumeID });
export const validateScaleIo = ({ gateway, system, volumeName }: v1.ScaleIOVolumeSource, errors: FieldErrors) =>
  requireEach(errors, { gateway, system, volumeName });

/** Text and lists that must not be missing or empty. */
export function requireEach(errors: FieldErrors, fields: Readonly<Record<string, string | readonly string[] | undefined>>): void {
  for (const field in fields) if ((fields[field]?.length ?? 0) === 0) errors.required(field);
}
