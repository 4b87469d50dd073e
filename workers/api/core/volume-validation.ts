import { dns1123LabelErrors, dns1123SubdomainErrors } from "../../apimachinery/names.ts";
import { goQuote } from "../../apimachinery/go-quote.ts";
import { isUnset } from "../defaulting.ts";
import type { FieldErrors, Visit } from "../field-errors.ts";
import type { EphemeralVolumeSource, Volume } from "../generated/core/v1.ts";
import { validateClaimSpec } from "./claim-spec-validation.ts";
import { validateAnnotations, validateLabels } from "../object-meta-validation.ts";
import { validateDownwardApi, validateProjected } from "./projected-volume-validation.ts";
import * as sources from "./volume-source-validation.ts";

type Source = Exclude<keyof Volume, "name">;

/** How to check each kind of volume, in the order in which a second one counts as too many. */
const checks: { readonly [S in Source]-?: Visit<NonNullable<Volume[S]>> } = {
  emptyDir: sources.validateEmptyDir,
  hostPath: sources.validateHostPath,
  gitRepo: sources.validateGitRepo,
  gcePersistentDisk: sources.validateGcePersistentDisk,
  awsElasticBlockStore: sources.validateAwsElasticBlockStore,
  secret: sources.validateSecretVolume,
  nfs: sources.validateNfs,
  iscsi: sources.validateIscsi,
  glusterfs: sources.validateGlusterfs,
  flocker: sources.validateFlocker,
  persistentVolumeClaim: sources.validateClaimVolume,
  rbd: sources.validateRbd,
  cinder: sources.validateCinder,
  cephfs: sources.validateCephFs,
  quobyte: sources.validateQuobyte,
  downwardAPI: validateDownwardApi,
  fc: sources.validateFc,
  flexVolume: sources.validateFlexVolume,
  configMap: sources.validateConfigMapVolume,
  azureFile: sources.validateAzureFile,
  vsphereVolume: sources.validateVsphere,
  photonPersistentDisk: sources.validatePhoton,
  portworxVolume: sources.validatePortworx,
  azureDisk: sources.validateAzureDisk,
  storageos: sources.validateStorageOs,
  projected: validateProjected,
  scaleIO: sources.validateScaleIo,
  csi: sources.validateCsi,
  ephemeral: validateEphemeral,
  image: sources.validateImageVolume,
};

const sourceNames = Object.keys(checks) as readonly Source[];

/** Volumes by name, as mounts look them up. */
export type VolumesByName = ReadonlyMap<string, Volume>;

const noVolumes: VolumesByName = new Map();

/** Checks a pod's volumes and returns the good ones, which mounts may name. The pod's name is known only in a pod. */
export function validateVolumes(volumes: readonly Volume[] | undefined, errors: FieldErrors, podName: string): VolumesByName {
  if (volumes === undefined || volumes.length === 0) return noVolumes;
  const known = new Map<string, Volume>();
  const claims = podName === "" ? undefined : new Set(volumes.filter(({ ephemeral }) => ephemeral !== undefined).map(({ name }) => `${podName}-${name}`));
  errors.each("volumes", volumes, (volume) => {
    const before = errors.count;
    validateSource(volume, errors, podName);
    if (isUnset(volume.name)) errors.required("name");
    else errors.check("name", volume.name, dns1123LabelErrors(volume.name));
    if (known.has(volume.name)) errors.duplicate("name", volume.name);
    if (errors.count === before) known.set(volume.name, volume);
    const claimName = volume.persistentVolumeClaim?.claimName;
    if (claimName !== undefined && claims?.has(claimName) === true) {
      errors.invalid("persistentVolumeClaim.claimName", claimName, "must not reference a PVC that gets created for an ephemeral volume");
    }
  });
  return known;
}

function validateSource(volume: Volume, errors: FieldErrors, podName: string): void {
  let given = 0;
  for (const name of sourceNames) {
    const source = volume[name];
    if (source === undefined) continue;
    given += 1;
    if (given > 1) errors.forbidden(name, "may not specify more than 1 volume type");
    else errors.at(name, source, checks[name] as Visit<unknown>);
  }
  if (given === 0) errors.required("", "must specify a volume type");
  if (volume.ephemeral !== undefined && podName !== "" && !isUnset(volume.name)) validateClaimName(`${podName}-${volume.name}`, volume.name, errors);
}

function validateClaimName(claimName: string, volumeName: string, errors: FieldErrors): void {
  for (const message of dns1123SubdomainErrors(claimName)) errors.invalid("name", volumeName, `PVC name ${goQuote(claimName)}: ${message}`);
}

function validateEphemeral({ volumeClaimTemplate }: EphemeralVolumeSource, errors: FieldErrors): void {
  if (volumeClaimTemplate === undefined) return errors.required("volumeClaimTemplate");
  errors.at("volumeClaimTemplate", volumeClaimTemplate, ({ metadata = {}, spec }) => {
    errors.at("metadata.annotations", metadata.annotations, validateAnnotations);
    errors.at("metadata.labels", metadata.labels, validateLabels);
    for (const field in metadata) {
      if (field !== "annotations" && field !== "labels") errors.forbidden(`metadata.${field}`, "cannot be set");
    }
    errors.at("spec", spec ?? {}, validateClaimSpec);
  });
}
