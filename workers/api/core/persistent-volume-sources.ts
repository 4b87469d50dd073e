import { isUnset } from "../defaulting.ts";
import type { FieldErrors, Visit } from "../field-errors.ts";
import type { CSIPersistentVolumeSource, LocalVolumeSource, PersistentVolumeSpec, SecretReference } from "../generated/core/v1.ts";
import { labelName, subdomainName } from "../names.ts";
import { validatePathNoBacksteps } from "./path-validation.ts";
import * as sources from "./volume-source-validation.ts";

type Source = Exclude<
  keyof PersistentVolumeSpec,
  | "accessModes" | "capacity" | "claimRef" | "mountOptions" | "nodeAffinity" | "persistentVolumeReclaimPolicy" | "storageClassName"
  | "volumeAttributesClassName" | "volumeMode"
>;

/** How to check each kind of volume, in the order in which a second one counts as too many. */
export const volumeSources: { readonly [S in Source]-?: Visit<NonNullable<PersistentVolumeSpec[S]>> } = {
  hostPath: sources.validateHostPath,
  gcePersistentDisk: sources.validateGcePersistentDisk,
  awsElasticBlockStore: sources.validateAwsElasticBlockStore,
  glusterfs: sources.validateGlusterfs,
  flocker: sources.validateFlocker,
  nfs: sources.validateNfs,
  rbd: sources.validateRbd,
  quobyte: sources.validateQuobyte,
  cephfs: sources.validateCephFs,
  iscsi: sources.validateIscsi,
  cinder: sources.validateCinder,
  fc: sources.validateFc,
  flexVolume: sources.validateFlexVolume,
  azureFile: sources.validateAzureFile,
  vsphereVolume: sources.validateVsphere,
  photonPersistentDisk: sources.validatePhoton,
  portworxVolume: sources.validatePortworx,
  azureDisk: sources.validateAzureDisk,
  scaleIO: sources.validateScaleIo,
  local: validateLocal,
  storageos: sources.validateStorageOs,
  csi: validateCsi,
};

function validateLocal({ path }: LocalVolumeSource, errors: FieldErrors): void {
  if (isUnset(path)) errors.required("path");
  else validatePathNoBacksteps("path", path, errors);
}

function validateCsi(source: CSIPersistentVolumeSource, errors: FieldErrors): void {
  sources.validateCsiDriverName("driver", source.driver, errors);
  if (isUnset(source.volumeHandle)) errors.required("volumeHandle");
  errors.at("controllerPublishSecretRef", source.controllerPublishSecretRef, validateSecretReference);
  errors.at("controllerExpandSecretRef", source.controllerExpandSecretRef, validateSecretReference);
  errors.at("nodePublishSecretRef", source.nodePublishSecretRef, validateSecretReference);
  errors.at("nodeExpandSecretRef", source.nodeExpandSecretRef, validateSecretReference);
}

function validateSecretReference({ name = "", namespace = "" }: SecretReference, errors: FieldErrors): void {
  if (name === "") errors.required("name");
  else errors.check("name", name, subdomainName(name, false));
  if (namespace === "") errors.required("namespace");
  else errors.check("namespace", namespace, labelName(namespace, false));
}
