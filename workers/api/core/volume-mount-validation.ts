import { isUnset } from "../defaulting.ts";
import type { FieldErrors } from "../field-errors.ts";
import type { Container, VolumeDevice, VolumeMount } from "../generated/core/v1.ts";
import { hasBackstep, validateLocalDescendingPath } from "./path-validation.ts";
import type { VolumesByName } from "./volume-validation.ts";

/** The rules for where a container mounts its volumes. */
export function validateVolumeMounts(container: Container, errors: FieldErrors, volumes: VolumesByName): void {
  const { volumeMounts = [], volumeDevices = [] } = container;
  errors.each("volumeMounts", volumeMounts, (mount) => {
    validateMountTarget(mount, errors, volumes);
    if (isRepeated(volumeMounts, mount, "mountPath")) errors.invalid("mountPath", mount.mountPath ?? "", "must be unique");
    if (volumeDevices.some(({ name }) => name === mount.name)) errors.invalid("name", mount.name, "must not already exist in volumeDevices");
    if (volumeDevices.some(({ devicePath }) => devicePath === mount.mountPath)) {
      errors.invalid("mountPath", mount.mountPath, "must not already exist as a path in volumeDevices");
    }
  });
  errors.at("volumeMounts", volumeMounts, validateMountOptions, container);
}

function validateMountTarget({ name, mountPath, subPath, subPathExpr }: VolumeMount, errors: FieldErrors, volumes: VolumesByName): void {
  if (isUnset(name)) errors.required("name");
  if (!volumes.has(name)) errors.notFound("name", name ?? "");
  if (isUnset(mountPath)) errors.required("mountPath");
  if (!isUnset(subPath) && !isUnset(subPathExpr)) errors.invalid("subPathExpr", subPathExpr, "subPathExpr and subPath are mutually exclusive");
}

/** Upstream names the list of mounts, not the mount, in these errors. */
function validateMountOptions(mounts: readonly VolumeMount[], errors: FieldErrors, container: Container): void {
  for (const mount of mounts) {
    if (!isUnset(mount.subPath)) validateLocalDescendingPath("subPath", mount.subPath ?? "", errors);
    if (!isUnset(mount.subPathExpr)) validateLocalDescendingPath("subPathExpr", mount.subPathExpr ?? "", errors);
    if (mount.mountPropagation !== undefined) validatePropagation(mount.mountPropagation, errors, container);
    if (mount.recursiveReadOnly !== undefined) validateRecursiveReadOnly(mount, errors);
  }
}

function validatePropagation(mode: string, errors: FieldErrors, { securityContext }: Container): void {
  errors.oneOf("mountPropagation", mode, ["Bidirectional", "HostToContainer", "None"]);
  if (mode === "Bidirectional" && securityContext?.privileged !== true) {
    errors.forbidden("mountPropagation", "Bidirectional mount propagation is available only to privileged containers");
  }
}

function validateRecursiveReadOnly({ recursiveReadOnly, readOnly, mountPropagation }: VolumeMount, errors: FieldErrors): void {
  errors.oneOf("recursiveReadOnly", recursiveReadOnly, ["Disabled", "Enabled", "IfPossible"]);
  if (recursiveReadOnly !== "Enabled" && recursiveReadOnly !== "IfPossible") return;
  if (readOnly !== true) errors.forbidden("recursiveReadOnly", "may only be specified when readOnly is true");
  if (mountPropagation !== undefined && mountPropagation !== "None") {
    errors.forbidden("recursiveReadOnly", "may only be specified when mountPropagation is None or not specified");
  }
}

/** The rules for volumes that a container gets as raw devices. */
export function validateVolumeDevices({ volumeDevices = [], volumeMounts = [] }: Container, errors: FieldErrors, volumes: VolumesByName): void {
  errors.each("volumeDevices", volumeDevices, (device) => {
    const { name, devicePath } = device;
    validateDeviceVolume(name, errors, volumes);
    if (isRepeated(volumeDevices, device, "name")) errors.invalid("name", name, "must be unique");
    if (isUnset(devicePath)) errors.required("devicePath");
    else if (hasBackstep(devicePath)) errors.invalid("devicePath", devicePath, "can not contain backsteps ('..')");
    if (isRepeated(volumeDevices, device, "devicePath")) errors.invalid("devicePath", devicePath, "must be unique");
    if (volumeMounts.some((mount) => mount.name === name)) errors.invalid("name", name, "must not already exist in volumeMounts");
    if (volumeMounts.some(({ mountPath }) => mountPath === devicePath)) {
      errors.invalid("devicePath", devicePath, "must not already exist as a path in volumeMounts");
    }
  });
}

function validateDeviceVolume(name: string, errors: FieldErrors, volumes: VolumesByName): void {
  const volume = volumes.get(name);
  if (isUnset(name)) errors.required("name");
  if (volume === undefined) errors.notFound("name", name ?? "");
  else if (volume.persistentVolumeClaim === undefined && volume.ephemeral === undefined) {
    errors.invalid("name", name, "can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode");
  }
}

/** Does an earlier item of the list have the same value? */
function isRepeated<T extends VolumeMount | VolumeDevice>(items: readonly T[], item: T, field: keyof T): boolean {
  for (const other of items) {
    if (other === item) return false;
    if (other[field] === item[field]) return true;
  }
  return false;
}
